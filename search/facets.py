"""All facets of a list with their counts and labels, in one SQL statement.

The counts of an unfiltered list are kept by publishing (``search.counts``); those of a filtered list or of a query are
counted here, each facet with its own filter left out.
"""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from typing import Any, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.countries import Country
from kb.models import ReadinessStage
from prepared.marks import mark_of
from replicas.reading import connection
from search import ranking
from search.filters import FACETS, SHARED, Filters
from search.matching import Condition, Params, all_of, chosen, chosen_all, in_languages, matches, shown
from search.models.document import SAMPLED, Lot
from search.ranking import Plan
from search.results import Facet, FacetValue

MOST_VALUES = 20
COUNTED_UP_TO = 2_500
"""Matches up to which each is counted; of more, a sample is."""
SAMPLE = 2_500
"""At most about as many are counted then, at least a quarter of it: a value that a tenth of them have is known within
six percent of its count, or twelve."""

LABELS: dict[str, Promise] = {
    "type": pgettext_lazy("facet", "Type"),
    "area": _("Technology area"),
    "country": _("Country"),
    "enterprise": _("Enterprise"),
    "tag": _("Tag"),
    "readiness": _("Readiness"),
    "indicator": _("Change of an indicator"),
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
_LISTS_OF_VALUES = {"area": "d.area_ids", "tag": "d.tag_ids", "indicator": "d.indicator_ids"}
_COLUMNS = (
    "d.page_id, d.entry_type, d.area_ids, d.country, d.enterprise_id, d.tag_ids, d.indicator_ids, d.stage, d.year,"
    " d.language"
)
# Which column of which table is the value in the address.
_TABLES = {
    "area": ("kb_technologyarea", "slug"),
    "enterprise": ("kb_enterprise", "slug"),
    "tag": ("kb_tag", "slug"),
    "indicator": ("kb_indicator", "code"),
}
_MODELS = {"area": "technologyarea", "enterprise": "enterprise", "tag": "tag", "indicator": "indicator"}
_LOWER_IS_BETTER = "lower"
_TOTAL, _BEST = "total", "best"


class Counted(NamedTuple):
    """The facets, and the number of entries that pass all filters; whether these are only about right."""

    facets: list[Facet]
    total: int
    is_estimate: bool
    best: tuple[int, ...] = ()
    """The pages that are to be weighed, those with most of the words first; empty where only a sample was read, or
    where that was not asked for."""


def count(filters: Filters, reader: str, plan: Plan | None = None, *, with_best: bool = False) -> Counted:
    """The facets of the entries that pass ``filters`` and, if given, match ``plan``; ``with_best`` what to weigh."""
    one_in = _one_in(plan.expected) if plan else 1
    counted = _counted(filters, reader, plan, one_in, with_best=with_best)
    # What filters leave may be too little for a sample to tell.
    enough = COUNTED_UP_TO if filters.chosen else 1
    if one_in > 1 and counted.total < enough:
        return _counted(filters, reader, plan, 1, with_best=with_best)
    return counted


def _counted(filters: Filters, reader: str, plan: Plan | None, one_in: int, *, with_best: bool) -> Counted:
    offered = filters.offered
    if plan or any(facet != "type" for facet in filters.chosen):
        sql, params = _counting(filters, reader, plan, offered, one_in, with_best=with_best and one_in == 1)
    else:
        sql, params = _kept(filters, reader, offered)
    with connection.cursor() as cursor:
        cursor.execute(_named(sql, reader), params)
        return _assemble(cursor.fetchall(), filters, offered, one_in)


def _one_in(expected: int) -> int:
    """All are counted, or one in so many: those that one of the small indexes has."""
    if expected <= COUNTED_UP_TO:
        return 1
    return next((one_in for one_in in SAMPLED if expected <= one_in * SAMPLE), SAMPLED[-1])


def _kept(filters: Filters, reader: str, offered: tuple[str, ...]) -> tuple[str, Params]:
    """The counts that publishing keeps: the most frequent values of each facet, and all areas of the first level.

    The types are counted over all of them, also where one is chosen.
    """
    wanted = [(reader, filters.entry_type, _TOTAL)]
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


def _counting(
    filters: Filters, reader: str, plan: Plan | None, offered: tuple[str, ...], one_in: int, *, with_best: bool
) -> tuple[str, Params]:
    free = [facet for facet in filters.chosen if facet not in filters.fixed and facet != "language"]
    flags = [chosen(filters, facet) for facet in free]
    columns = Condition(
        ", ".join([_COLUMNS, *(f"({flag.sql}) AS is_{facet}" for facet, flag in zip(free, flags, strict=True))]),
        [value for flag in flags for value in flag.params],
    )
    if plan and with_best:
        told, told_params = ranking.outline(plan, "d.signature")
        columns = Condition(f"{columns.sql}, {told} AS told", columns.params + told_params)
    fixed = all_of(*(chosen(filters, facet) for facet in filters.chosen if facet in filters.fixed))
    if plan is None:
        tables, params = _listed(columns, all_of(shown(filters, reader), fixed))
    else:
        tables, params = _matched(plan, columns, shown(filters, reader), fixed, in_languages(filters), one_in)
    counts = [_single_values(free, offered)]
    for facet in offered:
        if facet in _LISTS_OF_VALUES:
            part, values = _listed_values(facet, filters, free)
        elif facet == "language":
            part, values = _languages(filters, free, is_query=plan is not None)
        else:
            continue
        counts.append(part)
        params += values
    if plan and with_best:
        counts.append(_best(free))
    for facet, (table, address) in _TABLES.items():
        if facet in free:
            counts.append(f"SELECT '{facet}', id::text, 0, true FROM {table} WHERE {address} = ANY(%s)")
            params.append(list(filters.of(facet)))
    return (
        f"""
        WITH {", ".join(tables)}
        SELECT facet, value, n FROM (
            SELECT facet, value, sum(n)::int AS n, bool_or(chosen) AS chosen,
                row_number() OVER (PARTITION BY facet ORDER BY sum(n) DESC, value) AS place
            FROM ({" UNION ALL ".join(counts)}) found
            WHERE value <> '' OR facet = '{_TOTAL}'
            GROUP BY facet, value
        ) c
        WHERE c.place <= {MOST_VALUES} OR c.facet = 'area' OR c.chosen
        """,
        params,
    )


def _listed(columns: Condition, where: Condition) -> tuple[list[str], Params]:
    return (
        [f"base AS MATERIALIZED (SELECT {columns.sql} FROM search_searchdocument d WHERE {where.sql})"],
        columns.params + where.params,
    )


def _matched(
    plan: Plan, columns: Condition, stands: Condition, fixed: Condition, languages: Condition, one_in: int
) -> tuple[list[str], Params]:
    """All versions that match, or one in so many of them, and of each entry the one version that stands for it.

    That is mostly the one that matched; only for the others it has to be looked up.
    """
    texts = matches(plan.wanted, near=plan.near)
    # The condition of the small index, word for word.
    lot = Lot.template % {"expressions": "d.translation_key", "one_in": one_in}
    sample = f" AND {lot} = 0" if one_in > 1 else ""
    table = "search_searchdocument d"
    return [
        f"matched AS MATERIALIZED (SELECT {columns.sql}, d.translation_key, {stands.sql} AS stands,"
        f" {languages.sql} AS in_languages, {fixed.sql} AS fits FROM {table} WHERE {texts.sql}{sample})",
        "others AS (SELECT translation_key FROM matched WHERE in_languages GROUP BY translation_key"
        " HAVING NOT bool_or(stands))",
        "base AS MATERIALIZED ("
        "SELECT m.* FROM matched m WHERE stands AND in_languages AND fits"
        f" UNION ALL SELECT {columns.sql}, d.translation_key, true, true, true"
        f" FROM others JOIN {table} USING (translation_key) WHERE {stands.sql} AND {fixed.sql})",
    ], [
        *columns.params,
        *stands.params,
        *languages.params,
        *fixed.params,
        *texts.params,
        *columns.params,
        *stands.params,
        *fixed.params,
    ]


def _single_values(free: list[str], offered: tuple[str, ...]) -> str:
    """All facets of which a row has one value, and the total, in one pass."""
    facets = [facet for facet in offered if facet in _VALUES]
    whens = [(f"WHEN grouping({_VALUES[facet]}) = 0 THEN", facet) for facet in facets]
    names = " ".join(f"{when} '{facet}'" for when, facet in whens)
    values = " ".join(f"{when} {_VALUES[facet]}::text" for when, facet in whens)
    counts = " ".join(f"{when} {_number(free, facet)}" for when, facet in whens if facet in free)
    total = _number(free)
    return (
        f"SELECT CASE {names} ELSE '{_TOTAL}' END AS facet, CASE {values} ELSE '' END AS value,"
        f" {f'CASE {counts} ELSE {total} END' if counts else total} AS n, false AS chosen FROM base d"
        f" GROUP BY GROUPING SETS ({', '.join(f'({_VALUES[facet]})' for facet in facets)}, ())"
    )


def _best(free: list[str]) -> str:
    """The pages to be weighed: the index need not be asked for them once more.

    Of a version that another one stands for, the filters ask only what all versions share.
    """
    shared = [facet for facet in free if facet in SHARED]
    return f"""
        SELECT '{_BEST}', string_agg(page_id::text, ' ' ORDER BY told DESC, page_id DESC), 0, true FROM (
            SELECT d.page_id, d.told FROM matched d
            WHERE d.in_languages AND {_passes(shared)} AND (NOT d.stands OR d.fits AND {_passes(free)})
            ORDER BY d.told DESC, d.page_id DESC LIMIT {ranking.MOST_CANDIDATES}
        ) d
    """


def _number(free: list[str], left_out: str = "") -> str:
    return f"count(*) FILTER (WHERE {_passes(free, left_out)})" if free else "count(*)"


def _listed_values(facet: str, filters: Filters, free: list[str]) -> tuple[str, Params]:
    """A facet of which a row has several values. Narrower areas are offered where theirs, or one beside, is chosen."""
    where, among, params = _passes(free, facet), "", Params()
    if facet == "area":
        among = """ WHERE v = ANY(ARRAY(
            SELECT a.id::int FROM kb_technologyarea a WHERE a.parent_id IS NULL OR a.parent_id IN (
                SELECT COALESCE(parent_id, id) FROM kb_technologyarea WHERE slug = ANY(%s)
            )
        ))"""
        params = [list(filters.of("area"))]
    return (
        f"SELECT '{facet}', v::text, count(*), false FROM"
        f" (SELECT unnest({_LISTS_OF_VALUES[facet]}) AS v FROM base d WHERE {where}) d{among} GROUP BY v",
        params,
    )


def _passes(free: list[str], left_out: str = "") -> str:
    return " AND ".join(f"d.is_{facet}" for facet in free if facet != left_out) or "true"


def _languages(filters: Filters, free: list[str], *, is_query: bool) -> tuple[str, Params]:
    """Every version counts for its language, whichever one stands for the group."""
    if is_query:
        return (
            f"SELECT 'language', d.language, count(*), false FROM matched d WHERE d.fits AND {_passes(free)}"
            " GROUP BY d.language",
            [],
        )
    others = chosen_all(filters)
    return (
        "SELECT 'language', d.language, count(*), false FROM search_searchdocument d"
        f" WHERE {others.sql} GROUP BY d.language",
        others.params,
    )


def _named(counts: str, reader: str) -> str:
    """The counts with the address, name and code (of an indicator: its direction) of what is a row of a table."""
    name = f"COALESCE(NULLIF(name_{reader}, ''), name_ru)"
    return f"""
        SELECT c.facet, c.value, c.n, CASE c.facet
            WHEN 'area' THEN (SELECT ARRAY[slug, {name}, code] FROM kb_technologyarea WHERE id = c.value::bigint)
            WHEN 'enterprise' THEN (SELECT ARRAY[slug, {name}, ''] FROM kb_enterprise WHERE id = c.value::bigint)
            WHEN 'tag' THEN (SELECT ARRAY[slug, name, ''] FROM kb_tag WHERE id = c.value::bigint)
            WHEN 'indicator' THEN (
                SELECT ARRAY[code, {name}, CASE WHEN lower_is_better THEN '{_LOWER_IS_BETTER}' ELSE '' END]
                FROM kb_indicator WHERE id = c.value::bigint
            )
            END
        FROM ({counts}) c
    """


def _assemble(rows: list[tuple[Any, ...]], filters: Filters, offered: tuple[str, ...], one_in: int) -> Counted:
    total, best = 0, tuple[int, ...]()
    found: dict[str, list[tuple[Any, FacetValue]]] = {facet: [] for facet in FACETS}
    for facet, value, counted, named in rows:
        number = about(counted * one_in) if one_in > 1 else counted
        if facet == _TOTAL:
            total = number
        elif facet == _BEST:
            best = tuple(map(int, value.split()))
        elif facet in offered and (named or facet not in _TABLES):
            address, name, code = named or (value, "", "")
            is_chosen = address in filters.of(facet)
            label, order = _label(facet, value, name, code, number)
            if label and (number or is_chosen):
                entry = FacetValue(
                    address,
                    label,
                    number,
                    is_chosen,
                    depth=code.count("."),
                    lower_is_better=code == _LOWER_IS_BETTER,
                    mark=mark_of(_MODELS[facet], value) if facet in _MODELS else "",
                )
                found[facet].append((order, entry))
    facets = []
    for facet in offered:
        values = [entry for _order, entry in sorted(found[facet], key=lambda pair: pair[0])]
        if values:
            facets.append(Facet(facet, LABELS[facet], values))
    return Counted(facets, total, one_in > 1, best)


def about(number: int) -> int:
    """A number rounded to two digits, as far as a sample tells it.

    >>> about(16_439)
    16000
    """
    return round(number, 2 - len(str(number)))


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
