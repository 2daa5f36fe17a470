"""Which words stand where in a text, packed so that the places of a few words are found without reading it all.

Two strings of bytes run in parallel, four for each word: a checksum of its lexeme, and the offset at which it begins.
Two lexemes with one checksum would only move a snippet; what is marked in it is told by the lexemes themselves.
"""

from collections.abc import Iterator
from struct import pack as packed
from zlib import crc32

_WIDTH = 4


def pack(numbers: list[int]) -> bytes:
    """Numbers of 32 bits as bytes, the lowest first."""
    return packed(f"<{len(numbers)}I", *numbers)


def checksum(lexeme: str) -> int:
    """The number that stands for a lexeme."""
    return crc32(lexeme.encode())


def find(lexeme: str, words: bytes, offsets: bytes) -> Iterator[int]:
    """The offsets at which the lexeme stands."""
    sought = pack([checksum(lexeme)])
    place = words.find(sought)
    while place >= 0:
        if place % _WIDTH == 0:
            yield int.from_bytes(offsets[place : place + _WIDTH], "little")
        place = words.find(sought, place + 1)
