"""Texts to PostgreSQL's ``tsvector``, lexeme by lexeme, so that the server needs no dictionaries."""

from collections.abc import Iterable
from typing import NamedTuple

from search.analysis import analyse, clean

# https://www.postgresql.org/docs/current/textsearch-limitations.html
LAST_POSITION = 16_383
MOST_POSITIONS = 255
MOST_BYTES = 900_000
LONGEST_LEXEME = 500

GAP = 8
"""Positions between two parts, so that no phrase reaches from one into the next."""


class Part(NamedTuple):
    """A piece of text with its weight (A the heaviest, D the lightest) and, where it is another, its language."""

    text: str
    weight: str
    language: str = ""


class Vector(NamedTuple):
    """The literal of a ``tsvector``, the running text of weight C, and where each position begins in it."""

    literal: str
    body: str
    body_from: int
    offsets: list[int]


def build(parts: Iterable[Part], language: str) -> Vector:
    """The vector of all parts: titles first, running text after them."""
    places: dict[str, list[tuple[int, str]]] = {}
    ordered = sorted(parts, key=lambda part: part.weight)
    body: list[str] = []
    offsets: list[int] = []
    body_from = length = 0
    position = 0
    for part in ordered:
        text = clean(part.text)
        in_body = part.weight == "C"
        if in_body and not body:
            body_from = position
        last = 0
        for token in analyse(text, part.language or language):
            last = max(last, token.position)
            at = position + token.position
            if in_body and at <= LAST_POSITION and at - body_from > len(offsets):
                offsets += [length + token.start] * (at - body_from - len(offsets))
            places.setdefault(token.lexeme[:LONGEST_LEXEME], []).append((at, part.weight))
        if in_body:
            body.append(text)
            length += len(text) + 1
        position += last + GAP
    return Vector(_literal(places), "\n".join(body), body_from, offsets)


def quote(lexeme: str) -> str:
    """A lexeme as it stands in a literal of ``tsvector`` or ``tsquery``."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def _literal(places: dict[str, list[tuple[int, str]]]) -> str:
    written, size = [], 0
    for lexeme, found in places.items():
        kept = dict(found[:MOST_POSITIONS])
        size += len(lexeme.encode()) + 4 * len(kept)
        if size > MOST_BYTES:
            break
        marks = ",".join(f"{min(position, LAST_POSITION)}{weight}" for position, weight in kept.items())
        written.append(f"{quote(lexeme)}:{marks}")
    return " ".join(written)
