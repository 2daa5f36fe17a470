"""An index over every fourth row, for the facets of very many hits."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Mod
from django.db.models.lookups import Exact


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("search", "0013_same_title")]

    operations = [
        AddIndexConcurrently(
            model_name="searchdocument",
            index=GinIndex(
                condition=models.Q(Exact(Mod("page", 4), 0)), fastupdate=False, fields=["vector"], name="search_sample"
            ),
        ),
    ]
