"""What a list of search results shows: every string made once, so that its template only prints.

Used by the search page and by all lists of the site, through ``{% listing results as listing %}``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.http import QueryDict
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, override

from accounts.countries import Country
from home import indicators, markup
from home.indicators import INDICATOR, Change
from home.navigation import LANGUAGE_NAMES, current_language
from home.numbers import number, percent
from kb.dates import date_in_words
from kb.models import ReadinessStage, TechnologyPage
from search.filters import CHANGE, SINGLE
from search.results import Facet, Hit, Results

FACET_VALUES_SHOWN = 6
PAGES_AROUND = 2


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet: its first values, and those shown on demand, as HTML."""

    name: str
    label: str
    first: SafeString
    rest: SafeString
    rest_is_open: bool
    more_label: str


@dataclass(frozen=True, slots=True)
class Chip:
    """A filter that is on, and the address of the list without it."""

    facet: str
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class PageLink:
    """A page of the list; without an address it is a gap or the page shown."""

    label: str
    url: str = ""
    is_current: bool = False


@dataclass(slots=True)
class Listing:
    """A page of results as its template prints it."""

    total: int
    count_text: str
    query: str
    action: str
    clear_url: str
    typed: str = ""
    asked: str = ""
    problem: str = ""
    is_other_layout: bool = False
    is_by_meaning: bool = False
    did_you_mean: str = ""
    did_you_mean_url: str = ""
    hits: SafeString = field(default_factory=SafeString)
    """The entries of the page as HTML; empty where there are none."""
    facets: list[FacetBox] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    sorts: list[tuple[str, str, bool]] = field(default_factory=list)
    pages: list[PageLink] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""
    filters_on: int = 0
    first: int = 1


@lru_cache(maxsize=8)
def _labels(language: str) -> dict[str, str]:
    with override(language):
        types = {"technology": gettext("Technology"), "case_study": gettext("Case study")}
        types["article"] = gettext("Best practice")
        kinds = {str(value): str(label) for value, label in TechnologyPage.Kind.choices}
        stages = {f"stage-{value}": str(label) for value, label in ReadinessStage.choices}
        countries = {str(value): str(label) for value, label in Country.choices}
        others = {
            "recommended": gettext("Recommended"),
            "by_meaning": gettext("close in meaning"),
            "needs_confirmation": gettext("needs confirmation"),
            "archived": gettext("archived"),
            "trl": gettext("TRL"),
            "better": gettext("improvement"),
            "worse": gettext("deterioration"),
            "same": gettext("no change"),
        }
        return types | kinds | stages | countries | others


@lru_cache(maxsize=4096)
def _date(language: str, day: date) -> str:
    return date_in_words(day)


def count_text(total: int, *, is_estimate: bool = False) -> str:
    """How many entries were found, in words."""
    if is_estimate:
        return gettext("about %(number)s entries") % {"number": number(total)}
    return ngettext("%(number)s entry", "%(number)s entries", total) % {"number": number(total)}


def build(results: Results, query: QueryDict, path: str) -> Listing:
    """The list of ``results`` at ``path``, whose querystring is ``query``."""
    language = current_language()
    shown = results.facets
    # On a page of one type, the type is not offered and needs no saying.
    with_type = any(facet.name == "type" for facet in shown)
    by_indicator = next((facet for facet in shown if facet.name == INDICATOR), None)
    change = indicators.read_change(by_indicator or Facet(INDICATOR, ""), query, language)
    names = {"q", "sort", *(facet.name for facet in shown), *([CHANGE] if change.is_on else [])}
    kept = [(name, value) for name, value in _pairs(query, names) if value]
    listing = Listing(
        total=results.total,
        count_text=count_text(results.total, is_estimate=results.is_estimate),
        query=results.query,
        typed=results.typed,
        asked=results.asked,
        first=results.first,
        problem=change.problem,
        is_other_layout=results.is_other_layout,
        is_by_meaning=results.is_by_meaning,
        did_you_mean=results.did_you_mean,
        did_you_mean_url=_url(path, [("q", results.did_you_mean), *(pair for pair in kept if pair[0] != "q")]),
        action=path,
        clear_url=_url(path, [pair for pair in kept if pair[0] in ("q", "sort")]),
        hits=SafeString(
            "".join(_hit(hit, language, with_type=with_type, is_sought=bool(results.query)) for hit in results.hits)
        ),
        facets=[
            _indicator_box(facet, change) if facet is by_indicator else _facet_box(facet)
            for facet in shown
            if facet is by_indicator or divides(facet, results.total)
        ],
        chips=_chips(shown, change, kept, path),
        # The first order is the usual one and needs no place in the address.
        sorts=[
            (value if position else "", str(label), value == results.sort)
            for position, (value, label) in enumerate(results.sorts)
        ],
    )
    listing.filters_on = len(listing.chips)
    add_pages(listing, results.page, results.pages, kept)
    return listing


def _pairs(query: QueryDict, names: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name in query if name in names for value in query.getlist(name)]


def _url(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return f"{path}?{query.urlencode()}" if query else path


def _hit(hit: Hit, language: str, *, with_type: bool, is_sought: bool) -> SafeString:
    labels = _labels(language)
    standing = "archived" if hit.archived else "needs_confirmation" if hit.needs_confirmation else ""
    foreign = "" if hit.is_reader_language else hit.language
    return markup.hit(
        page_id=hit.page_id,
        url=hit.url,
        language=foreign,
        title=hit.title_html,
        text=hit.snippet_html,
        badges=markup.badges(
            labels.get(hit.entry_type, "") if with_type else "",
            labels.get(hit.kind, ""),
            labels.get(standing, ""),
            foreign,
            LANGUAGE_NAMES[foreign] if foreign else "",
            labels["recommended"] if hit.is_recommended else "",
            labels["by_meaning"] if hit.is_by_meaning else "",
        ),
        origin=markup.origin(
            hit.country.lower(),
            labels.get(hit.country, hit.country),
            hit.enterprise_name,
            f"/{language}/enterprises/{hit.enterprise_slug}/",
            _date(language, hit.date) if hit.date else "",
        ),
        side=_side(hit, labels, language),
        is_sought=is_sought,
    )


def _side(hit: Hit, labels: dict[str, str], language: str) -> SafeString:
    parts = []
    if hit.headline:
        change, is_better = hit.headline.change, hit.headline.is_improvement
        verdict = labels["better" if is_better else "worse"] if change else labels["same"]
        parts.append(
            markup.figure(percent(change, language), hit.headline.name, verdict, is_better=is_better and bool(change))
        )
    elif hit.trl:
        stage = labels.get(f"stage-{hit.stage}", "")
        parts.append(markup.readiness(hit.trl, f"{labels['trl']} {hit.trl}" + (f" · {stage}" if stage else "")))
    if hit.cover:
        parts.append(markup.cover(hit.cover))
    return SafeString(f'<div class="hit__side">{"".join(parts)}</div>' if parts else "")


def divides(facet: Facet, total: int) -> bool:
    """Whether there is anything to choose: a value that all entries have, alone, changes nothing."""
    values = facet.values
    return len(values) > 1 or any(value.selected or value.count != total for value in values)


def _facet_box(facet: Facet) -> FacetBox:
    values = [
        (str(value.value), str(value.label), number(value.count), value.selected, value.depth) for value in facet.values
    ]
    shown = len(values) if len(values) == FACET_VALUES_SHOWN + 1 else FACET_VALUES_SHOWN
    first, rest = values[:shown], values[shown:]
    single = facet.name in SINGLE
    return FacetBox(
        name=facet.name,
        label=str(facet.label),
        first=markup.facet_values(facet.name, first, single=single),
        rest=markup.facet_values(facet.name, rest, single=single) if rest else SafeString(),
        rest_is_open=any(selected for _value, _label, _count, selected, _depth in rest),
        more_label=ngettext("%(number)s more", "%(number)s more", len(rest)) % {"number": number(len(rest))},
    )


def _indicator_box(facet: Facet, change: Change) -> FacetBox:
    return FacetBox(facet.name, str(facet.label), indicators.fields(facet, change), SafeString(), False, "")


def _chips(facets: Sequence[Facet], change: Change, kept: list[tuple[str, str]], path: str) -> list[Chip]:
    chips = []
    for facet in facets:
        for value in facet.values:
            if value.selected and facet.name == INDICATOR:
                without = [pair for pair in kept if pair[0] not in (INDICATOR, CHANGE)]
                chips.append(Chip(*indicators.chip(facet, value, change), _url(path, without)))
            elif value.selected:
                without = [pair for pair in kept if pair != (facet.name, str(value.value))]
                chips.append(Chip(str(facet.label), str(value.label), _url(path, without)))
    return chips


def add_pages(listing: Listing, page: int, pages: int, kept: list[tuple[str, str]]) -> None:
    if pages <= 1:
        return

    def url(number: int) -> str:
        return _url(listing.action, kept if number == 1 else [*kept, ("page", str(number))])

    if page > 1:
        listing.previous_url = url(page - 1)
    if page < pages:
        listing.next_url = url(page + 1)
    near = {1, pages, *range(max(1, page - PAGES_AROUND), min(pages, page + PAGES_AROUND) + 1)}
    last = 0
    for place in sorted(near):
        if place - last == 2:
            listing.pages.append(PageLink(str(place - 1), url(place - 1)))
        elif place - last > 2:
            listing.pages.append(PageLink("…"))
        listing.pages.append(PageLink(str(place), url(place), place == page))
        last = place
