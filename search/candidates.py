"""Which entries are on a page of hits, and in which order: filters and words -> SQL that picks them."""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from search import ranking
from search.filters import Filters
from search.matching import Condition, Params, all_of, chosen_all, gain, in_languages, matches, shown
from search.query import Query
from search.ranking import Plan
from search.wanted import Wanted

RELEVANCE, NEWEST, READINESS, IMPROVEMENT = "relevance", "newest", "readiness", "improvement"
_ORDERS = {
    RELEVANCE: "score DESC, {row}.published_at DESC, {row}.page_id DESC",
    NEWEST: "{row}.published_at DESC, {row}.page_id DESC",
    READINESS: "{row}.trl DESC NULLS LAST, {row}.published_at DESC, {row}.page_id DESC",
    IMPROVEMENT: "{gain} DESC NULLS LAST, {row}.published_at DESC, {row}.page_id DESC",
}


class Slice(NamedTuple):
    """Which of the ordered entries are wanted."""

    limit: int
    offset: int = 0


def listed(filters: Filters, reader: str, sort: str, wanted: Slice) -> Condition:
    """A statement that gives the ``page_id`` and ``place`` of entries that pass the filters."""
    where = all_of(shown(filters, reader), chosen_all(filters))
    gained, gain_params = _gain(filters, sort, "d")
    order = _ORDERS[sort].format(row="d", gain=gained)
    return Condition(
        f"SELECT page_id, row_number() OVER () AS place FROM ("
        f"SELECT d.page_id FROM search_searchdocument d WHERE {where.sql} ORDER BY {order} LIMIT %s OFFSET %s) page",
        [*where.params, *gain_params, *wanted],
    )


def ranked(plan: Plan, query: Query, filters: Filters, reader: str, sort: str, wanted: Slice) -> Condition:
    """The same of entries that have the words of the query, with their ``score`` and the ``factor`` in it.

    A candidate is weighed by the version that has the words; what is shown is the one that stands for its group. The
    vector is copied, so that it is unpacked once for all words. By relevance, entries that are near by their meaning
    come first, for ``search.reranking`` to put them in their place.
    """
    score, params = ranking.score(plan, "u.vector") if sort == RELEVANCE else ("0", [])
    factor, factor_params = ranking.factor(query, "c")
    conditions = [plan.named, plan.wanted] if plan.named and sort == RELEVANCE else [plan.wanted]
    limit = f"LIMIT {ranking.MOST_CANDIDATES // len(conditions)}" if sort == RELEVANCE else ""
    branches = [branch for wanted_text in conditions for branch in _branches(wanted_text, filters, reader, sort, limit)]
    if plan.near:
        branches.append(_near(plan.near, filters, reader, sort))
    matching = " UNION ALL ".join(branch.sql for branch in branches)
    order = _ORDERS[sort].format(row="s", gain="s.gain")
    if plan.near and sort == RELEVANCE:
        order = f"s.page_id = ANY(%s) DESC, {order}"
        wanted_params: Params = [list(plan.near), *wanted]
    else:
        wanted_params = [*wanted]
    return Condition(
        f"""
        SELECT page_id, row_number() OVER () AS place, score, factor FROM (
            SELECT s.* FROM (
                SELECT c.page_id, c.published_at, c.trl, c.gain,
                    max(c.factor * {score}) AS score, max(c.factor)::float8 AS factor
                FROM (SELECT c.*, {factor} AS factor FROM ({matching}) c) c
                CROSS JOIN LATERAL (SELECT {_copied("c.vector", sort)} AS vector OFFSET 0) u
                GROUP BY c.page_id, c.published_at, c.trl, c.gain
            ) s
            ORDER BY {order} LIMIT %s OFFSET %s
        ) page
        """,
        [*params, *factor_params, *(value for branch in branches for value in branch.params), *wanted_params],
    )


def _branches(wanted: Wanted, filters: Filters, reader: str, sort: str, limit: str) -> Iterator[Condition]:
    """Entries that match and are shown themselves, and those that a translation stands for."""
    match = all_of(matches(wanted, "c"), in_languages(filters, "c"))
    itself = all_of(shown(filters, reader, "c"), chosen_all(filters, "c"))
    stand_in = all_of(shown(filters, reader), chosen_all(filters))
    is_shown = shown(filters, reader, "c")
    own_gain, own_params = _gain(filters, sort, "c")
    gained, gain_params = _gain(filters, sort, "d")
    yield Condition(
        f"(SELECT c.vector, c.standing, c.page_id AS version, c.page_id, c.published_at, c.trl, {own_gain} AS gain"
        f" FROM search_searchdocument c WHERE {match.sql} AND {itself.sql} {limit})",
        own_params + match.params + itself.params,
    )
    yield Condition(
        f"(SELECT c.vector, c.standing, c.page_id AS version, d.page_id, d.published_at, d.trl, {gained} AS gain"
        f" FROM search_searchdocument c JOIN search_searchdocument d ON d.translation_key = c.translation_key"
        f" AND {stand_in.sql} WHERE {match.sql} AND NOT {is_shown.sql} {limit})",
        gain_params + stand_in.params + match.params + is_shown.params,
    )


def _near(pages: Sequence[int], filters: Filters, reader: str, sort: str) -> Condition:
    """Entries that are near by their meaning, each by all its versions, whose words may count too."""
    stand_in = all_of(shown(filters, reader), chosen_all(filters))
    gained, gain_params = _gain(filters, sort, "d")
    return Condition(
        f"(SELECT c.vector, c.standing, c.page_id AS version, d.page_id, d.published_at, d.trl, {gained} AS gain"
        " FROM search_searchdocument d JOIN search_searchdocument c ON c.translation_key = d.translation_key"
        f" WHERE d.page_id = ANY(%s) AND {stand_in.sql})",
        [*gain_params, list(pages), *stand_in.params],
    )


def any_has_words(plan: Plan, filters: Filters, reader: str) -> bool:
    """Whether any entry that passes the filters has the words of the query; one statement."""
    branches = list(_branches(plan.wanted, filters, reader, NEWEST, "LIMIT 1"))
    sql = " UNION ALL ".join(branch.sql for branch in branches)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS ({sql})", [value for branch in branches for value in branch.params])
        return bool(cursor.fetchone()[0])


def _gain(filters: Filters, sort: str, row: str) -> tuple[str, Params]:
    return gain(filters, row) if sort == IMPROVEMENT else ("NULL::numeric", [])


def _copied(vector: str, sort: str) -> str:
    return ranking.copied(vector) if sort == RELEVANCE else "''::tsvector"
