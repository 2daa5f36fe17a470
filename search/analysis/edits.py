"""How far what was typed is from a word: Damerau's edits, the likely ones cheaper.

Damerau, A technique for computer detection and correction of spelling errors, CACM 7 (1964): nearly all mistakes are
one letter too many, too few or wrong, or two letters in the wrong order. The distance is that of optimal string
alignment, which never edits a letter twice.
"""

from functools import lru_cache

from search.analysis.folding import fold

ONE_SKELETON = 0.2
"""A letter that the keyboard lacks or that looks the same (ө for о): hardly a mistake."""
SOUNDS_ALIKE = 0.6
"""A letter that is written otherwise than it is heard (молако), or one of a double letter (програма)."""
SWAPPED = 0.8
ORDINARY = 1.0

# Unstressed vowels, and consonants that lose their voice or their hardness, in the three languages in Cyrillic.
_HEARD_AS_ONE = ("оа", "еиэ", "иы", "яе", "бп", "вф", "гк", "гх", "дт", "жш", "шщ", "чщ", "зс", "цс", "ыі", "аә", "ьъ'")
_CONFUSED = frozenset((a, b) for group in _HEARD_AS_ONE for a in group for b in group if a != b)
_HARDLY_HEARD = frozenset("ьъ'")


def distance(typed: str, word: str, most: float) -> float | None:
    """The cost of turning ``typed`` into ``word``, both normalised; None if it is over ``most``."""
    if abs(len(typed) - len(word)) * SOUNDS_ALIKE > most:
        return None
    before_last: list[float] = []
    last = _edges(word)
    for row, letter in enumerate(typed, start=1):
        current = [last[0] + _loose(letter, typed[row - 2 : row - 1])]
        for column, other in enumerate(word, start=1):
            earlier = word[column - 2 : column - 1]
            best = min(
                last[column - 1] + replaced(letter, other),
                last[column] + _loose(letter, typed[row - 2 : row - 1]),
                current[column - 1] + _loose(other, earlier),
            )
            if before_last and earlier == letter and typed[row - 2] == other and letter != other:
                best = min(best, before_last[column - 2] + SWAPPED)
            current.append(best)
        if min(current) > most and min(last) > most:
            return None
        before_last, last = last, current
    return last[-1] if last[-1] <= most else None


def _edges(word: str) -> list[float]:
    found = [0.0]
    for place, letter in enumerate(word):
        found.append(found[-1] + _loose(letter, word[place - 1] if place else ""))
    return found


def _loose(letter: str, before: str) -> float:
    """What it costs to leave the letter out or to put it in."""
    return SOUNDS_ALIKE if letter == before or letter in _HARDLY_HEARD else ORDINARY


@lru_cache(maxsize=4096)
def replaced(letter: str, other: str) -> float:
    """What it costs to take one letter for the other."""
    if letter == other:
        return 0.0
    if fold(letter) == fold(other):
        return ONE_SKELETON
    return SOUNDS_ALIKE if (letter, other) in _CONFUSED else ORDINARY
