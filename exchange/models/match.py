"""An offer and a request that fit. ``exchange.matching`` writes it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from kb.models import Enterprise


class Match(models.Model):
    """A pair of technologies, each in all its languages.

    A row outlives its end (``is_current`` off): who was told once is not told again, what was dismissed stays so.
    """

    offer = models.UUIDField()
    """The translation key of the offer."""
    request = models.UUIDField()
    """The translation key of the request."""
    offer_enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="offer_matches")
    request_enterprise = models.ForeignKey(Enterprise, on_delete=models.CASCADE, related_name="request_matches")
    score = models.PositiveSmallIntegerField()
    """How well they fit, 0 to 100."""
    reasons = models.JSONField(default=dict)
    """Why, as ``exchange.scoring.Fit`` writes it."""
    is_current = models.BooleanField(default=True)
    found_at = models.DateTimeField(auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    told_at = models.DateTimeField(null=True, blank=True)
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [models.UniqueConstraint(fields=["offer", "request"], name="one_match")]
        indexes = [
            models.Index(fields=["offer", "-score"], condition=models.Q(is_current=True), name="match_of_offer"),
            models.Index(fields=["request", "-score"], condition=models.Q(is_current=True), name="match_of_request"),
            models.Index(fields=["found_at"], name="match_found"),
        ]

    def __str__(self) -> str:
        return f"{self.offer_enterprise} – {self.request_enterprise}: {self.score}"
