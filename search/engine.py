"""Searches and lists: filters and words in, a page of results out.

A list is a search without words. Either takes a number of SQL statements that does not depend on how much there is:
one for the facets with the total (two where a sample is too small to tell), one for the hits, and with words up to
three more: how rare they and their letters are, which entries are near by their meaning, and which are the best by all
of these. Where common words never stand together, facets are counted once more, for the rarest of them.
"""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from dataclasses import replace
from functools import partial
from typing import Any, NamedTuple

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from replicas.reading import connection
from search import facets, hits, ranking, spelling
from search.analysis.keyboard import readings
from search.candidates import (
    IMPROVEMENT,
    NEWEST,
    READINESS,
    RELEVANCE,
    Slice,
    any_has_words,
    candidates,
    listed,
    ranked,
)
from search.dense import neighbours
from search.dense.choice import choose
from search.expansion import expand
from search.filters import Filters
from search.highlight import Sought
from search.hits import TEXTS, Words, columns, hit, joins
from search.matching import Condition
from search.query import parse
from search.rarity import rarity
from search.reranking import rerank
from search.respelled import as_written
from search.results import Results
from search.wanted import NOTHING

MOST_PER_PAGE = 100
FOREIGN_FROM = 3
"""Words, none of which any entry has, that are rather foreign than misspelled."""
SORTS: dict[str, Promise] = {
    RELEVANCE: _("Best match first"),
    NEWEST: _("Newest first"),
    READINESS: _("Readiest first"),
    IMPROVEMENT: _("Greatest improvement first"),
}


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
    """A page of the public entries that pass ``filters`` and have the words of ``query``, for a reader of ``language``.

    Each translation group is one hit: the version in the reader's language, else the original. A page number beyond
    the last one gives the last one; an unknown ``sort`` the default. Where nothing has the words, they are looked for
    as they would be in another layout of the keyboard, else as they are spelled in the entries, else by what they
    mean; where something has them but another spelling is likelier, that is proposed.
    """
    asked = _Asked(filters, _known(language), user, page, page_size, sort)
    results = _search(query, asked)
    if not results.query:
        return results
    if results.has_words:
        results.did_you_mean = spelling.corrected(results.query, asked.reader, is_found=True)
        return results
    # Of several words that no entry has, hardly all are misspelled, nor are familiar letters mistyped: they are of a
    # language that no entry is in.
    if results.is_by_meaning and len(results.query.split()) >= FOREIGN_FROM:
        return results
    for reading in readings(results.query, asked.reader):
        instead = _search(reading, asked)
        if instead.has_words:
            instead.typed, instead.is_other_layout = results.query, True
            return instead
    if meant := spelling.corrected(results.query, asked.reader):
        instead = _search(meant, asked)
        if instead.has_words:
            instead.typed = results.query
            return instead
    return results


class _Asked(NamedTuple):
    """What was asked for besides words."""

    filters: Filters
    reader: str
    user: Any
    page: int
    page_size: int
    sort: str


def _search(query: str, asked: _Asked) -> Results:
    filters, reader, sort = asked.filters, asked.reader, asked.sort
    words = _understand(query, filters, reader)
    if sort not in SORTS or (sort == RELEVANCE and words is None):
        sort = RELEVANCE if words else NEWEST
    count = partial(facets.count, filters, reader, with_best=sort == RELEVANCE)
    counted = count(words.plan if words else None)
    if words and words.plan.wider and not counted.total:
        words = replace(words, plan=words.plan.wider._replace(near=words.plan.near))
        counted = count(words.plan)
    if words:
        words = replace(words, plan=words.plan._replace(best=counted.best))
    page_size = max(1, min(asked.page_size, MOST_PER_PAGE))
    reachable = min(counted.total, ranking.MOST_CANDIDATES) if sort == RELEVANCE else counted.total
    pages = max(1, -(-reachable // page_size))
    page = max(1, min(asked.page, pages))
    wanted = Slice(page_size, (page - 1) * page_size)
    rows, wordless = _rows(words, filters, reader, sort, wanted) if counted.total else ([], frozenset[int]())
    if words and not rows and page > 1:
        pages = max(1, -(-candidates(words.plan, words.query, filters, reader) // page_size))
        page = min(page, pages)
        wanted = Slice(page_size, (page - 1) * page_size)
        rows, wordless = _rows(words, filters, reader, sort, wanted)
    is_by_meaning = (
        words is not None
        and 0 < counted.total <= len(words.plan.near)
        and not any_has_words(words.plan, filters, reader)
    )
    return Results(
        query=words.query.text if words else query.strip()[:100],
        total=counted.total,
        is_estimate=counted.is_estimate,
        hits=[hit(row, words, reader, asked.user, is_by_meaning=row["page_id"] in wordless) for row in rows],
        facets=counted.facets,
        page=page,
        pages=pages,
        sort=sort,
        sorts=[(name, label) for name, label in SORTS.items() if words or name != RELEVANCE],
        first=wanted.offset + 1,
        hit_marks=frozenset().union(*map(hits.marks, rows)),
        wanted=words.plan.wanted if words else NOTHING,
        near=words.plan.near if words else (),
        is_by_meaning=is_by_meaning,
    )


def _known(language: str) -> str:
    """A language that the tables have columns for."""
    code = (language or "")[:2]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE


def _understand(typed: str, filters: Filters, reader: str) -> Words | None:
    query = parse(typed, reader)
    if not query:
        return None
    query = expand(query, reader)
    ways = [way for term in query.weighty for way in (term, *term.synonyms)]
    frequencies, letters = rarity(query, ways)
    plan = ranking.plan(query, frequencies.of, frequencies.total)
    # Nonsense is near to something too, and need not be embedded.
    has_meaning = frequencies.any or letters.familiar >= ranking.FAMILIAR
    if towards := neighbours.direction(as_written(query, frequencies.of)) if has_meaning else None:
        plan = plan._replace(near=choose(neighbours.nearest(towards, query, filters, reader), letters, plan.room))
    sought = Sought(
        frozenset(lexeme for way in ways for lexeme in way.lexemes),
        tuple(prefix for way in ways for prefix in way.prefixes),
        frozenset(phrase for way in ways for phrase in way.phrases),
    )
    return Words(query, plan, sought, letters, towards)


def _rows(
    words: Words | None, filters: Filters, reader: str, sort: str, wanted: Slice
) -> tuple[list[dict[str, Any]], frozenset[int]]:
    """The rows of a slice, and which of their pages were found by their meaning alone."""
    if words is None:
        picked = listed(filters, reader, sort, wanted)
        return _fetch(picked, columns(filters, reader), joins(filters)), frozenset()
    shown = columns(filters, reader) + TEXTS
    if sort == RELEVANCE and wanted.offset < (count := words.plan.reranked):
        compared = Slice(max(count, sum(wanted)))
        best = ranked(words.plan, words.query, filters, reader, sort, compared, shown_up_to=sum(wanted))
        ordered = rerank(words.letters, best, count, words.towards)
        places = "SELECT * FROM unnest(%s::int[]) WITH ORDINALITY x(page_id, place)"
        picked = Condition(places, [ordered.pages[wanted.offset : sum(wanted)]])
        return _fetch(picked, shown, joins(filters)), ordered.wordless
    picked = ranked(words.plan, words.query, filters, reader, sort, wanted)
    return _fetch(picked, shown, joins(filters)), frozenset()


def _fetch(picked: Condition, columns: str, joined: Condition) -> list[dict[str, Any]]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {columns} FROM ({picked.sql}) x JOIN search_searchdocument d ON d.page_id = x.page_id {joined.sql}"
            " ORDER BY x.place",
            picked.params + joined.params,
        )
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
