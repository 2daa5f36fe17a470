"""Text to lexemes, for the index and for queries. The only entrance to everything in this package.

    analyse(text, language)            -> list[Token]      index side: the page's language is known
    analyse_query(text, languages)     -> list[QueryTerm]  query side: every language it could be in
    detect_language(text)              -> "ru" | "be" | "kk" | "en" | None
    clean(text)                        -> text that PostgreSQL can store, of the same length

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
from functools import lru_cache
from typing import NamedTuple

from search.analysis import designations, tokenise
from search.analysis.detect import detect_language, language_of_word
from search.analysis.languages import ANALYSERS, LANGUAGES
from search.analysis.normalise import LONGEST_WORD, clean, normalise_word

__all__ = ["LANGUAGES", "QueryTerm", "Token", "analyse", "analyse_query", "clean", "detect_language"]


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


class _Part(NamedTuple):
    lexeme: str
    offset: int
    start: int
    end: int
    is_stop: bool
    is_whole: bool


class _Unit(NamedTuple):
    """What is known of a unit wherever it stands: its parts, and what it may be joined with."""

    parts: tuple[_Part, ...]
    width: int
    keys: frozenset[str]
    is_number: bool
    joins_number: bool
    is_measure: bool


def analyse(text: str, language: str) -> list[Token]:
    """The lexemes of a text in the given language, with positions and offsets."""
    return [Token(*place[:5]) for place in _places(text, language, in_query=False)]


def analyse_query(text: str, languages: Iterable[str] = LANGUAGES) -> list[QueryTerm]:
    """The terms of a query, each with its lexemes under every language given."""
    terms: dict[tuple[int, int, int, bool], tuple[set[str], list[bool]]] = {}
    for language in languages:
        for lexeme, position, start, end, is_stop, is_whole in _places(text, language, in_query=True):
            lexemes, stops = terms.setdefault((position, start, end, is_whole), (set(), []))
            lexemes.add(lexeme)
            stops.append(is_stop)
    return [
        QueryTerm(frozenset(lexemes), position, start, end, any(stops), is_whole)
        for (position, start, end, is_whole), (lexemes, stops) in sorted(terms.items(), key=lambda item: item[0][:2])
    ]


def _places(text: str, language: str, *, in_query: bool) -> Iterator[tuple[str, int, int, int, bool, bool]]:
    """Every lexeme as (lexeme, position, start, end, is_stop, is_whole)."""
    position, before, before_start, before_end = 1, None, 0, 0
    for match in tokenise.units(text):
        raw, start = match[0], match.start()
        unit = (
            _unit(raw, language, in_query) if len(raw) <= LONGEST_WORD else _unit.__wrapped__(raw, language, in_query)
        )
        if before is not None and start - before_end == 1 and tokenise.GAP.match(text, before_end):
            if (before.joins_number and unit.is_number) or (before.is_number and unit.is_measure):
                for first in before.keys:
                    for second in unit.keys:
                        yield first + second, position - before.width, before_start, match.end(), False, True
        for part in unit.parts:
            yield (
                part.lexeme,
                position + part.offset,
                start + part.start,
                start + part.end,
                part.is_stop,
                part.is_whole,
            )
        position += unit.width
        before, before_start, before_end = unit, start, match.end()


@lru_cache(maxsize=65_536)
def _unit(raw: str, language: str, in_query: bool) -> _Unit:
    if tokenise.SPACED_NUMBER.fullmatch(raw):
        return _spaced_number(raw)
    spans = tokenise.split_unit(raw)
    has_digit = any(character.isdigit() for character in raw)
    parts: list[_Part] = []
    for span in spans:
        written = raw[span.start : span.end]
        word = normalise_word(written)
        if span.is_whole:
            lexemes, is_stop = _whole(word, language, is_designation=has_digit), False
        elif written[:1].isdigit():
            lexemes, is_stop = [_number(word, language)], False
        else:
            lexemes, is_stop = _word(written, word, language, beside_digit=has_digit)
        parts += [_Part(lexeme, span.atom, span.start, span.end, is_stop, span.is_whole) for lexeme in lexemes]
    word = normalise_word(raw)
    return _Unit(
        parts=tuple(parts),
        width=spans[-1].atom + 1,
        keys=designations.keys(word),
        is_number=raw[0].isdigit(),
        joins_number=not has_digit and (designations.is_designation(raw) or (in_query and len(raw) <= 6)),
        is_measure=raw in designations.UNITS,
    )


def _word(written: str, word: str, language: str, *, beside_digit: bool) -> tuple[list[str], bool]:
    """A word's stem, and its key where it may be a mark or a unit, which people type in either alphabet."""
    spoken = language_of_word(word, language)
    analyser = ANALYSERS.get(spoken, ANALYSERS["en"])
    lexemes = [analyser.stem(word) or word]
    if beside_digit or written in designations.UNITS or designations.is_designation(written):
        lexemes += sorted(designations.keys(word) - set(lexemes))
    is_stop = not designations.is_designation(written) and word in analyser.stop_words
    return lexemes, is_stop


def _whole(word: str, language: str, *, is_designation: bool) -> list[str]:
    if is_designation:
        return sorted(designations.keys(word))
    head, _, last = word.rpartition("-")
    return [f"{head}-{ANALYSERS[language_of_word(last, language)].stem(last)}"]


def _number(word: str, language: str) -> str:
    head, comma, tail = word.partition(",")
    if language == "en" and comma and len(tail) == 3:
        return head + tail
    return word.replace(",", ".")


def _spaced_number(raw: str) -> _Unit:
    parts = [
        _Part(raw[m.start() : m.end()], number, *m.span(), False, False)
        for number, m in enumerate(tokenise.ATOM.finditer(raw))
    ]
    whole = "".join(character for character in raw if not character.isspace()).replace(",", ".")
    parts.insert(0, _Part(whole, 0, 0, len(raw), False, True))
    return _Unit(tuple(parts), len(parts) - 1, frozenset({whole}), True, False, False)
