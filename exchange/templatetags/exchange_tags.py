"""What other pages show of the exchange: the way to write to an enterprise, matches, what waits."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils.http import urlencode

from exchange.models import Status
from exchange.pairs import Pair, pairs_for_page
from exchange.work import received
from kb import permissions
from kb.dates import date_in_words
from kb.models import Enterprise, EntryPage
from prepared.marks import group_mark, mark, matches_mark
from prepared.shown import shows

register = template.Library()


@register.filter
def written_day(value: str) -> str:
    """The ISO date ``value`` in words."""
    return date_in_words(date.fromisoformat(value)) if value else ""


@register.simple_tag(takes_context=True)
def contact_url(context: Any, enterprise: Enterprise | None, entry: EntryPage | None = None) -> str:
    """Where the reader writes to ``enterprise`` about ``entry``; empty for its own members."""
    request = context.get("request")
    if enterprise is None or request is None or not permissions.may_ask(request.user, enterprise.pk):
        return ""
    about = f"?{urlencode({'about': entry.pk})}" if entry else ""
    return reverse("exchange:write", args=[enterprise.slug]) + about


@register.simple_tag(takes_context=True)
def matching_pairs(context: Any, page: EntryPage) -> list[Pair]:
    """What fits a technology that is offered or sought."""
    pairs = pairs_for_page(page)
    shows(context.get("request"), [matches_mark(page.translation_key)])
    for pair in pairs:
        shows(context.get("request"), [group_mark(pair.other.translation_key)])
        if pair.other.enterprise:
            shows(context.get("request"), [mark(pair.other.enterprise)])
    return pairs


@register.inclusion_tag("exchange/waiting.html", takes_context=True)
def waiting_contacts(context: Any) -> dict[str, Any]:
    """How many requests wait for the user's answer, with the way to them."""
    user = context["request"].user
    return {"waiting": received(user).filter(status=Status.SENT).count(), "url": reverse("exchange:inbox")}
