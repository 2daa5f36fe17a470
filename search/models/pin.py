"""What editors put first for a query."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from search.redaction import LONGEST


class Pin(models.Model):
    """An entry that comes first when a query has the same words as ``query``, in whatever form.

    The words are analysed when pins are read, not kept, so that a better analysis needs no migration.
    """

    language = models.CharField(
        _("language of the interface"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    query = models.CharField(
        _("query"), max_length=LONGEST, help_text=_("Other forms of the words and another order count as the same.")
    )
    page = models.ForeignKey("kb.EntryPage", verbose_name=_("entry"), on_delete=models.CASCADE, related_name="+")
    place = models.PositiveSmallIntegerField(
        _("place"),
        default=1,
        validators=[MinValueValidator(1), MaxValueValidator(99)],
        help_text=_("Where several entries are pinned to a query, the one with the least number comes first."),
    )
    note = models.CharField(_("note"), max_length=250, blank=True, help_text=_("For other editors: why."))

    class Meta:
        verbose_name = _("pinned result")
        verbose_name_plural = _("pinned results")
        ordering = ["language", "query", "place", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["language", "query", "page"],
                name="search_pin_once",
                violation_error_message=_("This entry is pinned to the query already."),
            )
        ]

    def __str__(self) -> str:
        return self.query
