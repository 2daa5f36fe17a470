"""Searches and lists: filters and words in, a page of results out.

A list is a search without words. Either takes a number of SQL statements that does not depend on how much there is:
one for the facets with the total, one for the hits, and with words one for how rare they are.
"""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from kb.permissions import may_read_in_full
from search import facets, ranking
from search.analysis.keyboard import readings
from search.filters import Filters
from search.highlight import Sought, cut, highlight, passage
from search.matching import Params, all_of, chosen_all, in_languages, matches, shown
from search.places import find
from search.query import Query, parse
from search.ranking import Plan
from search.results import Cover, Headline, Hit, Results
from search.vocabulary import document_frequencies

MOST_PER_PAGE = 100
WORDS_THAT_PAY_A_COPY = 2
RELEVANCE, NEWEST, READINESS = "relevance", "newest", "readiness"
SORTS: dict[str, Promise] = {
    RELEVANCE: _("Best match first"),
    NEWEST: _("Newest first"),
    READINESS: _("Readiest first"),
}
_ORDERS = {
    RELEVANCE: "score DESC, {row}.published_at DESC, {row}.page_id DESC",
    NEWEST: "{row}.published_at DESC, {row}.page_id DESC",
    READINESS: "{row}.trl DESC NULLS LAST, {row}.published_at DESC, {row}.page_id DESC",
}
_COLUMNS = (
    "d.page_id, p.url_path, d.title, d.summary, d.entry_type, d.kind, d.country, e.slug AS enterprise_slug,"
    " COALESCE(NULLIF(e.name_{reader}, ''), e.name_ru, '') AS enterprise_name, d.trl, d.stage,"
    " COALESCE(NULLIF(i.name_{reader}, ''), i.name_ru) AS indicator, i.lower_is_better, d.headline_change, d.language,"
    " d.published_at, d.standing, d.access, d.enterprise_id, d.area_ids, d.cover_file, d.cover_width, d.cover_height"
)
_JOINS = (
    " JOIN search_searchdocument d ON d.page_id = picked.page_id"
    " JOIN wagtailcore_page p ON p.id = d.page_id"
    " LEFT JOIN kb_enterprise e ON e.id = d.enterprise_id"
    " LEFT JOIN kb_indicator i ON i.id = d.headline_indicator_id"
)


@dataclass(frozen=True)
class _Words:
    """The query with what was decided about it, and what of it is marked in the hits."""

    query: Query
    plan: Plan
    sought: Sought


def search(
    query: str = "",
    filters: Filters = Filters(),  # noqa: B008 - frozen
    *,
    language: str,
    user: Any = None,
    page: int = 1,
    page_size: int = 20,
    sort: str = "",
) -> Results:
    """A page of the live entries that pass ``filters`` and have the words of ``query``, for a reader of ``language``.

    Each translation group is one hit: the version in the reader's language, else the original. A page number beyond
    the last one gives the last one; an unknown ``sort`` the default. Where nothing has the words, they are looked for
    as they would be in another layout of the keyboard.
    """
    results = _search(query, filters, language, user, page, page_size, sort)
    if results.total or not query:
        return results
    for reading in readings(results.query, _known(language)):
        instead = _search(reading, filters, language, user, page, page_size, sort)
        if instead.total:
            instead.typed = results.query
            return instead
    return results


def _search(query: str, filters: Filters, language: str, user: Any, page: int, page_size: int, sort: str) -> Results:
    reader = _known(language)
    words = _understand(query, reader)
    if sort not in SORTS or (sort == RELEVANCE and words is None):
        sort = RELEVANCE if words else NEWEST
    counted = facets.count(filters, reader, words.plan.condition if words else "")
    page_size = max(1, min(page_size, MOST_PER_PAGE))
    reachable = min(counted.total, ranking.MOST_CANDIDATES) if sort == RELEVANCE else counted.total
    pages = max(1, -(-reachable // page_size))
    page = max(1, min(page, pages))
    rows = _rows(words, filters, reader, sort, page, page_size) if counted.total else []
    return Results(
        query=words.query.text if words else query.strip()[:100],
        total=counted.total,
        hits=[_hit(row, words, reader, user) for row in rows],
        facets=counted.facets,
        page=page,
        pages=pages,
        sort=sort,
        sorts=[(name, label) for name, label in SORTS.items() if words or name != RELEVANCE],
    )


def _known(language: str) -> str:
    """A language that the tables have columns for."""
    code = (language or "")[:2]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _understand(typed: str, reader: str) -> _Words | None:
    query = parse(typed, reader)
    if not query:
        return None
    weighty = query.weighty
    frequencies = document_frequencies(weighty)
    plan = ranking.plan(query, frequencies.of, frequencies.total)
    sought = Sought(
        frozenset(lexeme for term in weighty for lexeme in term.lexemes),
        tuple(prefix for term in weighty for prefix in term.prefixes),
    )
    return _Words(query, plan, sought)


def _rows(
    words: _Words | None, filters: Filters, reader: str, sort: str, page: int, page_size: int
) -> list[dict[str, Any]]:
    if words is None:
        sql, params = _listed(filters, reader, sort)
    else:
        sql, params = _ranked(words, filters, reader, sort)
    columns = _COLUMNS.format(reader=reader)
    if words is not None:
        columns += ", d.body, d.words, d.offsets"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH {sql} SELECT {columns} FROM picked {_JOINS} ORDER BY picked.place",
            [*params, page_size, (page - 1) * page_size],
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _listed(filters: Filters, reader: str, sort: str) -> tuple[str, Params]:
    where = all_of(shown(filters, reader), chosen_all(filters))
    order = _ORDERS[sort].format(row="d")
    return (
        f"picked AS MATERIALIZED (SELECT page_id, row_number() OVER () AS place FROM ("
        f"SELECT d.page_id FROM search_searchdocument d WHERE {where.sql} ORDER BY {order} LIMIT %s OFFSET %s) page)",
        where.params,
    )


def _ranked(words: _Words, filters: Filters, reader: str, sort: str) -> tuple[str, Params]:
    """Candidates are weighed by the version that has the words; what is shown is the one that stands for its group.

    Where there are many words, ``ts_filter`` sees to it that the vector is unpacked once for all of them.
    """
    match = all_of(matches(words.plan.condition, "c"), in_languages(filters, "c"))
    where = all_of(shown(filters, reader), chosen_all(filters))
    limit = f"LIMIT {ranking.MOST_CANDIDATES}" if sort == RELEVANCE else ""
    is_long = len(words.plan.weighed) > WORDS_THAT_PAY_A_COPY
    vector = "ts_filter(c.vector, '{a,b,c,d}')" if is_long else "c.vector"
    score, score_params = ranking.score(words.plan, words.query, "u.vector", "c")
    if sort != RELEVANCE:
        score, score_params = "0", []
    order = _ORDERS[sort].format(row="s")
    return (
        f"""
        candidates AS MATERIALIZED (
            SELECT c.vector, c.standing, c.title, d.page_id, d.published_at, d.trl
            FROM search_searchdocument c
            JOIN search_searchdocument d ON d.translation_key = c.translation_key AND {where.sql}
            WHERE {match.sql} {limit}
        ),
        scored AS (
            SELECT c.page_id, c.published_at, c.trl, max({score}) AS score
            FROM candidates c
            CROSS JOIN LATERAL (SELECT {vector} AS vector OFFSET 0) u
            GROUP BY c.page_id, c.published_at, c.trl
        ),
        picked AS MATERIALIZED (
            SELECT page_id, row_number() OVER () AS place
            FROM (SELECT s.page_id FROM scored s ORDER BY {order} LIMIT %s OFFSET %s) page
        )
        """,
        [*where.params, *match.params, *score_params],
    )


def _hit(row: dict[str, Any], words: _Words | None, reader: str, user: Any) -> Hit:
    title_html, snippet_html = escape(row["title"]), escape(row["summary"])
    if words is not None:
        title_html = highlight(row["title"], words.sought, row["language"])
        snippet_html = _snippet(row, words, user)
    headline = None
    if row["headline_change"] is not None and row["indicator"]:
        change = row["headline_change"]
        headline = Headline(row["indicator"], change, change != 0 and (change < 0) == row["lower_is_better"])
    cover = None
    if row["cover_file"]:
        cover = Cover(default_storage.url(row["cover_file"]), row["cover_width"], row["cover_height"])
    return Hit(
        page_id=row["page_id"],
        url=row["url_path"],
        title=row["title"],
        title_html=title_html,
        summary=row["summary"],
        snippet_html=snippet_html,
        entry_type=row["entry_type"],
        kind=row["kind"],
        country=row["country"],
        enterprise_name=row["enterprise_name"],
        enterprise_slug=row["enterprise_slug"] or "",
        trl=row["trl"],
        stage=row["stage"],
        headline=headline,
        language=row["language"],
        is_reader_language=row["language"] == reader,
        date=timezone.localtime(row["published_at"]).date(),
        needs_confirmation=row["standing"] == "needs_confirmation",
        archived=row["standing"] == "archived",
        cover=cover,
    )


def _snippet(row: dict[str, Any], words: _Words, user: Any) -> SafeString:
    """The best passage of the text for those who may read it, else the summary, which everybody may."""
    if may_read_in_full(user or _VISITOR, _AsEntry(row)) and (found := list(_places(row, words))):
        start, end = passage(row["body"], found)
        return highlight(cut(row["body"], start, end), words.sought, row["language"])
    return highlight(row["summary"], words.sought, row["language"])


def _places(row: dict[str, Any], words: _Words) -> Iterator[tuple[int, float, int]]:
    """Where in the text the words stand that are sought, with their weights and numbers."""
    for number, (term, weight) in enumerate(words.plan.weighed):
        for lexeme in term.lexemes:
            for offset in find(lexeme, row["words"], row["offsets"]):
                yield offset, weight, number


class _AsEntry:
    """A row of the index in the shape that ``kb.permissions`` asks about."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.access = row["access"]
        self.enterprise_id = row["enterprise_id"]
        self.enterprise = self
        self.country = row["country"]
        self.areas = self
        self._area_ids = row["area_ids"]

    def all(self) -> list[Any]:
        """The areas, by their keys alone."""
        return [_Area(pk) for pk in self._area_ids]


@dataclass(frozen=True)
class _Area:
    pk: int


@dataclass(frozen=True)
class _Visitor:
    is_authenticated: bool = False
    is_active: bool = False


_VISITOR = _Visitor()
