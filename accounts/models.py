"""Who signs in. What a person may do is decided in ``kb.permissions``."""

from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractUser, BaseUserManager
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from accounts.countries import Country


class ClockTimestamp(models.Func):
    """The moment itself, not that of the transaction's beginning."""

    function = "clock_timestamp"
    output_field = models.DateTimeField()


class UserQuerySet(models.QuerySet["User"]):
    """Puts on record what is changed of many accounts at once: Django sends no signal of it."""

    @transaction.atomic
    def update(self, **values: Any) -> int:
        """As Django's, with an event for each account whose rights change."""
        from accounts import audit

        known: list[dict[str, Any]] = []
        if not values.keys().isdisjoint(audit.WATCHED):
            known = list(self.select_for_update(of=("self",)).values("pk", *audit.WATCHED))
        count = super().update(**values)
        people = self.model._default_manager.in_bulk([before["pk"] for before in known])
        for before in known:
            audit.record_changes(people[before["pk"]], before)
        return count


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):  # type: ignore[misc]
    """Creates users by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """A user who signs in with ``email``; without ``password`` nobody can sign in as this user."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An administrator."""
        return self.create_user(email, password, **fields, is_staff=True, is_superuser=True)


class User(AbstractUser):
    """A person with an account, known by e-mail address."""

    username = None  # type: ignore[assignment]
    email = models.EmailField(_("e-mail"), unique=True)
    preferred_language = models.CharField(
        _("preferred language"), max_length=2, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    country = models.CharField(
        _("country"),
        max_length=2,
        choices=Country,
        blank=True,
        help_text=_("The country whose pages an editor moderates."),
    )
    is_demonstration = models.BooleanField(_("demonstration account"), default=False, editable=False)

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = UserManager()  # type: ignore[misc]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")

    def __str__(self) -> str:
        return self.get_full_name() or self.email


class AuditEvent(models.Model):
    """Something that happened to an account. Rows are added and never changed: a trigger refuses it.

    Whom an event concerns is kept as it was, without a foreign key: events outlive accounts.
    """

    class Event(models.TextChoices):
        """What happened."""

        SIGNED_IN = "signed_in", _("signed in")
        SIGNED_OUT = "signed_out", _("signed out")
        SIGN_IN_FAILED = "sign_in_failed", _("sign-in failed")
        CODE_FAILED = "code_failed", _("wrong code of the second factor")
        PASSWORD = "password", _("new password")
        SECOND_FACTOR_ON = "second_factor_on", _("second factor turned on")
        SECOND_FACTOR_OFF = "second_factor_off", _("second factor turned off")
        RECOVERY_CODES = "recovery_codes", _("new recovery codes")
        ACCOUNT = "account", _("account made or deleted")
        RIGHTS = "rights", _("rights changed")
        MEMBERSHIP = "membership", _("membership changed")

    at = models.DateTimeField(_("at"), db_default=ClockTimestamp())
    event = models.CharField(_("event"), max_length=20, choices=Event)
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(_("by"), max_length=254, blank=True)
    concerning_id = models.BigIntegerField(null=True)
    concerning = models.CharField(_("account"), max_length=254, blank=True)
    address = models.GenericIPAddressField(_("address"), null=True)
    details = models.JSONField(_("details"), default=dict)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("event")
        verbose_name_plural = _("events")
        default_permissions: ClassVar[tuple[str, ...]] = ()
        indexes = [
            models.Index(fields=["-at"], name="audit_at"),
            models.Index(fields=["event", "-at"], name="audit_event"),
            models.Index(fields=["concerning_id", "-at"], name="audit_account"),
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()}: {self.concerning}"
