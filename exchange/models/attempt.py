"""How often something was tried lately, without knowing by whom."""

from django.db import models


class Attempt(models.Model):
    """One try; ``exchange.limits`` counts them, the daily job deletes them after a day."""

    key = models.CharField(max_length=64)
    """A keyed hash of an address: it cannot be read back."""
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["key", "at"]), models.Index(fields=["at"])]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"
