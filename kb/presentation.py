"""Everything that an entry's page shows, gathered in few queries.

``Shown.marks`` names each thing that was taken up, so that a change of any of them finds the pages that show it
(``kb.rendering``).
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q

from kb.models import (
    CostItem,
    Enterprise,
    EntryPage,
    IndicatorRow,
    RelatedEntry,
    Row,
    Tag,
    TechnologyArea,
    open_to_all,
)
from kb.sections import row_places
from prepared.marks import group_mark, mark

# What a row's page shows beside the row itself.
TAKEN_ALONG = {
    "attachments": ("document",),
    "indicators": ("indicator", "evidence"),
    "repeat_uses": ("enterprise",),
}


@dataclass(frozen=True, slots=True)
class IndicatorLine:
    """An indicator with what became of it."""

    row: IndicatorRow

    @property
    def name(self) -> str:
        """The indicator's name in the language of the page."""
        return self.row.indicator.name

    @property
    def outcome(self) -> str:
        """``better``, ``worse`` or ``same``."""
        if self.row.before == self.row.after:
            return "same"
        return "better" if self.row.is_improvement else "worse"


@dataclass(frozen=True, slots=True)
class CostTotal:
    """What all costs in one currency come to."""

    currency: str
    once: Decimal
    yearly: Decimal


@dataclass(frozen=True, slots=True)
class FileLine:
    """A file to download; ``size`` is missing while its storage does not answer."""

    row: Any
    size: int | None

    @property
    def extension(self) -> str:
        """The kind of file in letters, such as PDF."""
        return str(self.row.document.file_extension).upper()


@dataclass(slots=True)
class Shown:
    """What the templates of an entry's page work with."""

    page: EntryPage
    original: EntryPage | None = None
    enterprise: Enterprise | None = None
    areas: list[TechnologyArea] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    translations: list[EntryPage] = field(default_factory=list)
    related: list[EntryPage] = field(default_factory=list)
    rows: dict[str, list[Row]] = field(default_factory=dict)
    indicators: list[IndicatorLine] = field(default_factory=list)
    totals: list[CostTotal] = field(default_factory=list)
    files: list[FileLine] = field(default_factory=list)
    good_until: date | None = None
    marks: set[str] = field(default_factory=set)

    @property
    def has_shares(self) -> bool:
        """Whether any cost says which share the adopter bore."""
        return any(row.share is not None for row in self.rows.get("costs", ()))


def gather(page: EntryPage) -> Shown:
    """Everything that the page of ``page`` (of its own type, saved or not) shows, in the language active now."""
    shown = Shown(page, enterprise=page.enterprise)
    shown.areas = list(page.areas.select_related("parent"))
    shown.tags = sorted(page.tags.all(), key=lambda tag: tag.name)
    for place in row_places(page.sections):
        rows = getattr(page, place.relation).all()
        if place.relation in TAKEN_ALONG:
            rows = rows.select_related(*TAKEN_ALONG[place.relation])
        shown.rows[place.relation] = list(rows)
    _versions(shown)
    shown.related = _related(page, shown.rows.pop("related_entries", []))
    shown.indicators = [IndicatorLine(row) for row in shown.rows.pop("indicators", [])]
    shown.totals = cost_totals(shown.rows.get("costs", ()))
    shown.files = [FileLine(row, row.document.get_file_size() or None) for row in shown.rows.pop("attachments", [])]
    shown.good_until = getattr(page, "valid_until", None)
    shown.marks = set(_marks(shown))
    return shown


def cost_totals(costs: Iterable[CostItem]) -> list[CostTotal]:
    """Sums by currency, once and yearly; amounts in different currencies are never added."""
    sums: dict[str, dict[str, Decimal]] = defaultdict(lambda: {"once": Decimal(0), "yearly": Decimal(0)})
    for cost in costs:
        sums[cost.currency][cost.recurrence] += cost.total
    return [CostTotal(currency, **amounts) for currency, amounts in sums.items()]


def _versions(shown: Shown) -> None:
    """The other languages in which the entry can be read, and the version that this one follows."""
    page = shown.page
    versions = (
        EntryPage.objects.live()
        .filter(open_to_all(), translation_key=page.translation_key)
        .exclude(pk=page.pk)
        .select_related("locale")
        .order_by("locale_id")
    )
    shown.translations = list(versions)
    if not page.is_original:
        codes = {version.locale.language_code: version for version in shown.translations}
        shown.original = codes.get(page.original_language)


def _related(page: EntryPage, rows: list[Any]) -> list[EntryPage]:
    """Live pages linked from this one or to it; of each the version in this page's language, if there is one."""
    linked = [row.related_id for row in rows]
    linking = RelatedEntry.objects.filter(related__translation_key=page.translation_key, entry__live=True)
    keys = list(
        EntryPage.objects.filter(Q(pk__in=linked) | Q(pk__in=linking.values("entry")))
        .exclude(translation_key=page.translation_key)
        .values_list("translation_key", flat=True)
        .distinct()
    )
    best: dict[uuid.UUID, EntryPage] = {}
    versions = EntryPage.objects.live().filter(open_to_all(), translation_key__in=keys)
    for version in versions.select_related("locale", "content_type", "enterprise").order_by("title"):
        known = best.get(version.translation_key)
        if known is None or _nearness(version, page) > _nearness(known, page):
            best[version.translation_key] = version
    return list(best.values())


def _nearness(version: EntryPage, page: EntryPage) -> int:
    if version.locale_id == page.locale_id:
        return 2
    return int(version.is_original)


def _marks(shown: Shown) -> Iterator[str]:
    page = shown.page
    yield group_mark(page.translation_key)
    for name in ("enterprise", "adopter", "supplier", "cover_image"):
        thing = getattr(page, name, None)
        if thing is not None:
            yield mark(thing)
    for area in shown.areas:
        yield mark(area)
        if area.parent is not None:
            yield mark(area.parent)
    yield from map(mark, shown.tags)
    for other in shown.related:
        yield group_mark(other.translation_key)
        if other.enterprise is not None:
            yield mark(other.enterprise)
    for line in shown.indicators:
        yield mark(line.row.indicator)
        if line.row.evidence is not None:
            yield mark(line.row.evidence)
    yield from (mark(file.row.document) for file in shown.files)
    yield from (mark(row.enterprise) for row in shown.rows.get("repeat_uses", ()))
