"""How often what was searched for and clicked, by day: counters, nothing of who searched or when on that day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class QueryCount(models.Model):
    """One query of one day and interface language. Written by ``search.query_log`` only, after ``redact``."""

    pk = models.CompositePrimaryKey("day", "language", "query")
    day = models.DateField()
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    query = models.CharField(_("query"), max_length=100)
    searches = models.PositiveIntegerField(default=0)
    found_nothing = models.PositiveIntegerField(default=0)
    clicks = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("query")
        verbose_name_plural = _("queries")
        indexes = [
            # What is offered while somebody types.
            models.Index(
                fields=["language", "query"],
                name="search_queries_begun",
                opclasses=["varchar_ops", "varchar_pattern_ops"],
            )
        ]

    def __str__(self) -> str:
        return self.query


class ClickCount(models.Model):
    """How often an entry was opened from the results of a query, and at which places of the list it stood."""

    pk = models.CompositePrimaryKey("day", "language", "query", "page_id")
    day = models.DateField()
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    query = models.CharField(_("query"), max_length=100)
    page = models.ForeignKey("wagtailcore.Page", on_delete=models.CASCADE, related_name="+")
    clicks = models.PositiveIntegerField(default=0)
    places = models.PositiveBigIntegerField(default=0)
    """The sum of the places; divided by ``clicks`` it is the mean one."""

    class Meta:
        verbose_name = _("opened entry")
        verbose_name_plural = _("opened entries")

    def __str__(self) -> str:
        return f"{self.query}: {self.page_id}"
