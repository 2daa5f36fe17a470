"""All facets of a list with their counts and labels, in one SQL statement.

The counts of an unfiltered list are kept by publishing (``search.counts``); those of a filtered list or of a query are
counted here, each facet with its own filter left out.
"""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from typing import Any, NamedTuple

from django.conf import settings
from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.countries import Country
from kb.models import ReadinessStage
from search.filters import FACETS, Filters
from search.matching import TRUE, Condition, Params, all_of, chosen, chosen_all, in_languages, matches, shown
from search.results import Facet, FacetValue

MOST_VALUES = 20

LABELS: dict[str, Promise] = {
    "type": pgettext_lazy("facet", "Type"),
    "area": _("Technology area"),
    "country": _("Country"),
    "enterprise": _("Enterprise"),
    "tag": _("Tag"),
    "readiness": _("Readiness"),
    "language": _("Language"),
    "year": _("Year"),
}
TYPES: dict[str, Promise] = {
    "technology": _("technologies"),
    "case_study": _("case studies"),
    "article": _("best practices"),
}
# How a row of the index gives the value of a facet, or several.
_VALUES = {
    "type": "d.entry_type",
    "country": "d.country",
    "enterprise": "d.enterprise_id",
    "readiness": "d.stage",
    "year": "d.year",
}
_LISTS_OF_VALUES = {"area": "d.area_ids", "tag": "d.tag_ids"}
_TABLES = {"area": "kb_technologyarea", "enterprise": "kb_enterprise", "tag": "kb_tag"}


class Counted(NamedTuple):
    """The facets, and the number of entries that pass all filters."""

    facets: list[Facet]
    total: int


def count(filters: Filters, reader: str, match: str = "") -> Counted:
    """The facets of the entries that pass ``filters`` and, if given, whose texts ``match`` (tsquery notation)."""
    offered = filters.offered
    if match or any(facet != "type" for facet in filters.chosen):
        sql, params = _counting(filters, reader, match, offered)
    else:
        sql, params = _kept(filters, reader, offered)
    with connection.cursor() as cursor:
        cursor.execute(_named(sql, reader), params)
        return _assemble(cursor.fetchall(), filters, offered)


def _kept(filters: Filters, reader: str, offered: tuple[str, ...]) -> tuple[str, Params]:
    """The counts that publishing keeps: the most frequent values of each facet, and all areas of the first level.

    The types are counted over all of them, also where one is chosen.
    """
    wanted = [(reader, filters.entry_type, "total")]
    for facet in offered:
        if facet != "area":
            whose = "" if facet == "language" else reader
            wanted.append((whose, "" if facet == "type" else filters.entry_type, facet))
    areas = ""
    params: Params = [list(column) for column in zip(*wanted, strict=True)]
    if "area" in offered:
        areas = """
            UNION ALL SELECT 'area', c.value, c.count
            FROM kb_technologyarea a JOIN search_facetcount c
                ON c.reader = %s AND c.entry_type = %s AND c.facet = 'area' AND c.value = a.id::text
            WHERE a.parent_id IS NULL
        """
        params += [reader, filters.entry_type]
    return (
        f"""
        SELECT w.facet, c.value, c.count AS n
        FROM unnest(%s::text[], %s::text[], %s::text[]) w(reader, entry_type, facet)
        CROSS JOIN LATERAL (
            SELECT value, count FROM search_facetcount
            WHERE reader = w.reader AND entry_type = w.entry_type AND facet = w.facet
            ORDER BY count DESC, value LIMIT {MOST_VALUES}
        ) c
        {areas}
        """,
        params,
    )


def _counting(filters: Filters, reader: str, match: str, offered: tuple[str, ...]) -> tuple[str, Params]:
    free = [facet for facet in filters.chosen if facet not in filters.fixed and facet != "language"]
    fixed = all_of(*(chosen(filters, facet) for facet in filters.chosen if facet in filters.fixed))
    flags = [chosen(filters, facet) for facet in free]
    params: Params = []
    tables = []
    if match:
        texts = matches(match)
        tables.append(
            "matched AS MATERIALIZED (SELECT d.page_id, d.translation_key, d.language"
            f" FROM search_searchdocument d WHERE {texts.sql})"
        )
        params += texts.params
    base = all_of(shown(filters, reader), fixed, _group_matches(filters, match))
    columns = "".join(f", ({flag.sql}) AS is_{facet}" for facet, flag in zip(free, flags, strict=True))
    tables.append(
        "base AS MATERIALIZED (SELECT d.entry_type, d.area_ids, d.country, d.enterprise_id, d.tag_ids, d.stage, d.year"
        f"{columns} FROM search_searchdocument d WHERE {base.sql})"
    )
    params += [value for flag in flags for value in flag.params] + base.params
    counts = [_single_values(free, offered)]
    for facet in offered:
        if facet in _LISTS_OF_VALUES:
            part, values = _listed_values(facet, filters, free)
        elif facet == "language":
            part, values = _languages(filters, match)
        else:
            continue
        counts.append(part)
        params += values
    for facet, table in _TABLES.items():
        if facet in free:
            counts.append(f"SELECT '{facet}', id::text, 0, true FROM {table} WHERE slug = ANY(%s)")
            params.append(list(filters.of(facet)))
    return (
        f"""
        WITH {", ".join(tables)}
        SELECT facet, value, n FROM (
            SELECT facet, value, sum(n)::int AS n, bool_or(chosen) AS chosen,
                row_number() OVER (PARTITION BY facet ORDER BY sum(n) DESC, value) AS place
            FROM ({" UNION ALL ".join(counts)}) found
            WHERE value <> '' OR facet = 'total'
            GROUP BY facet, value
        ) c
        WHERE c.place <= {MOST_VALUES} OR c.facet = 'area' OR c.chosen
        """,
        params,
    )


def _single_values(free: list[str], offered: tuple[str, ...]) -> str:
    """All facets of which a row has one value, and the total, in one pass."""
    facets = [facet for facet in offered if facet in _VALUES]
    whens = [(f"WHEN grouping({_VALUES[facet]}) = 0 THEN", facet) for facet in facets]
    names = " ".join(f"{when} '{facet}'" for when, facet in whens)
    values = " ".join(f"{when} {_VALUES[facet]}::text" for when, facet in whens)
    counts = " ".join(f"{when} {_number(free, facet)}" for when, facet in whens if facet in free)
    total = _number(free)
    return (
        f"SELECT CASE {names} ELSE 'total' END AS facet, CASE {values} ELSE '' END AS value,"
        f" {f'CASE {counts} ELSE {total} END' if counts else total} AS n, false AS chosen FROM base d"
        f" GROUP BY GROUPING SETS ({', '.join(f'({_VALUES[facet]})' for facet in facets)}, ())"
    )


def _number(free: list[str], left_out: str = "") -> str:
    return f"count(*) FILTER (WHERE {_passes(free, left_out)})" if free else "count(*)"


def _listed_values(facet: str, filters: Filters, free: list[str]) -> tuple[str, Params]:
    """A facet of which a row has several values. Narrower areas are offered where theirs, or one beside, is chosen."""
    where, params = _passes(free, facet), Params()
    if facet == "area":
        where += """ AND v = ANY(ARRAY(
            SELECT a.id::int FROM kb_technologyarea a WHERE a.parent_id IS NULL OR a.parent_id IN (
                SELECT COALESCE(parent_id, id) FROM kb_technologyarea WHERE slug = ANY(%s)
            )
        ))"""
        params = [list(filters.of("area"))]
    return (
        f"SELECT '{facet}', v::text, count(*), false FROM base d"
        f" CROSS JOIN LATERAL unnest({_LISTS_OF_VALUES[facet]}) v WHERE {where} GROUP BY v",
        params,
    )


def _passes(free: list[str], left_out: str = "") -> str:
    return " AND ".join(f"d.is_{facet}" for facet in free if facet != left_out) or "true"


def _group_matches(filters: Filters, match: str) -> Condition:
    if not match:
        return TRUE
    languages = in_languages(filters, "matched")
    return Condition(
        f"d.translation_key IN (SELECT translation_key FROM matched WHERE {languages.sql})", languages.params
    )


def _languages(filters: Filters, match: str) -> tuple[str, Params]:
    """Every version counts for its language, whichever one stands for the group."""
    others = chosen_all(filters)
    join = "JOIN matched USING (page_id)" if match else ""
    return (
        f"SELECT 'language', d.language, count(*), false FROM search_searchdocument d {join}"
        f" WHERE {others.sql} GROUP BY 2",
        others.params,
    )


def _named(counts: str, reader: str) -> str:
    """The counts with the address, name and code of what is a row of a table."""
    name = f"COALESCE(NULLIF(name_{reader}, ''), name_ru)"
    return f"""
        SELECT c.facet, c.value, c.n, CASE c.facet
            WHEN 'area' THEN (SELECT ARRAY[slug, {name}, code] FROM kb_technologyarea WHERE id = c.value::bigint)
            WHEN 'enterprise' THEN (SELECT ARRAY[slug, {name}, ''] FROM kb_enterprise WHERE id = c.value::bigint)
            WHEN 'tag' THEN (SELECT ARRAY[slug, name, ''] FROM kb_tag WHERE id = c.value::bigint)
            END
        FROM ({counts}) c
    """


def _assemble(rows: list[tuple[Any, ...]], filters: Filters, offered: tuple[str, ...]) -> Counted:
    total = 0
    found: dict[str, list[tuple[Any, FacetValue]]] = {facet: [] for facet in FACETS}
    for facet, value, number, named in rows:
        if facet == "total":
            total = number
        elif facet in offered and (named or facet not in _TABLES):
            address, name, code = named or (value, "", "")
            is_chosen = address in filters.of(facet)
            label, order = _label(facet, value, name, code, number)
            if label and (number or is_chosen):
                entry = FacetValue(address, label, number, is_chosen, depth=code.count("."))
                found[facet].append((order, entry))
    facets = []
    for facet in offered:
        values = [entry for _order, entry in sorted(found[facet], key=lambda pair: pair[0])]
        if values:
            facets.append(Facet(facet, LABELS[facet], values))
    return Counted(facets, total)


_COUNTRIES = {str(country.value): (country.label, place) for place, country in enumerate(Country)}
_STAGES = {str(stage.value): (stage.label, place) for place, stage in enumerate(ReadinessStage)}
_LANGUAGES = {code: (name, place) for place, (code, name) in enumerate(settings.LANGUAGES)}
_TYPES = {code: (label, place) for place, (code, label) in enumerate(TYPES.items())}
_LISTS: dict[str, dict[str, tuple[Any, int]]] = {
    "country": _COUNTRIES,
    "readiness": _STAGES,
    "language": _LANGUAGES,
    "type": _TYPES,
}


def _label(facet: str, value: str, name: str, code: str, number: int) -> tuple[str | Promise, Any]:
    """What a value is called, and its place: lists in their own order, years backwards, names by count."""
    if facet in _LISTS:
        label, place = _LISTS[facet].get(value, (value, len(value)))
        return label, place
    if facet == "year":
        return value, -int(value)
    if facet == "area":
        return name, [int(part) if part.isdecimal() else 0 for part in code.split(".")]
    return name, (-number, name)
