"""Asking whether an entry still holds."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ConfirmationRequest(models.Model):
    """The people of the enterprise were asked, once, to confirm an entry whose date has passed."""

    entry = models.ForeignKey(
        "kb.EntryPage", on_delete=models.CASCADE, related_name="confirmation_requests", verbose_name=_("entry")
    )
    due_on = models.DateField(_("date that has passed"))
    asked_at = models.DateTimeField(_("asked"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("confirmed"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    class Meta:
        verbose_name = _("request to confirm")
        verbose_name_plural = _("requests to confirm")
        constraints = [models.UniqueConstraint(fields=["entry", "due_on"], name="asked_once_per_date")]

    def __str__(self) -> str:
        return f"{self.entry}: {self.due_on}"
