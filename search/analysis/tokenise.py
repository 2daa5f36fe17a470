"""Cuts a text into units: words, numbers, and things written together with hyphens, dots or without any gap.

A unit is what a person would call one word or one designation ("трактор", "научно-технический", "МТЗ-82.1",
"ГОСТ", "12.1.004-91", "10 000"). `split_unit` says what it consists of. Both work on the text as it was written.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from search.analysis.normalise import APOSTROPHES, COMBINING, HYPHENS, INVISIBLE

# No designation is longer; what is goes on as another unit.
MOST_ATOMS = 16

_LETTER = r"[^\W\d_ʼʹ]"  # two apostrophes that Unicode counts as letters
_INSIDE = f"[{INVISIBLE}{COMBINING}]"
# Letters, with invisible characters, stress marks and apostrophes between them.
_LETTERS = rf"{_LETTER}++(?:[{INVISIBLE}{COMBINING}{APOSTROPHES}]{{1,3}}+{_LETTER}++)*+{_INSIDE}*+"
_ATOM = rf"(?:{_LETTERS}|\d++)"
_SPACES = " \u00a0\u2009\u202f"
_SPACE = f"[{_SPACES}]"
_THOUSANDS = rf"(?<![\d.,])[1-9]\d{{0,2}}(?:{_SPACE}\d{{3}})++(?!\d)(?:[.,]\d++)?"
_JOINT = rf"(?:[{HYPHENS}]|(?<=\d)[.,/](?=\d)|(?<=\d)[–—](?={_LETTER})|(?<={_LETTER})[–—](?=\d))"

UNIT = re.compile(rf"{_THOUSANDS}|(?<![^\W_])[A-Za-zСс](?:\+\+|\#)|{_ATOM}(?:{_JOINT}?+{_ATOM}){{0,{MOST_ATOMS - 1}}}+")
ATOM = re.compile(_ATOM)
SPACED_NUMBER = re.compile(_THOUSANDS)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
_DOTTED = re.compile(r"\d+(?:[.,]\d+)+")


class Span(NamedTuple):
    """A part of a unit: which characters, which atom it starts at, and whether it covers several atoms."""

    start: int
    end: int
    atom: int
    is_whole: bool


def find_units(text: str) -> Iterator[re.Match[str]]:
    """All units of the text in order, each as a match whose span points into it."""
    return UNIT.finditer(text)


def is_gap(text: str, start: int, end: int) -> bool:
    """Whether there is just one space between two units, as in "БелАЗ 75710"."""
    return end - start == 1 and text[start] in _SPACES


def split_unit(unit: str) -> list[Span]:
    """The unit as a whole, its dotted numbers, and its atoms (runs of letters or of digits), by position.

    A decimal number standing alone is one atom, for its halves mean nothing.
    """
    if _NUMBER.fullmatch(unit) or unit[-1] in "+#":
        return [Span(0, len(unit), 0, False)]
    atoms = [match.span() for match in ATOM.finditer(unit)]
    spans = [Span(start, end, number, False) for number, (start, end) in enumerate(atoms)]
    if len(atoms) == 1:
        return spans
    starts = {start: number for number, (start, _) in enumerate(atoms)}
    spans += [Span(*m.span(), starts[m.start()], True) for m in _DOTTED.finditer(unit) if m.span() != (0, len(unit))]
    spans.append(Span(0, len(unit), 0, True))
    return sorted(spans, key=lambda span: (span.atom, not span.is_whole, -span.end))
