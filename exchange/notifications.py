"""What the exchange tells people, by mail and in the bell. Strangers get letters alone."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exchange import links
from exchange.models import ContactEvent, ContactRequest, Match, Status
from kb import permissions
from kb.models import Enterprise, EntryPage
from kb.notifications import is_quiet
from notifications import kinds, sending
from notifications.kinds import Kind
from notifications.languages import in_every_language, in_reader_language
from notifications.sending import settle

for _kind in (
    Kind("contact.confirm", must_act=True, action=_("Confirm the address")),
    Kind("contact.received", must_act=True, action=_("Read and answer")),
    Kind("contact.told", action=_("Open the conversation")),
    Kind("contact.replied", must_act=True, action=_("Open the request")),
    Kind("contact.reminder", must_act=True, action=_("Read and answer")),
    Kind("contact.unanswered", must_act=True, action=_("Open the enterprise")),
    Kind("match.found", action=_("See the match")),
):
    kinds.register(_kind)

REMIND_AFTER = timedelta(days=7)
ESCALATE_AFTER = timedelta(days=14)


def notify(kind: str, people: Iterable[User], **given: Any) -> None:
    """As ``notifications.sending.notify``, unless nobody is to be told anything."""
    if not is_quiet():
        sending.notify(kind, people, **given)


def send_mail_to(address: str, language: str, kind: str, **given: Any) -> None:
    """The same for letters to strangers."""
    if not is_quiet():
        sending.send_mail_to(address, language, kind, **given)


def members_of(enterprise_id: int) -> QuerySet[User]:
    """Those who answer for an enterprise."""
    return User.objects.filter(memberships__enterprise=enterprise_id, memberships__is_active=True, is_active=True)


def editors_of(country: str) -> list[User]:
    """The editors of a country; where it has none, the chief editors."""
    staff = User.objects.filter(is_active=True, groups__name__in=(permissions.EDITORS, permissions.CHIEF_EDITORS))
    found = [user for user in staff.distinct() if permissions.is_editor_of(user, country)]
    return [user for user in found if not permissions.roles_of(user).is_chief_editor] or found


def ask_to_confirm(contact: ContactRequest) -> None:
    """A stranger gets the link that shows that the address is his or hers."""
    # Nothing that was typed: the form must not send a stranger's words to any address.
    params = {"enterprise": _name(contact.enterprise), "days": links.CONFIRM_WITHIN.days}
    send_mail_to(contact.email, contact.language, "contact.confirm", url=links.confirm_url(contact), params=params)


def tell_enterprise(contact: ContactRequest) -> None:
    """The members learn of a new request; a direct answer to the letter goes to the asker."""
    notify(
        "contact.received",
        members_of(contact.enterprise_id),
        url=_work_page(contact),
        params=_of(contact),
        about=matter(contact),
        reply_to=contact.email,
    )


def tell_asker(contact: ContactRequest, event: ContactEvent) -> None:
    """The asker learns of an answer or a new state; what colleagues were told of the request is settled."""
    settle(matter(contact))
    params = _of(contact) | {
        "status": event.status,
        "state": in_every_language(contact.get_status_display),
        "reason": in_every_language(contact.get_decline_reason_display) if contact.decline_reason else "",
        "day": event.day.isoformat() if event.day else "",
        "text": event.text,
        "reply_to": reply_to(contact, event),
    }
    _to_asker(contact, params)


def _to_asker(contact: ContactRequest, params: dict[str, Any]) -> None:
    given: dict[str, Any] = {
        "url": links.follow_url(contact),
        "params": params,
        "reply_to": params["reply_to"],
    }
    if contact.asker is not None:
        notify("contact.told", [contact.asker], **given)
    else:
        send_mail_to(contact.email, contact.language, "contact.told", **given)


def reply_to(contact: ContactRequest, event: ContactEvent) -> str:
    """The address that the asker may write to directly; none where nobody agreed to give one.

    The member's own, if he or she shared it; else that of the contact person whom the asker sees on the page; else
    the enterprise's public one.
    """
    if event.shared_email:
        return event.shared_email
    entry = contact.entry
    if entry is not None and entry.live and permissions.may_see_contact(contact.asker or _STRANGER, entry):
        return entry.contact_email
    return contact.enterprise.contact_email if contact.enterprise.contact_is_public else ""


class _Stranger:
    is_authenticated = False
    is_active = False


_STRANGER = _Stranger()


def tell_of_reply(contact: ContactRequest, event: ContactEvent) -> None:
    """The members learn what the asker wrote further."""
    params = _of(contact) | {"text": event.text}
    members = members_of(contact.enterprise_id)
    notify("contact.replied", members, url=_work_page(contact), params=params, about=matter(contact))


def tell_of_match(match: Match) -> None:
    """Both sides learn of a pair."""
    titles = dict(
        EntryPage.objects.live()
        .filter(translation_key__in=(match.offer, match.request))
        .order_by("-first_published_at")
        .values_list("translation_key", "title")
    )
    offer, request = match.offer_enterprise, match.request_enterprise
    sides: tuple[tuple[Enterprise, Enterprise, Any, Any], ...] = (
        (offer, request, match.offer, match.request),
        (request, offer, match.request, match.offer),
    )
    for own, other, own_key, other_key in sides:
        params = {
            "own": titles.get(own_key, ""),
            "other": titles.get(other_key, ""),
            "enterprise": _name(other),
            "sought": own_key == match.request,
        }
        url = in_reader_language(f"{reverse('exchange:inbox')}#matches")
        notify("match.found", members_of(own.pk), url=url, params=params, about=f"match:{match.pk}")


def remind() -> str:
    """For the daily job: enterprises of what waits for a week, and editors of what waits for two, once each."""
    now = timezone.now()
    waiting = ContactRequest.objects.select_for_update(of=("self",), skip_locked=True).select_related("enterprise")
    waiting = waiting.filter(status=Status.SENT)
    late = list(waiting.filter(sent_at__lte=now - REMIND_AFTER, reminded_at=None))
    for contact in late:
        url, params = _work_page(contact), _of(contact) | {"days": (now - _sent(contact)).days}
        notify("contact.reminder", members_of(contact.enterprise_id), url=url, params=params, about=matter(contact))
    ContactRequest.objects.filter(pk__in=[contact.pk for contact in late]).update(reminded_at=now)
    lost = list(waiting.filter(sent_at__lte=now - ESCALATE_AFTER, escalated_at=None))
    for contact in lost:
        params = {"enterprise": _name(contact.enterprise), "days": (now - _sent(contact)).days}
        url = reverse("enterprises:edit", args=[contact.enterprise_id])
        notify(
            "contact.unanswered", editors_of(contact.enterprise.country), url=url, params=params, about=matter(contact)
        )
    ContactRequest.objects.filter(pk__in=[contact.pk for contact in lost]).update(escalated_at=now)
    return f"{len(late)} enterprises reminded, {len(lost)} requests told to editors"


def _sent(contact: ContactRequest) -> Any:
    return contact.sent_at or contact.created_at


def matter(contact: ContactRequest) -> str:
    """What the notifications about ``contact`` are about."""
    return f"contact:{contact.pk}"


def _work_page(contact: ContactRequest) -> str:
    return in_reader_language(reverse("exchange:contact", args=[contact.pk]))


def _name(enterprise: Enterprise) -> dict[str, str]:
    return in_every_language(lambda: enterprise.name)


def _of(contact: ContactRequest) -> dict[str, Any]:
    return {
        "enterprise": _name(contact.enterprise),
        "page": contact.entry.title if contact.entry else "",
        "organisation": contact.organisation,
        "asker": contact.name,
        "purpose": in_every_language(contact.get_purpose_display),
    }
