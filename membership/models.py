"""Who asks to write for an enterprise, and who is asked to."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.countries import Country
from kb.models import Enterprise, Membership


class Reason(models.TextChoices):
    """Why an application is declined."""

    NUMBER = "number", _("the UNP or BIN is not that of the enterprise named")
    NOT_EMPLOYED = "not_employed", _("the enterprise has not confirmed that the applicant works there")
    ADDRESS = "address", _("the e-mail address is not one of the enterprise")
    NOT_TAKING_PART = "not_taking_part", _("the organisation does not take part in the exchange")
    OTHER = "other", _("another reason")


class Application(models.Model):
    """Somebody asks to write for an enterprise; an editor of its country decides."""

    class State(models.TextChoices):
        """How far it is."""

        UNCONFIRMED = "unconfirmed", _("the e-mail is not confirmed")
        WAITING = "waiting", _("waits for a decision")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")

    country = models.CharField(_("country"), max_length=2, choices=Country)
    tax_id = models.CharField(_("UNP or BIN"), max_length=12)
    enterprise_name = models.CharField(_("enterprise"), max_length=200)
    first_name = models.CharField(_("first name"), max_length=150)
    last_name = models.CharField(_("last name"), max_length=150)
    post = models.CharField(_("post"), max_length=120)
    email = models.EmailField(_("work e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    message = models.TextField(_("message"), max_length=1000, blank=True)
    state = models.CharField(_("state"), max_length=12, choices=State, default=State.UNCONFIRMED)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    confirmed_at = models.DateTimeField(_("e-mail confirmed"), null=True)
    reminded_at = models.DateTimeField(_("editors reminded"), null=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="decided_applications",
        verbose_name=_("decided by"),
    )
    reason = models.CharField(_("reason"), max_length=20, choices=Reason, blank=True)
    reason_text = models.TextField(_("explanation"), max_length=1000, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="applications",
        verbose_name=_("user"),
    )
    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.SET_NULL, null=True, related_name="applications", verbose_name=_("accepted for")
    )

    class Meta:
        verbose_name = pgettext_lazy("to take part", "application")
        verbose_name_plural = _("applications")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["country", "state", "-created_at"], name="application_queue"),
            models.Index(fields=["email", "state"], name="application_by_email"),
            models.Index(fields=["state", "created_at"], name="application_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.full_name}, {self.enterprise_name}"

    @property
    def full_name(self) -> str:
        """First and last name."""
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def matter(self) -> str:
        """What notifications about it are settled by."""
        return f"application:{self.pk}"


class Invitation(models.Model):
    """Somebody is asked to write for an enterprise, by its first member or by an editor."""

    class State(models.TextChoices):
        """How far it is."""

        SENT = "sent", _("sent")
        ACCEPTED = "accepted", _("accepted")
        REVOKED = "revoked", _("taken back")

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="invitations", verbose_name=_("enterprise")
    )
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    role = models.CharField(_("role"), max_length=10, choices=Membership.Role, default=Membership.Role.MEMBER)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="sent_invitations",
        verbose_name=_("invited by"),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.SENT)
    sent_at = models.DateTimeField(_("sent"))
    answered_at = models.DateTimeField(_("answered"), null=True)

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["enterprise", "email"], condition=models.Q(state="sent"), name="one_open_invitation"
            )
        ]
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["sent_at"], name="invitation_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.email}, {self.enterprise}"
