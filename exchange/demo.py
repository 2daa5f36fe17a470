"""Demonstration contact requests, taken through their states as people do, and the matches of what is published."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from accounts.models import User
from exchange import matching, workflow
from exchange.models import ContactEvent, ContactRequest, Status
from exchange.notifications import members_of
from kb.demo.files import DATA, DataError, read_toml
from kb.models import Enterprise, EntryPage
from kb.notifications import quiet

FILE = "contacts.toml"
_PLAIN = ("purpose", "text", "name", "organisation", "country", "language")


@transaction.atomic
def load(folder: Path = DATA) -> int:
    """Adds the contact requests of ``folder``, unless any are there, and finds matches; tells nobody.

    Returns how many requests were added. Raises ``DataError``.
    """
    with quiet():
        for technology in matching.published(enterprise__is_demonstration=True):
            matching.renew(technology.translation_key)
        if ContactRequest.objects.filter(enterprise__is_demonstration=True).exists():
            return 0
        described = read_toml(folder / FILE, FILE).get("contacts", [])
        for number, row in enumerate(described, start=1):
            _add(row, f"row {number}")
    return len(described)


def _add(row: dict[str, Any], place: str) -> None:
    enterprise = Enterprise.objects.filter(slug=row.get("enterprise"), is_demonstration=True).first()
    if enterprise is None:
        raise DataError(FILE, place, "enterprise", problem="there is no such demonstration enterprise.")
    entry = EntryPage.objects.live().filter(slug=row.get("entry", ""), enterprise=enterprise).order_by("pk").first()
    asker = User.objects.filter(email=row.get("asker", ""), is_demonstration=True).first()
    contact = ContactRequest(enterprise=enterprise, entry=entry, **{name: row.get(name, "") for name in _PLAIN})
    contact.email = asker.email if asker else row.get("email", "")
    try:
        contact.full_clean()
    except ValidationError as error:
        name, messages = next(iter(error.message_dict.items()))
        raise DataError(FILE, place, name, problem=" ".join(messages)) from error
    workflow.send(contact, user=asker or AnonymousUser())
    if asker is None:
        workflow.confirm(contact)
    member = members_of(enterprise.pk).order_by("pk").first()
    sent_at = timezone.now() - timedelta(days=row["days"])
    moments = [sent_at]
    for step in row.get("steps", ()):
        moment = sent_at + timedelta(days=step["days"])
        dated = step["status"] in (Status.MEETING, Status.CONTRACT)
        workflow.move(
            contact,
            step["status"],
            user=member,
            text=step.get("text", ""),
            reason=step.get("reason", ""),
            day=timezone.localdate(moment) if dated else None,
        )
        moments.append(moment)
    _date_back(contact, moments)


def _date_back(contact: ContactRequest, moments: list[datetime]) -> None:
    """Gives the history the dates of the file: the first is that of sending, one more for each step."""
    for event, moment in zip(contact.events.order_by("pk"), moments, strict=True):
        ContactEvent.objects.filter(pk=event.pk).update(at=moment)
    dates: dict[str, datetime] = {"created_at": moments[0], "sent_at": moments[0], "changed_at": moments[-1]}
    if len(moments) > 1:
        dates["answered_at"] = moments[1]
    signed = contact.events.filter(status=Status.CONTRACT).first()
    if signed is not None:
        dates["contract_at"] = signed.at
    ContactRequest.objects.filter(pk=contact.pk).update(**dates)
