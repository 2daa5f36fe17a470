"""What is offered while a visitor types."""

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models


class Suggestion(models.Model):
    """The words by which one thing is offered: an entry's title, the names of an area, a tag or an enterprise.

    Written by ``search.suggestion_rows`` only. Labels and addresses are read from the things themselves.
    """

    source = models.CharField(max_length=12)
    object_id = models.IntegerField()
    text = models.TextField()
    """Its names with folded words, each on a line: a name that begins with what was typed comes first."""
    words = SearchVectorField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "object_id"], name="search_one_suggestion")]
        indexes = [GinIndex(fields=["words"], name="search_suggested_words", fastupdate=False)]

    def __str__(self) -> str:
        return self.text
