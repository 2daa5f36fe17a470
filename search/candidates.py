"""Which entries are on a page of hits, and in which order: filters and words -> SQL that picks them."""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Sequence
from typing import NamedTuple

from django.conf import settings

from replicas.reading import connection
from search import ranking
from search.filters import SHARED, Filters
from search.matching import TRUE, Condition, Params, all_of, chosen, chosen_all, gain, in_languages, matches, shown
from search.query import Query
from search.ranking import Plan

RELEVANCE, NEWEST, READINESS, IMPROVEMENT = "relevance", "newest", "readiness", "improvement"
_CARRIED = "m.vector, m.standing, m.version, m.page_id, m.published_at, m.trl, m.gain"
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


def ranked(
    plan: Plan, query: Query, filters: Filters, reader: str, sort: str, wanted: Slice, shown_up_to: int = 0
) -> Condition:
    """The same of entries that have the words of the query, with their ``score`` and the ``factor`` in it.

    A candidate is weighed by the version that has the words; what is shown is the one that stands for its group. The
    vector is copied, so that it is unpacked once for all words, and weighed before anything is sorted. By relevance,
    entries that are near by their meaning come first, for ``search.reranking`` to put them in their place. Of what is
    wanted for that, the reader sees those ``shown_up_to`` a place, or all.
    """
    if sort == RELEVANCE:
        score, params = ranking.score(plan, "u.vector")
        found = [_most_told(plan, filters, reader, shown_up_to or sum(wanted))]
        order = f"s.is_first DESC, {_ORDERS[sort].format(row='s')}"
    else:
        score, params = "0", []
        found = [_matching(matches(plan.wanted, "c"), filters, reader, sort)]
        order = _ORDERS[sort].format(row="s", gain="s.gain")
    wanted_params: Params = [*wanted]
    if plan.near:
        found.append(_near(plan.near, filters, reader, sort))
        if sort == RELEVANCE:
            order = f"s.page_id = ANY(%s) DESC, {order}"
            wanted_params = [list(plan.near), *wanted]
    factor, factor_params = ranking.factor(query, "c")
    is_first = "m.is_first" if sort == RELEVANCE else "true"
    matching = " UNION ALL ".join(f"SELECT {_CARRIED}, {is_first} AS is_first FROM {branch.sql} m" for branch in found)
    return Condition(
        f"""
        SELECT page_id, row_number() OVER () AS place, score, factor FROM (
            SELECT s.* FROM (
                SELECT c.page_id, c.published_at, c.trl, c.gain, bool_or(c.is_first) AS is_first,
                    max(c.factor * c.weight) AS score, max(c.factor)::float8 AS factor
                FROM (
                    SELECT c.page_id, c.published_at, c.trl, c.gain, c.is_first, {factor} AS factor, {score} AS weight
                    FROM ({matching}) c CROSS JOIN LATERAL (SELECT {_copied("c.vector", sort)} AS vector OFFSET 0) u
                    OFFSET 0
                ) c
                GROUP BY c.page_id, c.published_at, c.trl, c.gain
            ) s
            ORDER BY {order} LIMIT %s OFFSET %s
        ) page
        """,
        [*factor_params, *params, *(value for branch in found for value in branch.params), *wanted_params],
    )


def _most_told(plan: Plan, filters: Filters, reader: str, shown_up_to: int) -> Condition:
    """Of the versions that match, those to be weighed: whose signatures tell of most.

    Whatever page is asked for, the same ones go before all others, so that no entry is on two pages or on none. An
    entry may match by all its versions.
    """
    is_enough = shown_up_to * len(settings.LANGUAGES) <= ranking.WEIGHED
    weighed = ranking.WEIGHED if is_enough else ranking.MOST_CANDIDATES
    if plan.best:
        known = Condition("c.page_id = ANY(%s)", [list(plan.best[:weighed])])
        found = _matching(known, filters, reader, RELEVANCE)
        first = TRUE if is_enough else Condition("m.version = ANY(%s)", [list(plan.best[: ranking.WEIGHED])])
        return Condition(
            f"(SELECT {_CARRIED}, {first.sql} AS is_first FROM {found.sql} m)", [*first.params, *found.params]
        )
    read = [matches(wanted_text, "c") for wanted_text in (plan.named, plan.wanted) if wanted_text]
    most = ranking.MOST_READ // len(read)
    branches = [_matching(texts, filters, reader, RELEVANCE, most) for texts in read]
    matching = " UNION ALL ".join(f"SELECT {_CARRIED}, m.signature FROM {branch.sql} m" for branch in branches)
    told, params = ranking.outline(plan, "m.signature")
    return Condition(
        f"(SELECT {_CARRIED}, row_number() OVER () <= {ranking.WEIGHED} AS is_first FROM ("
        # Those named so are among the others too.
        f"SELECT * FROM (SELECT DISTINCT ON (m.version) m.*, {told} AS told FROM ({matching}) m ORDER BY m.version) m"
        f" ORDER BY m.told DESC, m.version DESC LIMIT {weighed}) m)",
        [*params, *(value for branch in branches for value in branch.params)],
    )


def _matching(texts: Condition, filters: Filters, reader: str, sort: str, most: int | None = None) -> Condition:
    """Entries whose ``texts`` match and are shown themselves, and those that a translation stands for.

    Both in one pass with one limit, the ``most`` that are read: hardly any version may be stood for, and looking for
    them alone would read all that match. The limit is for what passes the filters, as far as any version tells.
    """
    match = all_of(texts, in_languages(filters, "c"), *_shared(filters))
    is_shown = shown(filters, reader, "c")
    itself = chosen_all(filters, "c")
    stand_in = all_of(shown(filters, reader), chosen_all(filters))
    own_gain, own_params = _gain(filters, sort, "c")
    gained, gain_params = _gain(filters, sort, "d")
    return Condition(
        "(SELECT c.vector, c.signature, c.standing, c.page_id AS version, COALESCE(d.page_id, c.page_id) AS page_id,"
        " COALESCE(d.published_at, c.published_at) AS published_at,"
        " CASE WHEN c.stands THEN c.trl ELSE d.trl END AS trl, CASE WHEN c.stands THEN c.gain ELSE d.gain END AS gain"
        f" FROM (SELECT c.vector, c.signature, c.standing, c.page_id, c.published_at, c.trl, c.translation_key,"
        f" {own_gain} AS gain, {is_shown.sql} AS stands FROM search_searchdocument c"
        f" WHERE {match.sql} AND (NOT {is_shown.sql} OR {itself.sql}) LIMIT {most or 'ALL'}) c"
        f" LEFT JOIN LATERAL (SELECT d.page_id, d.published_at, d.trl, {gained} AS gain FROM search_searchdocument d"
        # Nothing is looked up where there is no key.
        f" WHERE d.translation_key = CASE WHEN NOT c.stands THEN c.translation_key END AND {stand_in.sql}) d ON true"
        " WHERE c.stands OR d.page_id IS NOT NULL)",
        [
            *own_params, *is_shown.params, *match.params, *is_shown.params, *itself.params,
            *gain_params, *stand_in.params,
        ],
    )  # fmt: skip


def _shared(filters: Filters) -> list[Condition]:
    return [chosen(filters, facet, "c") for facet in filters.chosen if facet in SHARED]


def _near(pages: Sequence[int], filters: Filters, reader: str, sort: str) -> Condition:
    """Entries that are near by their meaning, each by all its versions, whose words may count too."""
    stand_in = all_of(shown(filters, reader), chosen_all(filters))
    gained, gain_params = _gain(filters, sort, "d")
    return Condition(
        f"(SELECT c.vector, c.standing, c.page_id AS version, d.page_id, d.published_at, d.trl, {gained} AS gain,"
        " true AS is_first"
        " FROM search_searchdocument d JOIN search_searchdocument c ON c.translation_key = d.translation_key"
        f" WHERE d.page_id = ANY(%s) AND {stand_in.sql})",
        [*gain_params, list(pages), *stand_in.params],
    )


def candidates(plan: Plan, query: Query, filters: Filters, reader: str) -> int:
    """How many entries are weighed: fewer than versions of them are; one statement."""
    everything = ranked(plan, query, filters, reader, RELEVANCE, Slice(2 * ranking.MOST_CANDIDATES))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM ({everything.sql}) x", everything.params)
        return int(cursor.fetchone()[0])


def any_has_words(plan: Plan, filters: Filters, reader: str) -> bool:
    """Whether any entry that passes the filters has the words of the query; one statement."""
    matching = _matching(matches(plan.wanted, "c"), filters, reader, NEWEST)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS {matching.sql}", matching.params)
        return bool(cursor.fetchone()[0])


def _gain(filters: Filters, sort: str, row: str) -> tuple[str, Params]:
    return gain(filters, row) if sort == IMPROVEMENT else ("NULL::numeric", [])


def _copied(vector: str, sort: str) -> str:
    return ranking.copied(vector) if sort == RELEVANCE else "''::tsvector"
