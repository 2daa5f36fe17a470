"""The counts that lists show beside their filters."""

from django.db import models


class FacetCount(models.Model):
    """How many entries an unfiltered list has for a value of a facet, kept by ``search.counts`` when one changes."""

    reader = models.CharField(max_length=2, blank=True)
    """The interface language; empty for the facet "language", which counts the same for all."""
    entry_type = models.CharField(max_length=20, blank=True)
    """The type that the list is of; empty for all types."""
    facet = models.CharField(max_length=10)
    value = models.CharField(max_length=20, blank=True)
    count = models.IntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["reader", "entry_type", "facet", "value"], name="search_one_count"),
        ]
        indexes = [
            models.Index(fields=["reader", "entry_type", "facet", "-count", "value"], name="search_most_frequent"),
        ]

    def __str__(self) -> str:
        return f"{self.facet} {self.value}: {self.count}"
