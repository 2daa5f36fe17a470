"""Indexes over some of the entries, each with all its versions, for the facets of very many hits."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.lookups import Exact

from search.models.document import Lot


def _sample(one_in: int) -> AddIndexConcurrently:
    return AddIndexConcurrently(
        model_name="searchdocument",
        index=GinIndex(
            condition=models.Q(Exact(Lot("translation_key", one_in=one_in), 0)),
            fastupdate=False,
            fields=["vector"],
            name=f"search_sample_{one_in}",
        ),
    )


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("search", "0014_search_sample")]

    operations = [
        _sample(4),
        _sample(16),
        _sample(64),
        RemoveIndexConcurrently(model_name="searchdocument", name="search_sample"),
    ]
