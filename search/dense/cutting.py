"""A text in pieces that an embedding can hold: the title, and a few sentences each."""

import re
from collections.abc import Iterator
from itertools import islice

MANNER = "1"
"""To be changed with the way of cutting: what was cut in another manner is embedded anew."""
WORDS = 45
"""A piece ends with the sentence in which it has so many words."""
MOST_CHARACTERS = 1_200
MOST_PASSAGES = 40

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+|\n+")


def passages(title: str, summary: str, body: str) -> list[str]:
    """The pieces of an entry: the title by itself, for it would make all others alike, and the text after it."""
    return [title, *islice(_pieces(f"{summary}\n{body}"), MOST_PASSAGES - 1)]


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
