"""What somebody was told, the letters on their way, and which of them a person wants."""

from typing import ClassVar

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class Mail(models.Model):
    """A letter to a person with an account or, without ``user``, to ``address``."""

    class State(models.TextChoices):
        """Where the letter is."""

        WAITING = "waiting", _("waiting")
        SENT = "sent", _("sent")
        FAILED = "failed", _("failed")
        DROPPED = "dropped", _("no longer wanted")

    kind = models.CharField(_("kind"), max_length=60)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="mails",
        verbose_name=_("user"),
    )
    address = models.EmailField(_("e-mail"), blank=True)
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    url = models.CharField(_("address"), max_length=500, blank=True)
    params = models.JSONField(_("values"), default=dict, encoder=DjangoJSONEncoder)
    reply_to = models.EmailField(_("address for replies"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt = models.DateTimeField(_("next attempt"), null=True)
    error = models.CharField(_("error"), max_length=500, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    sent_at = models.DateTimeField(_("sent"), null=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["next_attempt"], name="mail_waiting", condition=models.Q(state="waiting")),
            models.Index(fields=["state", "-created_at"], name="mail_by_state"),
            models.Index(fields=["created_at"], name="mail_by_age"),
        ]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.CheckConstraint(
                condition=models.Q(user__isnull=False, address="") | (models.Q(user=None) & ~models.Q(address="")),
                name="mail_goes_to_one",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.receiver}"

    @property
    def receiver(self) -> str:
        """The address that the letter goes to: of an account, the one it has now."""
        return self.user.email if self.user else self.address


class Notification(models.Model):
    """Something that somebody was told; the bell shows it until it is read."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications", verbose_name=_("user")
    )
    kind = models.CharField(_("kind"), max_length=60)
    must_act = models.BooleanField(_("something has to be done"), default=False)
    url = models.CharField(_("address"), max_length=500)
    params = models.JSONField(_("values"), default=dict, encoder=DjangoJSONEncoder)
    about = models.CharField(_("matter"), max_length=80, blank=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    read_at = models.DateTimeField(_("read"), null=True, blank=True)
    mail = models.ForeignKey(
        Mail,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="notifications",
        verbose_name=_("letter"),
    )
    for_digest = models.BooleanField(_("waits for the daily letter"), default=False)

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name = _("notification")
        verbose_name_plural = _("notifications")
        indexes: ClassVar[list[models.Index]] = [
            models.Index(fields=["recipient", "-created_at", "-id"], name="notification_list"),
            models.Index(fields=["created_at"], name="notification_by_age"),
            models.Index(fields=["recipient"], name="notification_unread", condition=models.Q(read_at=None)),
            models.Index(fields=["about"], name="notification_unsettled", condition=models.Q(read_at=None)),
            models.Index(
                fields=["recipient", "created_at"], name="notification_digest", condition=models.Q(for_digest=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.recipient}"

    @property
    def mail_state(self) -> str:
        """A value of ``Mail.State``, or empty when no letter was wanted."""
        return self.mail.state if self.mail else ""


class MailPreferences(models.Model):
    """Which letters a person wants. Who never chose has no row, and gets all."""

    class Wanted(models.TextChoices):
        """What a letter is sent about at once."""

        NONE = "none", _("none")
        MUST_ACT = "must_act", _("only what I must do")
        ALL = "all", _("all")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail_preferences",
        verbose_name=_("user"),
    )
    wanted = models.CharField(_("letters at once"), max_length=10, choices=Wanted, default=Wanted.ALL)
    daily_digest = models.BooleanField(_("one letter a day with the rest"), default=True)

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")

    def __str__(self) -> str:
        return f"{self.user}: {self.get_wanted_display()}"

    def wants_at_once(self, must_act: bool) -> bool:
        """Whether a letter is sent about something that has to be done, or about something else."""
        return self.wanted == self.Wanted.ALL or (must_act and self.wanted == self.Wanted.MUST_ACT)
