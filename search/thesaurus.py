"""Other words for the words of a query: labels of concepts, found as one word or as several in a row.

Nothing here knows where the labels come from; ``search.synonyms`` brings them.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from search.analysis import LANGUAGES, analyse
from search.query import Term

FEWEST_LETTERS = 2


class Label(NamedTuple):
    """One way to say it: the language, and the lexemes of its words without stop words.

    What is only ``sought`` leads to the concept's other labels and is never given for them.
    """

    language: str
    words: tuple[str, ...]
    only_sought: bool = False


class Concept(NamedTuple):
    """Labels that mean the same; those of a technology area mean a whole field."""

    labels: tuple[Label, ...]
    is_area: bool = False


class Alternative(NamedTuple):
    """Lexemes of which all must be there in a text of the language, best side by side."""

    language: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Expansion:
    """What else the terms from ``start`` to before ``end`` are called; the reader's language comes first.

    An area's names stand for everything in the area, which is much wider than what was typed.
    """

    start: int
    end: int
    alternatives: tuple[Alternative, ...]
    is_area: bool = False


class _Match(NamedTuple):
    start: int
    end: int
    length: int
    concept: Concept


def words_of(text: str, language: str) -> tuple[str, ...]:
    """The lexemes of a label's words, or of the whole where its parts say nothing (5S); empty for less.

    Stop words are left out as long as two other words stay: "станок с ЧПУ" is found in "станок ЧПУ", but "нан зауыты"
    (bakery) not in "зауыт" (factory).
    """
    spans: dict[tuple[int, int], str] = {}
    stops = set()
    for token in analyse(text, language):
        span = (token.start, token.end)
        spans.setdefault(span, token.lexeme)
        if token.is_stop:
            stops.add(span)
    wholes = {span for span in spans if any(_holds(span, other) for other in spans)}
    parts = sorted(spans.keys() - wholes)
    weighty = [span for span in parts if span not in stops]
    if any(_is_weighty(spans[span]) for span in weighty):
        return tuple(spans[span] for span in (weighty if len(weighty) > 1 else parts))
    return tuple(spans[span] for span in sorted(wholes - stops))[:1]


def _holds(span: tuple[int, int], other: tuple[int, int]) -> bool:
    return span != other and span[0] <= other[0] and other[1] <= span[1]


def _is_weighty(lexeme: str) -> bool:
    return sum(map(str.isalpha, lexeme)) >= FEWEST_LETTERS


class Thesaurus:
    """Concepts, ready to be looked up by the words of a query; costs microseconds a word, however many there are."""

    def __init__(self, concepts: Iterable[Concept] = ()) -> None:
        self._by_first: dict[str, list[tuple[tuple[str, ...], Concept]]] = {}
        for concept in concepts:
            given = Concept(_shortest(concept.labels), concept.is_area)
            for words in {label.words for label in concept.labels if label.words}:
                self._by_first.setdefault(words[0], []).append((words, given))

    def expansions(self, terms: Sequence[Term], reader: str) -> list[Expansion]:
        """What the terms are called otherwise, in the order of the query; no two overlap but an area's another's.

        Where labels overlap, the one of more words wins, then the first. Stop words and wholes of several words may
        stand between the words of a label. No stop word is a label.
        """
        found = list(self._matches(terms))
        expansions = [
            expansion
            for is_area in (False, True)
            for expansion in _chosen([match for match in found if match.concept.is_area is is_area], terms, reader)
        ]
        return sorted(expansions, key=lambda expansion: (expansion.start, expansion.is_area))

    def _matches(self, terms: Sequence[Term]) -> Iterator[_Match]:
        for start, term in enumerate(terms):
            for lexeme in term.lexemes:
                for words, concept in self._by_first.get(lexeme, ()):
                    if term.is_stop and len(words) == 1:
                        continue
                    if end := _end(words, terms, start):
                        yield _Match(start, end, len(words), concept)


def _chosen(matches: list[_Match], terms: Sequence[Term], reader: str) -> Iterator[Expansion]:
    taken: set[int] = set()
    spans: dict[tuple[int, int], list[Concept]] = {}
    for match in sorted(matches, key=lambda match: (-match.length, match.start, match.end)):
        span = (match.start, match.end)
        if span not in spans:
            if not taken.isdisjoint(range(*span)):
                continue
            taken.update(range(*span))
        spans.setdefault(span, []).append(match.concept)
    for (start, end), concepts in spans.items():
        typed = [term for term in terms[start:end] if not term.is_stop and (not term.is_whole or end - start == 1)]
        if alternatives := _alternatives(concepts, typed, reader):
            yield Expansion(start, end, alternatives, concepts[0].is_area)


def _alternatives(concepts: list[Concept], typed: list[Term], reader: str) -> tuple[Alternative, ...]:
    """The labels to be given, without those that find nothing new, for what has their words has the typed ones."""
    labels = [label for concept in concepts for label in concept.labels if not _includes(label.words, typed)]
    kept: dict[tuple[str, ...], Alternative] = {}
    for language in dict.fromkeys((reader, *LANGUAGES)):
        for label in labels:
            if label.language == language:
                kept.setdefault(label.words, Alternative(language, label.words))
    return tuple(kept.values())


def _end(words: Sequence[str], terms: Sequence[Term], start: int) -> int:
    """Where a label ends whose first word is at ``start``; 0 where it is not there."""
    place = start
    for word in words[1:]:
        place += 1
        while place < len(terms) and word not in terms[place].lexemes:
            if not (terms[place].is_stop or terms[place].is_whole):
                return 0
            place += 1
        if place >= len(terms):
            return 0
    return place + 1


def _includes(words: Sequence[str], typed: Iterable[Term]) -> bool:
    return all(any(lexeme in words for lexeme in term.lexemes) for term in typed)


def _shortest(labels: Iterable[Label]) -> tuple[Label, ...]:
    """The labels to be given: none that holds all words of another one and so finds nothing that this does not."""
    given = [label for label in labels if label.words and not label.only_sought]
    sets = [frozenset(label.words) for label in given]
    return tuple(label for label, words in zip(given, sets, strict=True) if not any(other < words for other in sets))
