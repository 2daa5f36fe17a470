"""Keeps the pairs of offers and requests in step with what is published: the only place that writes ``Match``."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.html import strip_tags

from exchange import notifications
from exchange.models import Match
from exchange.scoring import Fit, Side, fit
from kb import permissions
from kb.models import EntryPage, TechnologyPage, open_to_all
from prepared.changes import changed
from prepared.marks import matches_mark
from search.similarity import Text, nearness

MOST = 10
"""Pairs of one technology: the best ones."""
COMPARED = 30
"""Candidates whose words are looked for in the technology in their turn."""
OFFER, REQUEST = TechnologyPage.Kind.OFFER, TechnologyPage.Kind.REQUEST
OPPOSITE: dict[str, str] = {OFFER: REQUEST, REQUEST: OFFER}

type Pairing = tuple[UUID, UUID]


def published(**wanted: Any) -> list[TechnologyPage]:
    """The offers and requests that hold today and are ``wanted``, one page each: the original, if it is live."""
    pages = (
        TechnologyPage.objects.live()
        .filter(open_to_all(), kind__in=OPPOSITE, enterprise__isnull=False, **wanted)
        .filter(Q(valid_until=None) | Q(valid_until__gte=timezone.localdate()))
        .exclude(standing=EntryPage.Standing.ARCHIVED)
        .select_related("enterprise", "locale")
        .prefetch_related("areas", "entry_tags__tag")
        .defer("description", "advantages", "specification_sought", "limits_and_risks")
        .order_by("pk")
    )
    found: dict[UUID, TechnologyPage] = {}
    for page in pages:
        if page.translation_key not in found or page.is_original:
            found[page.translation_key] = page
    return list(found.values())


@transaction.atomic
def renew(key: UUID) -> list[Match]:
    """Finds the pairs of the technology with this translation key anew, and tells both sides of new ones.

    A fixed number of queries, however many pairs there are. Returns those that hold.
    """
    page = next(iter(published(translation_key=key)), None)
    fits = _fits(page) if page else {}
    current = Match.objects.select_for_update().filter(Q(offer=key) | Q(request=key))
    known = {(match.offer, match.request): match for match in current}
    ended = [match for pair, match in known.items() if match.is_current and pair not in fits]
    for match in ended:
        match.is_current = False
        match.changed_at = timezone.now()
    Match.objects.bulk_update(ended, ["is_current", "changed_at"])
    changed(
        matches_mark(side)
        for pair in {*((match.offer, match.request) for match in ended), *_new(fits, known)}
        for side in pair
    )
    matches = [_row(pair, offer, request, found) for pair, (offer, request, found) in fits.items()]
    Match.objects.bulk_create(
        matches,
        update_conflicts=True,
        unique_fields=["offer", "request"],
        update_fields=["offer_enterprise", "request_enterprise", "score", "reasons", "is_current", "changed_at"],
    )
    _tell(matches)
    return matches


def _new(fits: Mapping[Pairing, Any], known: Mapping[Pairing, Match]) -> Iterable[Pairing]:
    """The pairs that are there for the first time, again, or fit better or worse than before."""
    for pair, (_offer, _request, why) in fits.items():
        match = known.get(pair)
        if match is None or not match.is_current or match.score != why.score:
            yield pair


def _fits(page: TechnologyPage) -> dict[Pairing, tuple[TechnologyPage, TechnologyPage, Fit]]:
    is_offer = page.kind == OFFER
    own = side(page)

    def compare(other: TechnologyPage, text: float) -> Fit | None:
        return fit(own, side(other), text) if is_offer else fit(side(other), own, text)

    others = {other.translation_key: other for other in published(kind=OPPOSITE[page.kind]) if compare(other, text=1.0)}
    there = nearness([words_of(page)], others)
    best = sorted(others, key=lambda key: -there.get((page.translation_key, key), 0))[:COMPARED]
    back = nearness([words_of(others[key]) for key in best], [page.translation_key])
    found = []
    for key in best:
        # Whose words are looked for in the other's must not matter.
        text = (there.get((page.translation_key, key), 0) + back.get((key, page.translation_key), 0)) / 2
        if fitting := compare(others[key], text):
            found.append((others[key], fitting))
    found.sort(key=lambda one: (-one[1].score, one[0].pk))
    pairs = [(page, other, why) if is_offer else (other, page, why) for other, why in found[:MOST]]
    return {(offer.translation_key, request.translation_key): (offer, request, why) for offer, request, why in pairs}


def words_of(page: TechnologyPage) -> Text:
    """What a technology is about, the weightiest first."""
    purpose = strip_tags(page.purpose.replace("<", " <"))
    tags = [link.tag.name for link in page.entry_tags.all()]
    return Text(page.translation_key, " ".join([page.title, *tags, purpose]), page.locale.language_code)


def side(page: TechnologyPage) -> Side:
    """What of ``page`` counts in a pair."""
    areas = page.areas.all()
    assert page.enterprise is not None
    return Side(
        areas=frozenset(area.pk for area in areas),
        branches=frozenset(area.parent_id or area.pk for area in areas),
        country=page.enterprise.country,
        enterprise_id=page.enterprise.pk,
        trl=page.trl,
        cooperation=frozenset(page.cooperation),
        partner_countries=frozenset(page.partner_countries),
    )


def _row(pair: Pairing, offer: TechnologyPage, request: TechnologyPage, why: Fit) -> Match:
    return Match(
        offer=pair[0],
        request=pair[1],
        offer_enterprise=offer.enterprise,
        request_enterprise=request.enterprise,
        score=why.score,
        reasons=why.reasons,
        is_current=True,
    )


def _tell(matches: Iterable[Match]) -> None:
    """Both sides, once for each pair, whatever becomes of it later."""
    untold = Match.objects.select_for_update(of=("self",)).filter(
        pk__in=[match.pk for match in matches], told_at=None, dismissed_at=None
    )
    for match in untold.select_related("offer_enterprise", "request_enterprise"):
        notifications.tell_of_match(match)
    untold.update(told_at=timezone.now())


def end(key: UUID) -> int:
    """Takes away the pairs of a technology that is no longer public; returns how many."""
    gone = Match.objects.filter(Q(offer=key) | Q(request=key), is_current=True)
    changed(matches_mark(side) for match in gone for side in (match.offer, match.request))
    return gone.update(is_current=False, changed_at=timezone.now())


@transaction.atomic
def dismiss(match: Match, *, user: Any) -> None:
    """Takes ``match`` away for both sides, for good. Raises ``PermissionDenied``."""
    if not permissions.may_dismiss_match(user, match):
        raise PermissionDenied
    changed(matches_mark(side) for side in (match.offer, match.request))
    Match.objects.filter(pk=match.pk, dismissed_at=None).update(dismissed_at=timezone.now(), dismissed_by=user)


@transaction.atomic
def renew_all() -> str:
    """For the daily job: pairs whose one side has expired end, and those of pages that nobody has any more are deleted.

    Returns what was done, in words.
    """
    holding = {page.translation_key for page in published()}
    current = Match.objects.filter(is_current=True)
    expiring = current.exclude(offer__in=holding, request__in=holding)
    changed(matches_mark(side) for match in expiring for side in (match.offer, match.request))
    expired = expiring.update(is_current=False, changed_at=timezone.now())
    keys = EntryPage.objects.values("translation_key")
    deleted, _by_model = Match.objects.exclude(offer__in=keys, request__in=keys).delete()
    return f"{expired} ended, {deleted} deleted"
