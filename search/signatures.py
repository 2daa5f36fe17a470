"""Which words an entry may have, in a few hundred bytes of its row: told without unpacking its vector.

A signature is a Bloom filter of one hash (Bloom 1970, "Space/time trade-offs in hash coding with allowable errors"):
the bit of each of the entry's lexemes is set. A word whose bit is not set is not there. One whose bit is set may be
missing: with six bits for each lexeme that is so for one word in seven.
"""

from collections.abc import Iterable, Sequence
from itertools import islice

from search.places import checksum

_GOLDEN = 2_654_435_769
"""2^32 divided by the golden ratio."""

BITS_PER_LEXEME = 6
FEWEST_BITS, MOST_BITS = 2_048, 8_192
"""256 bytes do for 340 lexemes, a page of text; more than a kilobyte is too much to be read of every candidate."""
MOST_LEXEMES = 1_400
"""Those of a long attachment are left out: a signature of ones would tell nothing."""
UNKNOWN = b"\0"
"""Of an entry that was indexed before there were signatures: it has none of the words."""


def build(lexemes: Iterable[str]) -> bytes:
    """The signature of an entry that has ``lexemes``, those of its attachments last."""
    places = [_place(lexeme) for lexeme in islice(lexemes, MOST_LEXEMES)]
    bits = FEWEST_BITS
    while bits < MOST_BITS and bits < BITS_PER_LEXEME * len(places):
        bits *= 2
    signature = bytearray(bits // 8)
    for place in places:
        signature[place % bits // 8] |= 1 << place % 8
    return bytes(signature)


def may_have(signature: str, lexemes: Sequence[str]) -> tuple[str, list[int]]:
    """The SQL expression that is 1 where the entry may have all of ``lexemes``, else 0, with its parameters."""
    # PostgreSQL counts the bits of a bytea as ``build`` does. A signature's length is a power of two.
    bit = f"get_bit({signature}, %s & (8 * length({signature}) - 1))"
    bits = ", ".join([bit] * len(lexemes))
    return (f"LEAST({bits})" if len(lexemes) > 1 else bit), [_place(lexeme) for lexeme in lexemes]


def _place(lexeme: str) -> int:
    """Below ``MOST_BITS``; a checksum's own low bits are alike for words that are alike.

    Multiplicative hashing: Knuth, "The Art of Computer Programming", volume 3, section 6.4.
    """
    return (checksum(lexeme) * _GOLDEN & 0xFFFF_FFFF) * MOST_BITS >> 32
