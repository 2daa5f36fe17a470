"""What the bell shows: how much is unread, and the list behind it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import get_language

from accounts.models import User
from notifications import kinds
from notifications.languages import path_for
from notifications.models import Notification
from notifications.rendering import line


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the list."""

    pk: int
    text: str
    must_act: bool
    is_read: bool
    created_at: datetime


def unread_count(user: User) -> int:
    """One query, answered by an index."""
    return Notification.objects.filter(recipient=user, read_at=None).count()


def notifications_of(user: User) -> QuerySet[Notification]:
    """What the person was told, the latest first; kinds that the site no longer knows are left out."""
    known = [kind.name for kind in kinds.all_kinds()]
    return Notification.objects.filter(recipient=user, kind__in=known).order_by("-created_at", "-pk")


def items(notifications: Iterable[Notification]) -> list[Item]:
    """The lines in the language of the interface."""
    language = get_language() or ""
    return [
        Item(
            pk=told.pk,
            text=line(told.kind, told.params, language),
            must_act=told.must_act,
            is_read=told.read_at is not None,
            created_at=told.created_at,
        )
        for told in notifications
    ]


def mark_read(notifications: QuerySet[Notification]) -> int:
    """How many it were that were not read yet. They are not repeated in the daily letter."""
    return notifications.filter(read_at=None).update(read_at=timezone.now(), for_digest=False)


def target(notification: Notification) -> Any:
    """The address that a notification is about, in the language of the interface."""
    return path_for(notification.url, get_language() or "")
