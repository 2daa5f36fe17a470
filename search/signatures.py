"""Which words an entry may have, in half a kilobyte of its row: told without unpacking its vector.

A signature is a Bloom filter of one hash (Bloom 1970, "Space/time trade-offs in hash coding with allowable errors"):
the bit of each of the entry's lexemes is set. A word whose bit is not set is not there. One whose bit is set may be
missing: of a page of 300 lexemes that is so for one word in fourteen, of a long handbook for one in four.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from search.places import checksum

BITS = 4_096
"""The same for all entries: with a size of its own each bit would take five times as long to find."""
MOST_LEXEMES = 1_400
"""Those of a long attachment are left out: a signature of ones would tell nothing."""
NOTHING = bytes(BITS // 8)
"""Of an entry that was indexed before there were signatures."""
_GOLDEN = 2_654_435_769
"""2^32 divided by the golden ratio."""


def build(lexemes: Iterable[str]) -> bytes:
    """The signature of an entry that has ``lexemes``, those of its attachments last."""
    signature = bytearray(NOTHING)
    for lexeme in islice(lexemes, MOST_LEXEMES):
        place = _place(lexeme)
        signature[place // 8] |= 1 << place % 8
    return bytes(signature)


def may_have(signature: str, lexemes: Sequence[str]) -> tuple[str, list[int]]:
    """The SQL expression that is 1 where the entry may have all of ``lexemes``, else 0, with its parameters."""
    # PostgreSQL counts the bits of a bytea as ``build`` does.
    bit = f"get_bit({signature}, %s)"
    bits = ", ".join([bit] * len(lexemes))
    return (f"LEAST({bits})" if len(lexemes) > 1 else bit), [_place(lexeme) for lexeme in lexemes]


def _place(lexeme: str) -> int:
    """The bit of a lexeme; a checksum's own low bits are alike for words that are alike.

    Multiplicative hashing: Knuth, "The Art of Computer Programming", volume 3, section 6.4.
    """
    return (checksum(lexeme) * _GOLDEN & 0xFFFF_FFFF) * BITS >> 32
