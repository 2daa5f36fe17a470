"""A text in pieces that an embedding can hold: a few sentences, each piece with the title."""

import re
from collections.abc import Iterator
from itertools import islice

WORDS = 60
"""A piece ends with the sentence in which it has so many words."""
MOST_CHARACTERS = 1_200
MOST_PASSAGES = 40

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def passages(title: str, summary: str, body: str) -> list[str]:
    """The pieces of an entry, at least one; the summary begins the first."""
    pieces = [f"{title}. {piece}" for piece in islice(_pieces(f"{summary}\n{body}"), MOST_PASSAGES)]
    return pieces or [title]


def _pieces(text: str) -> Iterator[str]:
    piece: list[str] = []
    words = 0
    for sentence in _SENTENCE_END.split(text):
        if not sentence.strip():
            continue
        piece.append(sentence.strip())
        words += len(sentence.split())
        if words >= WORDS:
            yield " ".join(piece)[:MOST_CHARACTERS]
            piece, words = [], 0
    if piece:
        yield " ".join(piece)[:MOST_CHARACTERS]
