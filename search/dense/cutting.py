"""A text in pieces of a few sentences, as much as an embedding can hold."""

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
    """The pieces of an entry, at least one; title and summary begin the first.

    The title stands in no other: it would make all of them alike, and by itself, being short, it is near to any query.
    """
    return list(islice(_pieces(f"{title}.\n{summary}\n{body}"), MOST_PASSAGES))


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
