"""What one unit of a text gives wherever it stands: its lexemes, and what it may be joined with."""

from functools import lru_cache
from typing import NamedTuple

from search.analysis import designations, tokenise
from search.analysis.detect import language_of_word
from search.analysis.languages import ANALYSERS
from search.analysis.normalise import LONGEST_WORD, normalise_word, visible


class Part(NamedTuple):
    """One lexeme of a unit; `offset` is its position and `start` and `end` its characters within the unit."""

    lexeme: str
    offset: int
    start: int
    end: int
    is_stop: bool
    is_whole: bool


class Unit(NamedTuple):
    """The parts in order of position, the number of positions they take, and the unit's role beside others."""

    parts: tuple[Part, ...]
    width: int
    word: str
    is_number: bool
    may_name_number: bool
    is_measure: bool

    @property
    def keys(self) -> frozenset[str]:
        """Its keys as a designation; asked for beside numbers only, so not before."""
        return designations.keys(self.word)

    def joined(self, following: "Unit") -> list[str]:
        """The keys of what is written in two words but is one thing: БелАЗ 75710, 10 кВ."""
        if (self.may_name_number and following.is_number) or (self.is_number and following.is_measure):
            return sorted(first + second for first in self.keys for second in following.keys)
        return []


def analyse_unit(raw: str, language: str, *, in_query: bool) -> Unit:
    """The unit as it is written, analysed. In queries, marks count as such in small letters too (мтз 82)."""
    if len(raw) > LONGEST_WORD:
        return _analyse(raw, language, in_query)
    return _analyse_often(raw, language, in_query)


def _analyse(raw: str, language: str, in_query: bool) -> Unit:
    if raw.isalpha():
        return _plain_word(raw, language, in_query)
    if tokenise.SPACED_NUMBER.fullmatch(raw):
        return _spaced_number(raw)
    spans = tokenise.split_unit(raw)
    is_designation = raw[-1] in "+#" or any(character.isdigit() for character in raw)
    parts = []
    for start, end, offset, is_whole in spans:
        written = visible(raw[start:end])
        word = normalise_word(written)
        if is_whole:
            lexemes, is_stop = _whole(word, language, is_designation)
        elif written[0].isdigit():
            lexemes, is_stop = [designations.number(word, language)], False
        else:
            lexemes, is_stop = _word(written, word, language, is_designation)
        parts += [Part(lexeme, offset, start, end, is_stop, is_whole) for lexeme in lexemes]
    raw = visible(raw)
    return Unit(
        parts=tuple(parts),
        width=spans[-1].atom + 1,
        word=normalise_word(raw),
        is_number=raw[0].isdigit(),
        may_name_number=not is_designation and _may_name_number(raw, in_query),
        is_measure=raw in designations.MEASURES,
    )


def _plain_word(raw: str, language: str, in_query: bool) -> Unit:
    """What nearly every unit of a running text is: letters alone, one atom."""
    word = normalise_word(raw)
    lexemes, is_stop = _word(raw, word, language, False)
    return Unit(
        parts=tuple(Part(lexeme, 0, 0, len(raw), is_stop, False) for lexeme in lexemes),
        width=1,
        word=word,
        is_number=False,
        may_name_number=_may_name_number(raw, in_query),
        is_measure=raw in designations.MEASURES,
    )


def _may_name_number(raw: str, in_query: bool) -> bool:
    return designations.is_mark(raw) or (in_query and len(raw) <= designations.LONGEST_MARK)


_analyse_often = lru_cache(maxsize=65_536)(_analyse)


def _word(written: str, word: str, language: str, is_designation: bool) -> tuple[list[str], bool]:
    """A word's stem, and its keys where it may be a mark or a measure, which people type in either alphabet."""
    analyser = ANALYSERS[language_of_word(word, language)]
    lexemes = [analyser.stem(word) or word]
    is_mark = designations.is_mark(written)
    if is_mark or is_designation or written in designations.MEASURES:
        lexemes += sorted(designations.keys(word) - set(lexemes))
    return lexemes, word in analyser.stop_words and not is_mark


def _whole(word: str, language: str, is_designation: bool) -> tuple[list[str], bool]:
    """What a hyphenated word or a designation gives besides its parts."""
    if is_designation:
        number = designations.number(word, language)
        return ([number] if number.isdigit() else sorted(designations.keys(word))), False
    head, _, last = word.rpartition("-")
    analyser = ANALYSERS[language_of_word(last, language)]
    return [f"{head}-{analyser.stem(last)}" if last else head], word in analyser.stop_words


def _spaced_number(raw: str) -> Unit:
    """10 000: one number, and its groups in case the gap was no more than a gap."""
    whole = "".join(raw.split()).replace(",", ".")[:LONGEST_WORD]
    groups = [
        Part(match[0], offset, match.start(), match.end(), False, False)
        for offset, match in enumerate(tokenise.ATOM.finditer(raw))
    ]
    parts = (Part(whole, 0, 0, len(raw), False, True), *groups)
    return Unit(parts, len(groups), whole, is_number=True, may_name_number=False, is_measure=False)
