"""What the texts of entries mean, as numbers."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models


class RealField(models.FloatField):
    """A number of four bytes: embeddings need no more."""

    def db_type(self, connection: Any) -> str:
        return "real"


class Passage(models.Model):
    """The embedding of a piece of an entry's text; written by ``search.dense.store`` only.

    Numbers are kept as a plain array, so that the table is the same with and without pgvector, which only brings the
    index of nearest neighbours. What is not published has no row in the index and so is not found.
    """

    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+", db_index=False)
    number = models.PositiveSmallIntegerField()
    embedder = models.CharField(max_length=100)
    digest = models.CharField(max_length=32)
    """Of the texts of all passages of the page: whether they are still those that were embedded."""
    embedding = ArrayField(RealField())
    """Of length 1."""

    class Meta:
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="search_one_passage")]

    def __str__(self) -> str:
        return f"{self.page_id}.{self.number}"
