"""A letter to the enterprise behind a page, and what became of it. ``exchange.workflow`` alone changes its state."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.countries import Country
from kb.models import Enterprise, EntryPage, TechnologyPage

TEXT_LIMIT = 3000


class Purpose(models.TextChoices):
    """What is wanted: the forms of cooperation that pages offer, or only an answer."""

    # The same words as TechnologyPage.Cooperation: a test holds them together.
    SUPPLY = "supply", TechnologyPage.Cooperation.SUPPLY.label
    LICENCE = "licence", TechnologyPage.Cooperation.LICENCE.label
    JOINT_PRODUCTION = "joint_production", TechnologyPage.Cooperation.JOINT_PRODUCTION.label
    SUBCONTRACTING = "subcontracting", TechnologyPage.Cooperation.SUBCONTRACTING.label
    JOINT_RESEARCH = "joint_research", TechnologyPage.Cooperation.JOINT_RESEARCH.label
    TRAINING = "training", TechnologyPage.Cooperation.TRAINING.label
    SERVICE = "service", TechnologyPage.Cooperation.SERVICE.label
    INVESTMENT = "investment", TechnologyPage.Cooperation.INVESTMENT.label
    QUESTION = "question", _("question")


class AskerCountry(models.TextChoices):
    """Where the asker is; codes of ISO 3166-1, of which ZZ is free for users."""

    BELARUS = Country.BELARUS.value, Country.BELARUS.label
    KAZAKHSTAN = Country.KAZAKHSTAN.value, Country.KAZAKHSTAN.label
    OTHER = "ZZ", _("another country")


class Status(models.TextChoices):
    """How far the contact has come."""

    UNCONFIRMED = "unconfirmed", _("address not confirmed")
    SENT = "sent", _("waiting for an answer")
    ACCEPTED = "accepted", pgettext_lazy("contact request", "accepted")
    DECLINED = "declined", pgettext_lazy("contact request", "declined")
    MEETING = "meeting", pgettext_lazy("contact request", "meeting")
    CONTRACT = "contract", pgettext_lazy("contact request", "contract")
    CLOSED = "closed", pgettext_lazy("contact request", "closed")


ENDED = (Status.DECLINED, Status.CLOSED)
"""Nothing becomes of a request any more."""


class DeclineReason(models.TextChoices):
    """Why an enterprise declines."""

    NO_CAPACITY = "no_capacity", _("no capacity at present")
    NOT_OURS = "not_ours", _("not what we do")
    TERMS = "terms", _("the terms do not suit us")
    NO_LONGER = "no_longer", _("no longer offered or sought")
    OTHER = "other", _("another reason")


class ContactRequest(models.Model):
    """What somebody wants of an enterprise. The enterprise sees it once the address of the asker is confirmed."""

    enterprise = models.ForeignKey(
        Enterprise, on_delete=models.CASCADE, related_name="contact_requests", verbose_name=_("enterprise")
    )
    entry = models.ForeignKey(
        EntryPage, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("page")
    )
    asker = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="contact_requests",
        verbose_name=_("user"),
    )  # fmt: skip
    purpose = models.CharField(_("what it is about"), max_length=20, choices=Purpose)
    text = models.TextField(
        _("your message"),
        max_length=TEXT_LIMIT,
        help_text=_("What you want to do, for what, and by when. Write no secrets."),
    )
    name = models.CharField(_("your name"), max_length=120)
    organisation = models.CharField(_("organisation"), max_length=200)
    country = models.CharField(_("country"), max_length=2, choices=AskerCountry)
    email = models.EmailField(_("e-mail"))
    language = models.CharField(_("language of the answer"), max_length=2, choices=settings.LANGUAGES)
    status = models.CharField(_("state"), max_length=12, choices=Status, default=Status.UNCONFIRMED)
    decline_reason = models.CharField(_("reason"), max_length=12, choices=DeclineReason, blank=True)
    secret = models.UUIDField(default=uuid.uuid4, editable=False)
    """Part of the asker's links, so that no link can be guessed or made from another one."""
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    contract_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(auto_now=True)
    reminded_at = models.DateTimeField(null=True, blank=True)
    escalated_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("contact request")
        verbose_name_plural = _("contact requests")
        indexes = [
            models.Index(fields=["enterprise", "status", "-sent_at"], name="contact_inbox"),
            models.Index(fields=["asker", "-created_at"], name="contact_sent_by"),
            models.Index(fields=["status", "sent_at"], name="contact_waiting"),
            models.Index(fields=["sent_at"], name="contact_sent"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status="unconfirmed", sent_at=None) | ~models.Q(status="unconfirmed"),
                name="unconfirmed_is_not_sent",
            )
        ]

    def __str__(self) -> str:
        # Stands in the audit log, which editors read: no names.
        return f"{self._meta.verbose_name} {self.pk}: {self.enterprise}"

    @property
    def is_cleared(self) -> bool:
        """Whether the person and the texts were removed, some time after the end (``exchange.retention``)."""
        return not self.email

    @property
    def is_open(self) -> bool:
        """Whether anything can still become of it."""
        return self.status not in (*ENDED, Status.UNCONFIRMED)


class ContactEvent(models.Model):
    """Something that happened to a contact request: a new state, an answer, the asker's reply, an internal note."""

    class Kind(models.TextChoices):
        """What happened."""

        MOVED = "moved", _("state")
        ANSWER = "answer", _("answer")
        REPLY = "reply", _("reply")
        NOTE = "note", _("note")

    request = models.ForeignKey(ContactRequest, on_delete=models.CASCADE, related_name="events")
    kind = models.CharField(max_length=6, choices=Kind)
    status = models.CharField(max_length=12, choices=Status, blank=True)
    text = models.TextField(blank=True, max_length=TEXT_LIMIT)
    day = models.DateField(null=True, blank=True)
    """When a meeting is or a contract was signed."""
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    """Nobody where it was the asker."""
    shared_email = models.EmailField(blank=True)
    """The address that the member gave the asker with it, to be written to directly."""
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"
