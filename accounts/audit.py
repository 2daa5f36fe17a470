"""What happens to accounts and rights, kept where the site itself can change nothing: a trigger refuses it.

Events of content (edited, approved, published) are in Wagtail's own log. Here are those of signing in, second factors,
passwords, roles and memberships. Passwords and codes are never part of an event.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authentication_failed, authenticator_added, authenticator_removed, authenticator_reset
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import connection, models, transaction
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import AuditEvent, User

Event = AuditEvent.Event
WATCHED = ("is_active", "is_superuser", "email", "country")
LONGEST_ADDRESS = 254
KEPT_DAYS = 3 * 365


def record(event: str, *, actor: Any = None, concerning: Any = None, request: Any = None, **details: Any) -> None:
    """Adds an event: who did it, whose account it concerns, from which address, and what else is to be known."""
    if actor is None and request is not None:
        actor = getattr(request, "user", None)
    AuditEvent.objects.create(
        event=event,
        actor_id=getattr(actor, "pk", None),
        actor=_name(actor),
        concerning_id=getattr(concerning, "pk", None),
        concerning=_name(concerning),
        address=_address(request),
        details=details,
    )


def forget_older_than(days: int) -> int:
    """Deletes events that are older, the only way there is; returns how many. For the daily job."""
    before = timezone.now() - timedelta(days=days)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL accounts.audit_retention = 'on'")
        return AuditEvent.objects.filter(at__lt=before).delete()[0]


def _name(person: Any) -> str:
    return str(getattr(person, "email", person or ""))[:LONGEST_ADDRESS]


def _address(request: HttpRequest | None) -> str | None:
    has_address = isinstance(request, HttpRequest) and "REMOTE_ADDR" in request.META
    return get_adapter().get_client_ip(request) if has_address else None


@receiver(user_logged_in, dispatch_uid="audit_signed_in")
def signed_in(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Somebody is in."""
    record(Event.SIGNED_IN, actor=user, concerning=user, request=request)


@receiver(user_logged_out, dispatch_uid="audit_signed_out")
def signed_out(request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Somebody has left."""
    if user is not None:
        record(Event.SIGNED_OUT, actor=user, concerning=user, request=request)


@receiver(user_login_failed, dispatch_uid="audit_sign_in_failed")
def sign_in_failed(credentials: dict[str, Any], request: HttpRequest | None = None, **kwargs: Any) -> None:
    """A wrong password, or an address without an account."""
    typed = str(credentials.get("email") or credentials.get("username") or "")
    record(Event.SIGN_IN_FAILED, concerning=get_user_model().objects.filter(email=typed.lower()).first() or typed,
           request=request)  # fmt: skip


@receiver([password_changed, password_set, password_reset], dispatch_uid="audit_password")
def password_is_new(request: HttpRequest, user: Any, signal: Any, **kwargs: Any) -> None:
    """By its owner, who knew the old one or got a letter."""
    record(Event.PASSWORD, actor=user, concerning=user, request=request, by_letter=signal is password_reset)


@receiver(
    [authenticator_added, authenticator_removed, authenticator_reset, authentication_failed],
    dispatch_uid="audit_second_factor",
)
def second_factor_changed(request: Any, user: Any, authenticator: Authenticator, signal: Any, **kwargs: Any) -> None:
    """Set up, taken away, new recovery codes, a wrong code; without a request it was an administrator of the server."""
    events = {
        authenticator_added: Event.SECOND_FACTOR_ON,
        authenticator_removed: Event.SECOND_FACTOR_OFF,
        authenticator_reset: Event.RECOVERY_CODES,
        authentication_failed: Event.CODE_FAILED,
    }
    actor = user if request is not None else None
    record(events[signal], actor=actor, concerning=user, request=request, type=str(authenticator.type))


@receiver(pre_save, sender=User, dispatch_uid="audit_user_before")
def remember_user(instance: User, raw: bool = False, **kwargs: Any) -> None:
    """What the account was before a change."""
    known = User.objects.filter(pk=instance.pk).values(*WATCHED).first() if instance.pk and not raw else None
    instance._audited_before = known  # type: ignore[attr-defined]


@receiver(post_save, sender=User, dispatch_uid="audit_user_after")
def user_saved(instance: User, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """A new account, or one that is suspended, an administrator's, of another address."""
    if created or raw:
        if created and not raw:
            record(Event.ACCOUNT, actor=acting(), concerning=instance, is_superuser=instance.is_superuser)
        return
    record_changes(instance, getattr(instance, "_audited_before", None) or {})


def record_changes(person: User, before: dict[str, Any]) -> None:
    """Tells which rights of ``person`` are no longer as ``before`` (values of ``WATCHED``)."""
    changes = {name: [before.get(name), getattr(person, name)] for name in WATCHED}
    changes = {name: values for name, values in changes.items() if before and values[0] != values[1]}
    if changes:
        record(Event.RIGHTS, actor=acting(), concerning=person, **changes)


@receiver(post_delete, sender=User, dispatch_uid="audit_user_deleted")
def user_deleted(instance: User, **kwargs: Any) -> None:
    """An account is gone; its events stay."""
    record(Event.ACCOUNT, actor=acting(), concerning=instance, deleted=True)


@receiver(m2m_changed, sender=User.groups.through, dispatch_uid="audit_groups")
def groups_changed(
    instance: Any, action: str, reverse: bool, model: type[models.Model], pk_set: set[int] | None, **kwargs: Any
) -> None:
    """Roles given and taken, of one person or, as Wagtail gives them to several at once, of one role."""
    word = {"post_add": "add", "post_remove": "remove", "pre_clear": "remove"}.get(action)
    if word is None:
        return
    there = (instance.user_set if reverse else instance.groups).all()
    others = there if pk_set is None else model._default_manager.filter(pk__in=pk_set)
    people, groups = (others, [instance]) if reverse else ([instance], others)
    _record_roles(word, people, groups)


@receiver(pre_delete, sender=Group, dispatch_uid="audit_group_deleted")
def group_deleted(instance: Group, **kwargs: Any) -> None:
    """With a role go the rights of all who had it."""
    _record_roles("remove", instance.user_set.all(), [instance])


def _record_roles(word: str, people: Iterable[Any], groups: Iterable[Any]) -> None:
    if names := sorted(map(str, groups)):
        for person in people:
            record(Event.RIGHTS, actor=acting(), concerning=person, **{word: names})


def acting() -> Any:
    """Who is signed in to the request that is being answered, if there is one."""
    from allauth.core import context

    user = getattr(context.request, "user", None) if context.request else None
    return user if getattr(user, "is_authenticated", False) else None
