"""What the text of an entry must have to be found, in PostgreSQL's tsquery notation.

The index alone says which entries have certain words; whether words stand side by side it does not know. If a condition
asks for both, PostgreSQL reads the vector of every entry that the index gives, six times as long. So what the index can
tell is asked by itself, and only entries with all words of a phrase are read.
"""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from search.query import EVERYTHING_BUT, Term
from search.vectors import quote

Ways = Sequence[Sequence[Term]]
"""Terms that suffice together; any of these."""


class Wanted(NamedTuple):
    """The ``whole`` condition; the part of it that the index ``tells``; what has to be read, besides, to know.

    ``whole`` is true of a text where ``tells`` is, or where ``whole & read`` is. ``read`` is empty where the index
    tells all of it. After ``EVERYTHING_BUT`` stands what a text must not have.
    """

    whole: str = ""
    tells: str = ""
    read: str = ""

    def and_also(self, condition: str) -> "Wanted":
        """Both this and a ``condition`` that all texts fulfil; as it is where that is empty."""
        if not condition:
            return self
        return self._replace(whole=_both(self.whole, condition), tells=_both(self.tells, condition))

    def __bool__(self) -> bool:
        return bool(self.whole)


NOTHING = Wanted()


def any_of(ways: Ways) -> Wanted:
    """What has the terms of any of ``ways``."""
    whole = _written([term.matching for term in together] for together in ways)
    tells = _written([term.matching_alone for term in together] for together in ways)
    if whole == tells or not tells:
        return Wanted(whole, whole)
    phrases = dict.fromkeys(phrase for together in ways for term in together for phrase in term.all_phrases)
    return Wanted(whole, tells, " | ".join(f"({' & '.join(map(quote, phrase))})" for phrase in phrases))


def nothing_of(words: Iterable[str]) -> Wanted:
    """What has none of ``words``."""
    condition = EVERYTHING_BUT + " | ".join(f"({word})" for word in words)
    return Wanted(condition, condition)


def _written(ways: Iterable[Sequence[str]]) -> str:
    """In brackets, for more to be joined to it; a way of which a part cannot be said is left out."""
    found = []
    for together in ways:
        if all(together):
            way = " & ".join(f"({condition})" for condition in together)
            found.append(f"({way})" if len(together) > 1 else way)
    return f"({' | '.join(found)})" if found else ""


def _both(condition: str, other: str) -> str:
    return " & ".join(filter(None, (condition, other)))
