"""What happens to a contact request: the only place that changes its state."""

from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from exchange import notifications
from exchange.models import ContactEvent, ContactRequest, Status
from kb import permissions

STEPS: dict[str, tuple[Status, ...]] = {
    Status.SENT: (Status.ACCEPTED, Status.DECLINED),
    Status.ACCEPTED: (Status.MEETING, Status.CONTRACT, Status.CLOSED, Status.DECLINED),
    Status.MEETING: (Status.MEETING, Status.CONTRACT, Status.CLOSED),
    Status.CONTRACT: (Status.CLOSED,),
}
"""The states that may follow a state; none where it has come to its end."""


class NotPossible(Exception):
    """The request is no longer in a state from which this step leads: somebody else was there before."""


@transaction.atomic
def send(contact: ContactRequest, *, user: Any) -> None:
    """Keeps the new ``contact``. The enterprise gets it at once from a signed-in ``user``, whose address is known.

    A stranger gets a link to confirm the address first. Raises ``PermissionDenied``.
    """
    if not permissions.may_ask(user, contact.enterprise_id):
        raise PermissionDenied
    if user.is_authenticated:
        contact.asker = user
        contact.email = user.email
        contact.save()
        _deliver(contact)
    else:
        contact.save()
        notifications.ask_to_confirm(contact)


@transaction.atomic
def confirm(contact: ContactRequest) -> None:
    """Gives the enterprise a request whose asker has shown that the address is his or hers.

    Raises ``NotPossible`` when that was done before.
    """
    current = ContactRequest.objects.select_for_update().get(pk=contact.pk)
    if current.status != Status.UNCONFIRMED:
        raise NotPossible
    _deliver(current)


@transaction.atomic
def move(contact: ContactRequest, status: str, *, user: Any, text: str = "", reason: str = "",
         day: date | None = None, shares_address: bool = False) -> None:  # fmt: skip
    """Takes ``contact`` to ``status`` and tells the asker, with ``text``.

    ``reason`` (``DeclineReason``) is for declining, ``day`` for a meeting or a contract. With ``shares_address`` the
    asker learns the address of ``user``. Raises ``PermissionDenied`` and ``NotPossible``.
    """
    current = _to_answer(contact, user)
    if status not in STEPS.get(current.status, ()):
        raise NotPossible
    now = timezone.now()
    current.status = status
    current.answered_at = current.answered_at or now
    if status == Status.CONTRACT:
        current.contract_at = now
    if status == Status.DECLINED:
        current.decline_reason = reason
    current.save()
    event = current.events.create(
        kind=ContactEvent.Kind.MOVED,
        status=status,
        text=text,
        day=day,
        user=user,
        shared_email=user.email if shares_address else "",
    )
    log(instance=current, action="exchange.contact", user=user, data={"status": status})
    notifications.tell_asker(current, event)


@transaction.atomic
def answer(contact: ContactRequest, *, user: Any, text: str, shares_address: bool = False) -> None:
    """Writes to the asker without a change of state; raises ``PermissionDenied`` and ``NotPossible``."""
    current = _to_answer(contact, user)
    if not current.is_open:
        raise NotPossible
    current.answered_at = current.answered_at or timezone.now()
    current.save()
    event = current.events.create(
        kind=ContactEvent.Kind.ANSWER, text=text, user=user, shared_email=user.email if shares_address else ""
    )
    notifications.tell_asker(current, event)


@transaction.atomic
def note(contact: ContactRequest, *, user: Any, text: str) -> None:
    """Keeps a note that only the enterprise sees.

    Raises ``PermissionDenied``, and ``NotPossible`` once the texts of the request were cleared.
    """
    current = _to_answer(contact, user)
    if current.is_cleared:
        raise NotPossible
    current.events.create(kind=ContactEvent.Kind.NOTE, text=text, user=user)


@transaction.atomic
def reply(contact: ContactRequest, *, text: str) -> None:
    """Keeps what the asker writes further, and tells the enterprise. Raises ``NotPossible`` when it is closed.

    Who the asker is, the caller has made sure of: by a signed link, or signed in.
    """
    current = ContactRequest.objects.select_for_update().get(pk=contact.pk)
    if not current.is_open:
        raise NotPossible
    event = current.events.create(kind=ContactEvent.Kind.REPLY, text=text, user=current.asker)
    notifications.tell_of_reply(current, event)


def _to_answer(contact: ContactRequest, user: Any) -> ContactRequest:
    current = ContactRequest.objects.select_for_update().get(pk=contact.pk)
    if not permissions.may_answer_contact_request(user, current):
        raise PermissionDenied
    return current


def _deliver(contact: ContactRequest) -> None:
    contact.status = Status.SENT
    contact.sent_at = timezone.now()
    contact.save()
    contact.events.create(kind=ContactEvent.Kind.MOVED, status=Status.SENT, user=contact.asker)
    log(instance=contact, action="exchange.contact", user=contact.asker, data={"status": Status.SENT})
    notifications.tell_enterprise(contact)
