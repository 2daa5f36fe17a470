"""One spelling for every way of writing a word.

Nothing here changes a text as a whole: words are cut out of the original text first and normalised one by one,
so their offsets always point into what the author wrote.
"""

import re
import unicodedata
from functools import lru_cache

APOSTROPHES = "'’ʼ‘`´′ʹ＇"
HYPHENS = "-‐‑"
# Soft hyphen, zero-width characters, joiners and direction marks, the byte order mark.
INVISIBLE = "\u00ad\u034f\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
COMBINING = "\u0300-\u036f"

LONGEST_WORD = 64

CYRILLIC = re.compile("[\u0400-\u052f\u1c80-\u1c88\ua640-\ua69f]")
LATIN = re.compile("[a-z]")

_INVISIBLE = re.compile(f"[{INVISIBLE}]")
_MARKS = re.compile(f"[{COMBINING}]")
# Small letters that nothing below would change, but for ё.
_NORMAL = re.compile("[а-яёәғқңөұүһіў]+|[a-z]+")
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_ONE_CHARACTER = str.maketrans({"ё": "е", **dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-")})

# Letters that look alike in both alphabets, lower case after case folding. "к", "м", "н", "т" and "в" look like
# Latin only as capitals, where they are mixed up most (МТЗ, КамАЗ).
_CYRILLIC_TWINS = "авекмнорстухіһԛԝјѕ"
_LATIN_TWINS = "abekmhopctyxihqwjs"
TO_LATIN_TWIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
TO_CYRILLIC_TWIN = str.maketrans("abekmhopctyxi", "авекмнорстухі")


def clean(text: str) -> str:
    """The text without what PostgreSQL cannot store (NUL, lone surrogates), of the same length."""
    return _UNSTORABLE.sub(" ", text)


def visible(word: str) -> str:
    """The word without soft hyphens and other characters that nobody sees."""
    return _INVISIBLE.sub("", word) if _INVISIBLE.search(word) else word


@lru_cache(maxsize=65_536)
def normalise_word(word: str) -> str:
    """The normal spelling of one word: composed, small letters, one apostrophe, one alphabet, no ё.

    >>> normalise_word("Сёмый"), normalise_word("об\u00adъект"), normalise_word("А\u0430э\u0301с")
    ('семый', 'объект', 'ааэс')
    """
    small = word.casefold()
    if _NORMAL.fullmatch(small):
        return small.replace("ё", "е")[:LONGEST_WORD]
    word = unicodedata.normalize("NFKC", visible(word).translate(_ONE_CHARACTER)).casefold().translate(_ONE_CHARACTER)
    if not word.isascii():
        if LATIN.search(word):
            word = one_alphabet(word) if CYRILLIC.search(word) else unicodedata.normalize("NFD", word)
        word = unicodedata.normalize("NFC", _MARKS.sub("", word)).translate(_ONE_CHARACTER)
    return word[:LONGEST_WORD]


def one_alphabet(word: str) -> str:
    """A word that mixes Latin and Cyrillic letters, spelled in one alphabet where twins allow it.

    The letters that have no twin decide; without any, it is Cyrillic.
    """
    cyrillic = word.translate(TO_CYRILLIC_TWIN)
    if not LATIN.search(cyrillic):
        return cyrillic
    latin = word.translate(TO_LATIN_TWIN)
    return word if CYRILLIC.search(latin) else latin
