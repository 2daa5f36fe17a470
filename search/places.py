"""Which words stand where in a text, packed so that the places of a few words are found without reading it all.

Two strings of bytes run in parallel, four for each word: a checksum of its lexeme, and the offset at which it begins.
Two lexemes with one checksum would only move a snippet; what is marked in it is told by the lexemes themselves.
"""

from collections.abc import Iterator, Sequence
from functools import lru_cache
from struct import pack as packed
from zlib import crc32

_WIDTH = 4
NEXT_WORD = 40
"""Characters within which the word after one begins."""
TITLE = 1 << 31
"""What is added to the offset of a word of the title, and no text is as long as."""


def pack(numbers: list[int]) -> bytes:
    """Numbers of 32 bits as bytes, the lowest first."""
    return packed(f"<{len(numbers)}I", *numbers)


def checksum(lexeme: str) -> int:
    """The number that stands for a lexeme."""
    return crc32(lexeme.encode())


# A page of hits looks for the same few lexemes in each text.
@lru_cache(maxsize=4_096)
def _packed_checksum(lexeme: str) -> bytes:
    return pack([checksum(lexeme)])


def find(lexeme: str, words: bytes, offsets: bytes) -> Iterator[int]:
    """The offsets at which the lexeme stands."""
    sought = _packed_checksum(lexeme)
    place = words.find(sought)
    while place >= 0:
        if place % _WIDTH == 0:
            yield int.from_bytes(offsets[place : place + _WIDTH], "little")
        place = words.find(sought, place + 1)


def find_in_a_row(lexemes: Sequence[str], words: bytes, offsets: bytes) -> Iterator[int]:
    """The offsets at which the first lexeme stands with the others soon after it, each after the one before."""
    following = [sorted(find(lexeme, words, offsets)) for lexeme in lexemes[1:]]
    for first in find(lexemes[0], words, offsets):
        place = first
        for places in following:
            place = next((later for later in places if place < later <= place + NEXT_WORD), -1)
            if place < 0:
                break
        else:
            yield first
