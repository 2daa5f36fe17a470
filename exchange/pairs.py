"""Matches as people see them: the page at the other end, in the reader's language, and the reasons in words."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from exchange.models import Match
from exchange.scoring import Fit
from kb import permissions
from kb.models import EntryPage, TechnologyArea, TechnologyPage, open_to_all

SHOWN = 50
ON_A_PAGE = 4


@dataclass(frozen=True)
class Pair:
    """A match seen from one side."""

    match: Match
    own: EntryPage
    other: EntryPage
    is_offer: bool
    """Whether ``own`` is the offer."""
    reasons: list[str] = field(default_factory=list)


def _standing() -> Any:
    return Match.objects.filter(is_current=True, dismissed_at=None).order_by("-score", "pk")


def pairs_of(user: Any) -> list[Pair]:
    """The matches of the enterprises of ``user``, the best first; three queries."""
    enterprises = permissions.roles_of(user).enterprise_ids
    if not enterprises:
        return []
    matches = list(
        _standing().filter(Q(offer_enterprise__in=enterprises) | Q(request_enterprise__in=enterprises))[:SHOWN]
    )
    pages = _pages(key for match in matches for key in (match.offer, match.request))
    areas = _areas(matches)
    pairs = []
    for match in matches:
        offer, request = pages.get(match.offer), pages.get(match.request)
        if offer is None or request is None:
            continue
        is_offer = match.offer_enterprise_id in enterprises
        own, other = (offer, request) if is_offer else (request, offer)
        pairs.append(Pair(match, own, other, is_offer, reasons_of(match, areas)))
    return pairs


def pairs_for_page(page: EntryPage) -> list[Pair]:
    """What fits the published technology ``page``, for its readers; one query where nothing does, else two.

    Why it fits is told to the two sides alone.
    """
    if not page.live or page.specific_class is not TechnologyPage:
        return []
    key = page.translation_key
    matches = list(_standing().filter(Q(offer=key) | Q(request=key))[:ON_A_PAGE])
    pages = _pages(match.request if match.offer == key else match.offer for match in matches)
    found = ((match, pages.get(match.request if match.offer == key else match.offer)) for match in matches)
    return [Pair(match, page, other, match.offer == key) for match, other in found if other]


def _pages(keys: Iterable[UUID]) -> dict[UUID, EntryPage]:
    """The live pages by translation key: of each the version in the reader's language, else the original."""
    language = (get_language() or "")[:2]
    wanted = set(keys)
    if not wanted:
        return {}
    found: dict[UUID, EntryPage] = {}
    versions = EntryPage.objects.live().filter(open_to_all(), translation_key__in=wanted)
    for page in versions.select_related("enterprise", "locale").order_by("pk"):
        known = found.get(page.translation_key)
        if known is None or _nearness(page, language) > _nearness(known, language):
            found[page.translation_key] = page
    return found


def _nearness(page: EntryPage, language: str) -> int:
    return 2 if page.locale.language_code == language else int(page.is_original)


def _areas(matches: Iterable[Match]) -> dict[int, TechnologyArea]:
    keys = {key for match in matches for name in ("areas", "branches") for key in match.reasons.get(name, ())}
    return TechnologyArea.objects.in_bulk(keys) if keys else {}


def reasons_of(match: Match, areas: dict[int, TechnologyArea]) -> list[str]:
    """Why the two fit, in the reader's language, the weightiest first."""
    why = Fit.from_row(match.score, match.reasons)
    reasons = [_("the same area: %(area)s") % {"area": areas[key].name} for key in why.areas if key in areas]
    reasons += [_("the same branch: %(area)s") % {"area": areas[key].name} for key in why.branches if key in areas]
    if why.text:
        reasons.append(_("words in common: %(percent)s %%") % {"percent": why.text})
    if why.offered_trl and why.sought_trl:
        levels = {"offered": why.offered_trl, "sought": why.sought_trl}
        reasons.append(_("readiness: TRL %(offered)s offered, at least %(sought)s sought") % levels)
    if why.cooperation:
        forms = dict(TechnologyPage.Cooperation.choices)
        named = ", ".join(str(forms[form]) for form in why.cooperation if form in forms)
        reasons.append(_("both seek: %(forms)s") % {"forms": named})
    if why.other_country:
        reasons.append(_("from the other country"))
    return reasons
