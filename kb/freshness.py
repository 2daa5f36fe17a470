"""Entries whose date has passed: marked, their enterprise asked once, and confirmed by one click from the letter."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from kb import permissions, workflow
from kb.dates import date_in_words
from kb.models import ConfirmationRequest, EntryPage
from kb.notifications import is_quiet
from notifications.languages import in_every_language, in_reader_language
from notifications.sending import notify, settle

ANSWER_WITHIN = timedelta(days=30)
_SALT = "kb.freshness"


class Refusal(models.TextChoices):
    """Why a link in a letter does nothing."""

    BROKEN = "broken", _("The link is not whole. Copy all of it from the letter, or open “My pages”.")
    EXPIRED = "expired", _("The link was good for 30 days. Sign in: on “My pages” you can confirm the page as well.")
    NOT_YOURS = "not_yours", _("You no longer write for the enterprise of this page, so you cannot confirm it.")
    NOT_PUBLIC = "not_public", _("The page is not published any more; there is nothing to confirm.")
    SETTLED = "settled", _("Nothing is left to do: the page is up to date.")


class LinkRefused(Exception):
    """The link does nothing; ``asked`` is there when it is known which letter it came from and who may know."""

    def __init__(self, reason: Refusal, asked: ConfirmationRequest | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.asked = asked


def mark_due() -> str:
    """The daily job: marks published entries whose date has passed, and asks their enterprises once for each date."""
    due = EntryPage.objects.live().exclude(standing=EntryPage.Standing.ARCHIVED).filter(_has_passed())
    entries: list[Any] = list(due.order_by("pk").prefetch_related("locale", "enterprise").specific())
    marked = 0
    for entry in entries:
        if entry.standing == EntryPage.Standing.CURRENT:
            workflow.set_standing(entry, EntryPage.Standing.NEEDS_CONFIRMATION)
            marked += 1
    waiting = ConfirmationRequest.objects.filter(entry__in=entries)
    known = set(waiting.values_list("entry", "due_on"))
    new = [entry for entry in _one_per_group(entries) if (entry.pk, entry.due_since) not in known]
    asked = sum(_ask(entry) for entry in new)
    return f"{marked} marked, {asked} asked about"


def _has_passed() -> Q:
    """``EntryPage.due_since`` as a condition."""
    today = timezone.localdate()
    condition = Q()
    for name in EntryPage.confirmable_dates:
        condition |= Q(**{f"{name}__lt": today})
    for model in EntryPage.__subclasses__():
        for name in set(model.confirmable_dates) - set(EntryPage.confirmable_dates):
            condition |= Q(**{f"{model._meta.model_name}__{name}__lt": today})
    return condition


def _one_per_group(entries: Iterable[EntryPage]) -> Iterable[EntryPage]:
    """Of an entry in several languages the original, if it is among them."""
    chosen: dict[Any, EntryPage] = {}
    for entry in entries:
        if entry.translation_key not in chosen or entry.is_original:
            chosen[entry.translation_key] = entry
    return chosen.values()


@transaction.atomic
def _ask(entry: EntryPage) -> bool:
    """Tells those who write for the enterprise; False when they were told of this date already."""
    due = entry.due_since
    if due is None or entry.enterprise is None:
        return False
    _asked, is_new = ConfirmationRequest.objects.get_or_create(entry_id=entry.pk, due_on=due)
    if not is_new or is_quiet():
        return False
    params = {
        "title": entry.title,
        "enterprise": in_every_language(lambda: entry.enterprise.name if entry.enterprise else ""),
        "day": in_every_language(lambda: date_in_words(due)),
        "days": ANSWER_WITHIN.days,
    }
    for person in User.objects.filter(memberships__enterprise=entry.enterprise, memberships__is_active=True):
        notify("entry.due", [person], url=link_for(entry, person, due), params=params, about=f"entry:{entry.pk}")
    return True


def link_for(entry: EntryPage, person: User, due: date) -> str:
    """Where ``person`` confirms ``entry`` without signing in: good once, for ``ANSWER_WITHIN``, for this date."""
    token = signing.dumps([entry.pk, person.pk, due.isoformat()], salt=_SALT)
    return in_reader_language(reverse("contribute:confirm_by_letter", args=[token]))


def read_link(token: str) -> tuple[EntryPage, User]:
    """The entry and the person that a link names, if that person may confirm it now; raises ``LinkRefused``."""
    try:
        entry_pk, person_pk, due = signing.loads(token, salt=_SALT, max_age=ANSWER_WITHIN)
    except signing.SignatureExpired:
        raise LinkRefused(Refusal.EXPIRED) from None
    except signing.BadSignature:
        raise LinkRefused(Refusal.BROKEN) from None
    asked = ConfirmationRequest.objects.select_related("confirmed_by").filter(entry=entry_pk, due_on=due).first()
    person = User.objects.filter(pk=person_pk).first()
    if asked is None or person is None:
        raise LinkRefused(Refusal.NOT_PUBLIC)
    entry: Any = EntryPage.objects.select_related("enterprise").get(pk=entry_pk).specific
    if not permissions.is_member_of(person, entry.enterprise_id):
        raise LinkRefused(Refusal.NOT_YOURS)
    if not entry.live or entry.standing == EntryPage.Standing.ARCHIVED:
        raise LinkRefused(Refusal.NOT_PUBLIC, asked)
    if asked.confirmed_at or entry.due_since != asked.due_on or not permissions.may_confirm(person, entry):
        raise LinkRefused(Refusal.SETTLED, asked)
    return entry, person


@transaction.atomic
def confirm(entry: EntryPage, *, user: User) -> None:
    """``kb.workflow.confirm``; nobody else of the enterprise has to do it then. Raises ``PermissionDenied``."""
    workflow.confirm(entry, user=user)
    for pk in entry.get_translations(inclusive=True).values_list("pk", flat=True):
        settle(f"entry:{pk}", "entry.due")
