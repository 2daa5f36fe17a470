"""Telling people something. What is written here belongs to the caller's transaction: no change, no letter."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from accounts.models import User
from notifications import kinds
from notifications.models import Mail, MailPreferences, Notification
from notifications.tasks import deliver


@transaction.atomic
def notify(
    kind_name: str,
    recipients: Iterable[User],
    *,
    url: str,
    params: Mapping[str, Any] | None = None,
    actor: User | None = None,
    about: str = "",
    reply_to: str = "",
) -> list[Notification]:
    """Tells ``recipients``, each once, in the bell and, as each of them chose, by a letter.

    ``url`` is a path (``languages.in_reader_language`` if it exists in all languages), ``params`` are the plain values
    of the kind's texts (``languages.in_every_language`` for names). ``actor`` did it and is not told; inactive people
    are not either. ``about`` names the matter, such as ``entry:12``, for ``settle``. A reply to the letter goes to
    ``reply_to`` where that is given.
    Raises ``LookupError`` for a kind that no app registers.
    """
    kind = kinds.get(kind_name)
    numbers = {person.pk for person in recipients} - {actor.pk if actor else None}
    if not numbers:
        return []
    values = dict(params or {})
    people = User.objects.filter(pk__in=numbers, is_active=True).select_related("mail_preferences").order_by("pk")
    now = timezone.now()
    told = []
    for person in people:
        choice = getattr(person, "mail_preferences", None) or MailPreferences(user=person)
        notification = Notification(
            recipient=person, kind=kind.name, must_act=kind.must_act, url=url, params=values, about=about
        )
        if choice.wants_at_once(kind.must_act):
            notification.mail = Mail(
                kind=kind.name,
                user=person,
                language=person.preferred_language,
                url=url,
                params=values,
                reply_to=reply_to,
                next_attempt=now,
            )
        else:
            notification.for_digest = choice.daily_digest
        told.append(notification)
    mails = Mail.objects.bulk_create([notification.mail for notification in told if notification.mail])
    Notification.objects.bulk_create(told)
    for mail in mails:
        deliver.enqueue(mail.pk)
    return told


@transaction.atomic
def send_mail_to(
    address: str,
    language: str,
    kind_name: str,
    *,
    url: str = "",
    params: Mapping[str, Any] | None = None,
    reply_to: str = "",
) -> Mail:
    """A letter to somebody without an account, through the same queue and templates.

    Raises ``LookupError`` for a kind that no app registers.
    """
    kind = kinds.get(kind_name)
    mail = Mail.objects.create(
        kind=kind.name,
        address=address,
        language=language,
        url=url,
        params=dict(params or {}),
        reply_to=reply_to,
        next_attempt=timezone.now(),
    )
    deliver.enqueue(mail.pk)
    return mail


@transaction.atomic
def send_mail_to_user(user: User, kind_name: str, *, url: str = "", params: Mapping[str, Any] | None = None) -> Mail:
    """A letter that a person with an account gets whatever he or she chose, and that the bell does not show.

    For what the account itself needs, such as the link to set a password, and for the daily letter.
    """
    kind = kinds.get(kind_name)
    mail = Mail.objects.create(
        kind=kind.name,
        user=user,
        language=user.preferred_language,
        url=url,
        params=dict(params or {}),
        next_attempt=timezone.now(),
    )
    deliver.enqueue(mail.pk)
    return mail


def settle(about: str, *kind_names: str) -> int:
    """Marks as read for everybody what they were told about a matter that is settled; how many it were.

    Without ``kind_names`` all kinds are meant. Letters still waiting are not sent any more.
    """
    open_ones = Notification.objects.filter(about=about, read_at=None)
    if kind_names:
        open_ones = open_ones.filter(kind__in=kind_names)
    numbers = list(open_ones.values_list("pk", flat=True))
    # The daily letter tells of other matters too.
    letters = Mail.objects.filter(notifications__in=numbers, notifications__kind=F("kind"), state=Mail.State.WAITING)
    letters.update(state=Mail.State.DROPPED)
    return Notification.objects.filter(pk__in=numbers).update(read_at=timezone.now(), for_digest=False)
