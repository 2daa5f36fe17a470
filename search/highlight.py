"""Snippets: the passage that answers best, every form of a word that was sought marked, everything else escaped."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from search.analysis import analyse

LENGTH = 240
LEAD = 60
_ENDS = ".!?…\n"


@dataclass(frozen=True)
class Sought:
    """The lexemes that are marked, the beginnings of lexemes, and those that are marked where they stand in a row."""

    lexemes: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    phrases: frozenset[tuple[str, ...]] = frozenset()

    def __bool__(self) -> bool:
        return bool(self.lexemes or self.prefixes or self.phrases)

    @cached_property
    def phrases_by_first(self) -> Mapping[str, Sequence[tuple[str, ...]]]:
        """The phrases by the lexeme that they begin with."""
        found: dict[str, list[tuple[str, ...]]] = {}
        for phrase in self.phrases:
            found.setdefault(phrase[0], []).append(phrase)
        return found

    def __contains__(self, lexeme: str) -> bool:
        return lexeme in self.lexemes or (bool(self.prefixes) and lexeme.startswith(self.prefixes))


def highlight(text: str, sought: Sought, language: str) -> SafeString:
    """``text`` as HTML with ``<mark>`` around every word that matches in any of its forms."""
    if not sought or not text:
        return escape(text)
    return _marked(text, _ordered(_matches(text, sought, language)))


def highlight_at(text: str, places: Iterable[int], sought: Sought, language: str) -> SafeString:
    """The same, where it is known at which ``places`` of the text matches begin: only what stands there is analysed."""
    return _marked(text, _found_at(text, places, sought, language))


def _marked(text: str, spans: Iterable[tuple[int, int]]) -> SafeString:
    pieces, done = [], 0
    for start, end in spans:
        if start < done:
            start = done
        if start < end:
            pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
            done = end
    pieces.append(escape(text[done:]))
    return mark_safe("".join(pieces))  # noqa: S308 - every piece of text is escaped


# A designation or a number may be written in several words: БелАЗ 75710, 10 000 кВт.
_WORD = re.compile(r"\S+(?:\s(?:\d\S*|(?<=\d\s)\S+)){0,2}")
_ROW_OF_WORDS = re.compile(r"\S+(?:\s\S+){0,2}")


def _matches(text: str, sought: Sought, language: str) -> set[tuple[int, int]]:
    tokens = analyse(text, language)
    found = {(token.start, token.end) for token in tokens if token.lexeme in sought}
    if begun := [token for token in tokens if token.lexeme in sought.phrases_by_first]:
        at = {(token.position, token.lexeme): (token.start, token.end) for token in tokens}
        for token in begun:
            for phrase in sought.phrases_by_first[token.lexeme]:
                row = [at.get((token.position + further, lexeme)) for further, lexeme in enumerate(phrase)]
                if None not in row:
                    found.update(span for span in row if span)
    return found


def _found_at(text: str, places: Iterable[int], sought: Sought, language: str) -> list[tuple[int, int]]:
    around = _ROW_OF_WORDS if sought.phrases else _WORD
    found: set[tuple[int, int]] = set()
    for place in places:
        first = max(text.rfind(" ", 0, place), text.rfind("\n", 0, place)) + 1
        if match := around.match(text, first):
            found.update((first + begins, first + ends) for begins, ends in _matches(match[0], sought, language))
    return _ordered(found)


def _ordered(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Parts of a longer match would be marked twice: the longest comes first."""
    return sorted(spans, key=lambda span: (span[0], -span[1]))


def passage(text: str, places: Sequence[tuple[int, float, int]]) -> tuple[int, int]:
    """Where the best passage of ``text`` begins and ends.

    ``places`` are (offset, weight, word) of matches: a passage with many different heavy words wins, the first of
    equals.
    """
    best, best_worth = 0, -1.0
    ordered = sorted(places)
    for first, (offset, _weight, _word) in enumerate(ordered):
        words: dict[int, float] = {}
        again = 0
        for other, weight, word in ordered[first:]:
            if other > offset + LENGTH - LEAD:
                break
            again += word in words
            words[word] = weight
        worth = sum(words.values()) + 0.05 * again
        if worth > best_worth:
            best, best_worth = offset, worth
    start = _beginning(text, best)
    return start, _end(text, start)


def cut(text: str, start: int, end: int) -> str:
    """The passage with an ellipsis at each end that is not the text's own."""
    opening, closing = _ellipses(text, start, end)
    return f"{opening}{' '.join(text[start:end].split())}{closing}"


def cut_and_highlight(
    text: str, start: int, end: int, places: Iterable[int], sought: Sought, language: str
) -> SafeString:
    """The same with ``highlight_at`` these places of the whole text."""
    piece = text[start:end]
    found = _found_at(piece, (place - start for place in places if start <= place < end), sought, language)
    opening, closing = _ellipses(text, start, end)
    marked = " ".join(_marked(piece, found).split())
    return mark_safe(f"{opening}{marked}{closing}")  # noqa: S308 - escaped, and the marks have no spaces


def _ellipses(text: str, start: int, end: int) -> tuple[str, str]:
    before = start > 0 and text[:start].rstrip()[-1:] not in _ENDS
    return "… " if before else "", " …" if end < len(text.rstrip()) else ""


def _beginning(text: str, match: int) -> int:
    """The beginning of the sentence, if it is near enough, else of a word."""
    if match <= LEAD:
        return 0
    earliest = match - LEAD
    for place in range(match - 1, earliest, -1):
        if text[place] == "\n" or (text[place] in _ENDS and text[place + 1].isspace()):
            return place + 1
    while earliest < match and not text[earliest].isspace():
        earliest += 1
    return earliest


def _end(text: str, start: int) -> int:
    end = start + LENGTH
    if end >= len(text):
        return len(text)
    while end > start + LENGTH // 2 and not text[end].isspace():
        end -= 1
    return end
