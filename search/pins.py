"""Puts first what editors pinned to a query.

A query and a pin are the same where each word of the one is a word of the other, as the search itself sees it: they
share a lexeme. The sets of lexemes need not be equal, since forms of a word differ in what the analysis of a
neighbouring language makes of them ("насос" and "насосов" share one of two and three).
"""

import threading
import time
from functools import lru_cache
from typing import Any, NamedTuple

from search.candidates import RELEVANCE
from search.filters import Filters
from search.highlight import Sought, highlight
from search.look_up import look_up
from search.models import Pin
from search.query import Query, parse
from search.results import Hit, Results
from search.wanted import NOTHING

KEPT_SECONDS = 30
MOST = 5
"""Entries that are put first for one query; what is beyond leaves too little of the search."""


class _Words(NamedTuple):
    """What is compared of a query."""

    required: tuple[frozenset[str], ...]
    excluded: frozenset[str]


class _Known(NamedTuple):
    """The pins of one interface language and number of words: words and page, in the editors' order."""

    pins: dict[tuple[str, int], list[tuple[_Words, int]]]
    good_until: float


class _Cache:
    """What this process knows of the pins; other processes' changes are seen when it is read again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._known: _Known | None = None

    def read(self) -> _Known:
        known = self._known
        if known is None or time.monotonic() >= known.good_until:
            with self._lock:
                known = self._known = _load()
        return known

    def forget(self) -> None:
        with self._lock:
            self._known = None


_cache = _Cache()


def apply(results: Results, filters: Filters, *, language: str, user: Any = None) -> None:
    """Puts the pinned entries that are live and pass ``filters`` at the head of the first page, once each.

    Other pages are left without them. The total grows by those that the query would not have found. Nothing changes
    in another order than that by relevance. One statement, where the query has pins.
    """
    if results.sort != RELEVANCE or not (pages := pinned(results.asked, language)):
        return
    wanted = NOTHING if results.typed else results.wanted
    found = look_up(pages, filters, language, user=user, wanted=wanted, near=results.near)
    if found and results.typed:
        _take_at_its_word(results)
    own = {hit.page_id: hit for hit in results.hits}
    # A search of one page shows all that it found, whatever way it found it.
    results.total += sum(not is_found and hit.page_id not in own for hit, is_found in found)
    first = [own.get(hit.page_id) or _marked(hit, results.asked, language) for hit, _is_found in found]
    named = {hit.page_id for hit in first}
    results.hits = [hit for hit in results.hits if hit.page_id not in named]
    if results.page == 1:
        for hit in first:
            hit.is_recommended = True
        results.hits = first + results.hits


def _take_at_its_word(results: Results) -> None:
    """Nothing has what was typed, but editors knew what is meant: no other reading of it is needed."""
    results.query, results.typed = results.typed, ""
    results.hits, results.facets, results.is_estimate = [], [], False
    results.total, results.page, results.pages, results.first = 0, 1, 1, 1


def pinned(query: str, language: str) -> list[int]:
    """The pages pinned to ``query`` in the interface ``language``, in the editors' order."""
    known = _cache.read().pins
    if not known:
        return []
    words = _words(parse(query, language))
    alike = known.get((language, len(words.required)), [])
    return list(dict.fromkeys(page for other, page in alike if _are_same(words, other)))[:MOST]


def forget() -> None:
    """Lets this process read the pins again."""
    _cache.forget()


def _load() -> _Known:
    pins: dict[tuple[str, int], list[tuple[_Words, int]]] = {}
    rows = Pin.objects.order_by("place", "pk").values_list("language", "query", "page_id")
    for language, query, page in rows:
        words = _words_of_pin(query, language)
        if words.required:
            pins.setdefault((language, len(words.required)), []).append((words, page))
    return _Known(pins, time.monotonic() + KEPT_SECONDS)


@lru_cache(maxsize=4096)
def _words_of_pin(query: str, language: str) -> _Words:
    return _words(parse(query, language))


def _words(query: Query) -> _Words:
    """A whole ("мтз82") stands beside its parts, which are there however it was written."""
    terms = [term for term in query.weighty if not term.is_whole] or query.weighty
    return _Words(tuple(dict.fromkeys(frozenset(term.lexemes) for term in terms)), frozenset(query.excluded))


def _are_same(one: _Words, other: _Words) -> bool:
    """Each word of the one has a word of its own of the other."""
    if one.excluded != other.excluded:
        return False
    left = list(other.required)
    for word in one.required:
        match = next((candidate for candidate in left if candidate & word), None)
        if match is None:
            return False
        left.remove(match)
    return True


def _marked(hit: Hit, query: str, language: str) -> Hit:
    """A hit that the search did not bring, with the words of the query marked in it, if it has any."""
    sought = Sought(frozenset(lexeme for term in parse(query, language).weighty for lexeme in term.lexemes))
    hit.title_html = highlight(hit.title, sought, hit.language)
    hit.snippet_html = highlight(hit.summary, sought, hit.language)
    return hit
