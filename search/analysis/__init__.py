"""Text to lexemes, for the index and for queries. The only entrance to everything in this package.

    analyse(text, language)            -> list[Token]      index side: the page's language is known
    analyse_query(text, languages)     -> list[QueryTerm]  query side: every language it could be in
    detect_language(text)              -> "ru" | "be" | "kk" | "en" | None
    clean(text)                        -> text that PostgreSQL can store, of the same length
    normalise_word(word)               -> its normal spelling, unstemmed (for prefixes and suggestions)
    respellings(word, language)        -> how else it is written that was typed in Russian letters
    skeleton(text), grams(word)        -> what cognates share, and 4-grams of it (see skeleton.py)

Positions count atoms from 1: words, and the runs of letters or digits that make up a hyphenated word or a
designation. Several tokens may share a position: "МТЗ-82" gives its key mtz82 and мтз and mtz at position 1, and 82
at position 2, so the phrase "МТЗ 82" still matches. Tokens are ordered by position. Offsets point into the text that
was passed in, so `text[token.start:token.end]` is what the author wrote, whatever was normalised.

A query term is one position of the query with all its alternatives, to be joined by OR. A term with `is_whole`
stands for several of its neighbours together ("мтз82"): it makes a hit better, but must not be required, for the text
may have written it apart; its parts follow as terms of their own.

Stop words are marked, not left out: they count for phrases and weigh nothing.
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from search.analysis.detect import detect_language
from search.analysis.languages import LANGUAGES
from search.analysis.normalise import clean, normalise_word
from search.analysis.respelling import lacks_letters, respellings
from search.analysis.skeleton import grams, skeleton
from search.analysis.tokenise import find_units, is_gap
from search.analysis.units import Part, Unit, analyse_unit

__all__ = [
    "LANGUAGES",
    "QueryTerm",
    "Token",
    "analyse",
    "analyse_query",
    "clean",
    "detect_language",
    "grams",
    "lacks_letters",
    "normalise_word",
    "respellings",
    "skeleton",
]


class Token(NamedTuple):
    """One lexeme at one position of the text, and the characters it came from."""

    lexeme: str
    position: int
    start: int
    end: int
    is_stop: bool


class QueryTerm(NamedTuple):
    """One word of a query: the lexemes of which any is a match."""

    lexemes: frozenset[str]
    position: int
    start: int
    end: int
    is_stop: bool
    is_whole: bool


def analyse(text: str, language: str) -> list[Token]:
    """The lexemes of a text in the given language, with positions and offsets."""
    return [
        Token(lexeme, position + offset, start + first, start + last, is_stop)
        for position, start, parts in _places(text, language, in_query=False)
        for lexeme, offset, first, last, is_stop, _ in parts
    ]


def analyse_query(text: str, languages: Iterable[str] = LANGUAGES) -> list[QueryTerm]:
    """The terms of a query, each with its lexemes under every language given."""
    terms: dict[tuple[int, int, int, bool], tuple[set[str], list[bool]]] = {}
    for language in languages:
        for position, start, parts in _places(text, language, in_query=True):
            for lexeme, offset, first, last, is_stop, is_whole in parts:
                place = (position + offset, start + first, start + last, is_whole)
                lexemes, stops = terms.setdefault(place, (set(), []))
                lexemes.add(lexeme)
                stops.append(is_stop)
    return [
        QueryTerm(frozenset(lexemes), position, start, end, any(stops), is_whole)
        for (position, start, end, is_whole), (lexemes, stops) in sorted(terms.items(), key=lambda term: term[0][:2])
    ]


def _places(text: str, language: str, *, in_query: bool) -> Iterator[tuple[int, int, Iterable[Part]]]:
    """The parts of each unit, with the position and the character they count from."""
    text = clean(text)
    position, before, before_start, before_end = 1, None, 0, 0
    for match in find_units(text):
        start, end = match.span()
        unit = analyse_unit(match[0], language, in_query=in_query)
        if before and is_gap(text, before_end, start):
            yield position - before.width, before_start, _joined_parts(before, unit, end - before_start)
        yield position, start, unit.parts
        position += unit.width
        before, before_start, before_end = unit, start, end


def _joined_parts(before: Unit, unit: Unit, length: int) -> list[Part]:
    return [Part(key, 0, 0, length, is_stop=False, is_whole=True) for key in before.joined(unit)]
