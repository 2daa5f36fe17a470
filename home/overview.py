"""Counts and the tree of areas: what the first page and the lists of areas and enterprises say of the whole."""

from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext, ngettext

from accounts.countries import Country
from home.navigation import current_language, section_link
from home.numbers import number
from kb.alphabet import sort_key
from kb.models import Enterprise, TechnologyArea
from search.models import FacetCount


@dataclass(slots=True)
class AreaNode:
    """An area with the number of entries in it and below it."""

    name: str
    url: str
    entries: int
    code: str
    narrower: list["AreaNode"] = field(default_factory=list)

    @property
    def count(self) -> str:
        """The number as it is printed; nothing for an empty area."""
        return number(self.entries) if self.entries else ""


@dataclass(frozen=True, slots=True)
class CountryFigures:
    """What one country brings to the exchange."""

    code: str
    name: str
    entries: str
    entries_label: str
    entries_url: str
    enterprises: str
    enterprises_label: str
    enterprises_url: str


def counts(language: str, *facets: str) -> dict[tuple[str, str], int]:
    """How many entries a reader of ``language`` finds by facet and value, in one query."""
    rows = FacetCount.objects.filter(reader=language, entry_type="", facet__in=facets)
    return {(facet, value): count for facet, value, count in rows.values_list("facet", "value", "count")}


def enterprise_counts(language: str, ids: list[int]) -> dict[int, int]:
    """How many entries the enterprises have, in one query."""
    rows = FacetCount.objects.filter(
        reader=language, entry_type="", facet="enterprise", value__in=[str(pk) for pk in ids]
    )
    return {int(value): count for value, count in rows.values_list("value", "count")}


def area_tree(found: dict[tuple[str, str], int], *, first_level_only: bool = False) -> list[AreaNode]:
    """The areas in the order of their names; ``found`` are ``counts`` of the facet "area"."""
    language = current_language()
    areas = TechnologyArea.objects.filter(merged_into=None)
    if first_level_only:
        areas = areas.filter(parent=None)
    nodes: dict[int, AreaNode] = {}
    parents: dict[int, int | None] = {}
    names = ("name_ru", f"name_{language}") if language != "ru" else ("name_ru",)
    for pk, parent, slug, code, *labels in areas.values_list("pk", "parent_id", "slug", "code", *names):
        nodes[pk] = AreaNode(
            labels[-1] or labels[0], f"/{language}/areas/{slug}/", found.get(("area", str(pk)), 0), code
        )
        parents[pk] = parent
    tree: list[AreaNode] = []
    for pk, node in sorted(nodes.items(), key=lambda item: sort_key(item[1].name, language)):
        above = nodes.get(parents[pk] or 0)
        (above.narrower if above else tree).append(node)
    return tree


def types(found: dict[tuple[str, str], int]) -> list[dict[str, Any]]:
    """The three types of entries with their numbers, in words."""
    totals = {code: found.get(("type", code), 0) for code in ("technology", "case_study", "article")}
    words = {
        "technology": ngettext("technology", "technologies", totals["technology"]),
        "case_study": ngettext("case study", "case studies", totals["case_study"]),
        "article": ngettext("best practice", "best practices", totals["article"]),
    }
    return [
        {"url": section_link(code).url, "label": words[code], "count": number(total)} for code, total in totals.items()
    ]


def country_figures(found: dict[tuple[str, str], int]) -> list[CountryFigures]:
    """Both countries at a glance; one query."""
    language = current_language()
    codes = list(Enterprise.objects.values_list("country", flat=True))
    figures = []
    for code, name in Country.choices:
        entries, enterprises = found.get(("country", code), 0), codes.count(code)
        figures.append(
            CountryFigures(
                code=code.lower(),
                name=gettext(str(name)),
                entries=number(entries),
                entries_label=ngettext("entry", "entries", entries),
                entries_url=f"/{language}/search/?country={code}",
                enterprises=number(enterprises),
                enterprises_label=ngettext("enterprise", "enterprises", enterprises),
                enterprises_url=f"/{language}/enterprises/?country={code}",
            )
        )
    return figures
