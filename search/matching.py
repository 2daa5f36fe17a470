"""Filters and words -> SQL conditions on rows of the index, each with its parameters."""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Sequence
from typing import Any, NamedTuple

from search.filters import Filters
from search.query import EVERYTHING_BUT
from search.wanted import Wanted

Params = list[Any]

_CONDITIONS = {
    "type": "{row}.entry_type = ANY(%s)",
    "area": "{row}.area_ids && ARRAY(SELECT id::int FROM kb_technologyarea WHERE slug = ANY(%s))",
    "country": "{row}.country = ANY(%s)",
    "enterprise": "{row}.enterprise_id = ANY(ARRAY(SELECT id FROM kb_enterprise WHERE slug = ANY(%s)))",
    "tag": "{row}.tag_ids && ARRAY(SELECT id::int FROM kb_tag WHERE slug = ANY(%s))",
    "readiness": "{row}.stage = ANY(%s)",
    "indicator": "{row}.indicator_ids && ARRAY(SELECT id::int FROM kb_indicator WHERE code = ANY(%s))",
    "year": "{row}.year = ANY(%s::int[])",
}


TABLE = "search_searchdocument"
_PAGES_WITH = f"SELECT o.page_id FROM {TABLE} o WHERE o.vector @@ (SELECT %s::tsquery)"


class Condition(NamedTuple):
    """A piece of SQL that is true or false of a row, and its parameters."""

    sql: str
    params: Params


TRUE = Condition("true", [])


def all_of(*conditions: Condition) -> Condition:
    """Every one of ``conditions``."""
    kept = [condition for condition in conditions if condition is not TRUE]
    if not kept:
        return TRUE
    return Condition(" AND ".join(kept_sql for kept_sql, _ in kept), [value for _, values in kept for value in values])


def chosen(filters: Filters, facet: str, row: str = "d") -> Condition:
    """What the values chosen of one facet ask of a row; the language is a matter of ``shown``."""
    if facet == "language" or not filters.of(facet):
        return TRUE
    values: list[Any] = list(filters.year_numbers if facet == "year" else filters.of(facet))
    condition = Condition(_CONDITIONS[facet].format(row=row), [values])
    if facet == "indicator" and filters.least is not None:
        gained, params = gain(filters, row)
        condition = all_of(condition, Condition(f"{gained} >= %s", [*params, filters.least]))
    return condition


def gain(filters: Filters, row: str = "d") -> tuple[str, Params]:
    """By how many percent the chosen indicator of a row is better, or else its headline indicator: SQL, parameters."""
    if not filters.indicator:
        return f"{row}.headline_gain", []
    place = f"array_position({row}.indicator_ids, (SELECT id::int FROM kb_indicator WHERE code = %s))"
    return f"{row}.gains[{place}]", [filters.indicator]


def chosen_all(filters: Filters, row: str = "d") -> Condition:
    """What the values chosen of all facets but the language ask of a row."""
    return all_of(*(chosen(filters, facet, row) for facet in filters.chosen))


def shown(filters: Filters, reader: str, row: str = "d") -> Condition:
    """Whether the row stands for its translation group: for the reader, or in the languages chosen."""
    if not filters.languages:
        return Condition(f"{row}.shown_in @> ARRAY[%s]::varchar[]", [reader])
    ways, params = [], Params()
    before: list[str] = []
    for language in filters.languages_for(reader):
        ways.append(f"({row}.language = %s AND NOT {row}.versions && %s::varchar[])")
        params += [language, list(before)]
        before.append(language)
    return Condition(f"({' OR '.join(ways)})", params)


def matches(wanted: Wanted, row: str = "d", near: Sequence[int] = ()) -> Condition:
    """Whether the row's text is as ``wanted``, or the page is among those ``near``.

    As a subquery its value is hidden from the planner, which would otherwise read the whole table for common words,
    not knowing what unpacking a vector costs; like this it always goes by the index. What only excludes is turned
    round, for the index would read itself from end to end.
    """
    if wanted.whole.startswith(EVERYTHING_BUT):
        return _or_near(
            Condition(f"{row}.page_id NOT IN ({_PAGES_WITH})", [wanted.whole.removeprefix(EVERYTHING_BUT)]), row, near
        )
    told = Condition(f"{row}.vector @@ (SELECT %s::tsquery)", [wanted.tells])
    if not wanted.read:
        return _or_near(told, row, near)
    read = Condition(f"{row}.page_id = ANY(ARRAY({_PAGES_WITH}))", [f"{wanted.whole} & ({wanted.read})"])
    return _or_near(Condition(f"({told.sql} OR {read.sql})", told.params + read.params), row, near)


def _or_near(words: Condition, row: str, near: Sequence[int]) -> Condition:
    return Condition(f"({words.sql} OR {row}.page_id = ANY(%s))", [*words.params, list(near)]) if near else words


def in_languages(filters: Filters, row: str = "d") -> Condition:
    """Whether the row is in one of the languages chosen."""
    return Condition(f"{row}.language = ANY(%s)", [list(filters.languages)]) if filters.languages else TRUE
