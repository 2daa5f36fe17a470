"""What a list of search results shows: every string made once, so that its template only prints.

Used by the search page and by all lists of the site, through ``{% listing results as listing %}``.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.formats import date_format, number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, override

from accounts.countries import Country
from home.navigation import LANGUAGE_NAMES, current_language
from kb.models import ReadinessStage, TechnologyPage
from search.results import Cover, Facet, Hit, Results

FACET_VALUES_SHOWN = 6
PAGES_AROUND = 2
# Of these, an address takes one value.
SINGLE_FACETS = frozenset({"type"})


@dataclass(slots=True)
class Card:
    """One entry in a list."""

    url: str
    title: SafeString
    text: SafeString
    type_label: str
    kind_label: str
    country: str
    country_label: str
    enterprise_name: str
    enterprise_url: str
    readiness: str
    trl: int | None
    figure: str
    figure_label: str
    figure_is_better: bool
    language: str
    language_label: str
    date: str
    standing: str
    cover: Cover | None

    @property
    def has_side(self) -> bool:
        """Whether there is something to show beside the text."""
        return bool(self.figure or self.trl or self.cover)


@dataclass(frozen=True, slots=True)
class Value:
    """A value of a facet with the number of entries behind it."""

    id: str
    value: str
    label: str
    count: str
    selected: bool
    depth: int


@dataclass(frozen=True, slots=True)
class FacetBox:
    """A facet: its first values, and those shown on demand."""

    name: str
    label: str
    first: list[Value]
    rest: list[Value]
    rest_is_open: bool
    more_label: str
    is_single: bool


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
    cards: list[Card] = field(default_factory=list)
    facets: list[FacetBox] = field(default_factory=list)
    chips: list[Chip] = field(default_factory=list)
    sorts: list[tuple[str, str, bool]] = field(default_factory=list)
    pages: list[PageLink] = field(default_factory=list)
    previous_url: str = ""
    next_url: str = ""
    filters_on: int = 0
    show_type: bool = True


@lru_cache(maxsize=8)
def _labels(language: str) -> dict[str, str]:
    with override(language):
        types = {"technology": gettext("Technology"), "case_study": gettext("Case study")}
        types["article"] = gettext("Best practice")
        kinds = {str(value): str(label) for value, label in TechnologyPage.Kind.choices}
        stages = {f"stage-{value}": str(label) for value, label in ReadinessStage.choices}
        countries = {str(value): str(label) for value, label in Country.choices}
        others = {
            "needs_confirmation": gettext("needs confirmation"),
            "archived": gettext("archived"),
            "trl": gettext("TRL"),
        }
        return types | kinds | stages | countries | others


@lru_cache(maxsize=4096)
def _date(language: str, day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def number(value: Any, decimals: int | None = None) -> str:
    """A number as the language of the interface writes it, thousands apart."""
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def percent(change: Any, language: str) -> str:
    """A change with its sign, such as "−18,4 %"."""
    rounded = round(float(change), 1)
    figure = number(abs(rounded), 0 if rounded == int(rounded) else 1)
    sign = "−" if rounded < 0 else "+" if rounded > 0 else ""
    return f"{sign}{figure}%" if language == "en" else f"{sign}{figure}\u00a0%"


def count_text(total: int) -> str:
    """How many entries were found, in words."""
    return ngettext("%(number)s entry", "%(number)s entries", total) % {"number": number(total)}


def build(results: Results, query: QueryDict, path: str) -> Listing:
    """The list of ``results`` at ``path``, whose querystring is ``query``."""
    language = current_language()
    shown = results.facets
    kept = [(name, value) for name, value in _pairs(query, {"q", "sort", *(facet.name for facet in shown)}) if value]
    listing = Listing(
        total=results.total,
        count_text=count_text(results.total),
        query=results.query,
        action=path,
        clear_url=_url(path, [pair for pair in kept if pair[0] in ("q", "sort")]),
        cards=[_card(hit, language) for hit in results.hits],
        facets=[_facet_box(facet) for facet in shown if _divides(facet, results.total)],
        chips=_chips(shown, kept, path),
        sorts=[(value, str(label), value == results.sort) for value, label in results.sorts],
    )
    listing.filters_on = len(listing.chips)
    listing.show_type = any(facet.name == "type" for facet in shown)
    add_pages(listing, results.page, results.pages, kept)
    return listing


def _pairs(query: QueryDict, names: set[str]) -> list[tuple[str, str]]:
    return [(name, value) for name in query if name in names for value in query.getlist(name)]


def _url(path: str, pairs: Iterable[tuple[str, str]]) -> str:
    query = QueryDict(mutable=True)
    for name, value in pairs:
        query.appendlist(name, value)
    return f"{path}?{query.urlencode()}" if query else path


def _card(hit: Hit, language: str) -> Card:
    labels = _labels(language)
    headline = hit.headline
    readiness = ""
    if hit.trl:
        readiness = f"{labels['trl']} {hit.trl}"
        if hit.stage:
            readiness = f"{readiness} · {labels.get(f'stage-{hit.stage}', hit.stage)}"
    return Card(
        url=hit.url,
        title=hit.title_html,
        text=hit.snippet_html,
        type_label=labels.get(hit.entry_type, ""),
        kind_label=labels.get(hit.kind, "") if hit.kind else "",
        country=hit.country.lower(),
        country_label=labels.get(hit.country, hit.country),
        enterprise_name=hit.enterprise_name,
        enterprise_url=f"/{language}/enterprises/{hit.enterprise_slug}/" if hit.enterprise_slug else "",
        readiness=readiness,
        trl=hit.trl,
        figure=percent(headline.change, language) if headline else "",
        figure_label=headline.name if headline else "",
        figure_is_better=bool(headline and headline.is_improvement),
        language=hit.language,
        language_label="" if hit.is_reader_language else LANGUAGE_NAMES[hit.language][0],
        date=_date(language, hit.date) if hit.date else "",
        standing=labels["archived"] if hit.archived else labels["needs_confirmation"] if hit.needs_confirmation else "",
        cover=hit.cover,
    )


def _divides(facet: Facet, total: int) -> bool:
    """Whether there is anything to choose: a value that all entries have, alone, changes nothing."""
    values = facet.values
    return len(values) > 1 or any(value.selected or value.count != total for value in values)


def _facet_box(facet: Facet) -> FacetBox:
    values = [
        Value(
            f"facet-{facet.name}-{value.value}",
            str(value.value),
            str(value.label),
            number(value.count),
            value.selected,
            value.depth,
        )
        for value in facet.values
    ]
    first = values[:FACET_VALUES_SHOWN]
    rest = values[FACET_VALUES_SHOWN:]
    if len(rest) == 1:
        first, rest = values, []
    return FacetBox(
        name=facet.name,
        label=str(facet.label),
        first=first,
        rest=rest,
        rest_is_open=any(value.selected for value in rest),
        more_label=ngettext("%(number)s more", "%(number)s more", len(rest)) % {"number": number(len(rest))},
        is_single=facet.name in SINGLE_FACETS,
    )


def _chips(facets: Sequence[Facet], kept: list[tuple[str, str]], path: str) -> list[Chip]:
    chips = []
    for facet in facets:
        for value in facet.values:
            if value.selected:
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
