"""Texts to PostgreSQL's ``tsvector``, lexeme by lexeme, so that the server needs no dictionaries."""

from collections.abc import Iterable
from typing import NamedTuple

from search import signatures
from search.analysis import analyse, clean, normalise_word, skeleton
from search.lexicon import is_word
from search.places import TITLE, checksum, pack

# https://www.postgresql.org/docs/current/textsearch-limitations.html
LAST_POSITION = 16_383
MOST_POSITIONS = 255
MOST_BYTES = 900_000
LONGEST_LEXEME = 500

LONGEST_SKELETON = 8_000
"""Characters: some thousand words, for what is compared by letters; the rest of a long text is found by words."""

IN_TITLE = "="
"""Before a lexeme, says that the title has the word: entries named after it are found without reading all that use it.
No lexeme begins with it."""

GAP = 8
"""Positions between two parts, so that no phrase reaches from one into the next."""


class Part(NamedTuple):
    """A piece of text with its weight (A the heaviest, D the lightest) and, where it is another, its language."""

    text: str
    weight: str
    language: str = ""


class Vector(NamedTuple):
    """The literal of a ``tsvector``, the running text of weight C, which words stand where in it and in the title, the
    skeleton of all that is not attached, and the signature of all lexemes.

    ``vocabulary`` has the words of all parts as they are written.
    """

    literal: str
    body: str
    skeleton: str
    words: bytes
    offsets: bytes
    signature: bytes
    vocabulary: frozenset[str]


def build(parts: Iterable[Part], language: str) -> Vector:
    """The vector of all parts: titles first, running text after them."""
    found: dict[str, list[tuple[int, str]]] = {}
    body: list[str] = []
    letters: list[str] = []
    words: list[int] = []
    offsets: list[int] = []
    written: set[str] = set()
    length = position = 0
    for part in sorted(parts, key=lambda part: part.weight):
        text = clean(part.text)
        last = 0
        for token in analyse(text, part.language or language):
            last = max(last, token.position)
            written.add(text[token.start : token.end])
            lexeme = token.lexeme[:LONGEST_LEXEME]
            found.setdefault(lexeme, []).append((position + token.position, part.weight))
            if part.weight == "A" and not token.is_stop:
                found.setdefault(IN_TITLE + lexeme, []).append((position + token.position, part.weight))
            if part.weight in "AC" and not token.is_stop:
                words.append(checksum(token.lexeme))
                offsets.append((TITLE if part.weight == "A" else length) + token.start)
        if part.weight != "D":
            letters.append(skeleton(text))
        if part.weight == "C":
            body.append(text)
            length += len(text) + 1
        position += last + GAP
    return Vector(
        literal=literal(found),
        body="\n".join(body),
        skeleton=" ".join(letters).replace("  ", " ")[:LONGEST_SKELETON],
        words=pack(words),
        offsets=pack(offsets),
        signature=signatures.build(found),
        vocabulary=frozenset(filter(is_word, map(normalise_word, written))),
    )


def quote(lexeme: str) -> str:
    """A lexeme as it stands in a literal of ``tsvector`` or ``tsquery``."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def literal(lexemes: dict[str, list[tuple[int, str]]]) -> str:
    """Lexemes with their positions and weights as a ``tsvector``, within its limits."""
    written, size = [], 0
    for lexeme, found in lexemes.items():
        kept = dict(found[:MOST_POSITIONS])
        size += len(lexeme.encode()) + 4 * len(kept)
        if size > MOST_BYTES:
            break
        marks = ",".join(f"{min(position, LAST_POSITION)}{weight}" for position, weight in kept.items())
        written.append(f"{quote(lexeme)}:{marks}")
    return " ".join(written)
