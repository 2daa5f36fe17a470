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
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")

_SAME_LETTER = str.maketrans({"ё": "е", "ѐ": "е", "ѝ": "и", "ӣ": "и", "ү": "ү", "Ұ": "ұ"})
_ONE_APOSTROPHE = str.maketrans(dict.fromkeys(APOSTROPHES, "'"))

# Letters that look alike in both alphabets, lower case after case folding. "к", "м", "н", "т" and "в" look like
# Latin only as capitals, where they are mixed up most (МТЗ, КамАЗ).
_CYRILLIC_TWINS = "авекмнорстухіһԛԝјѕ"
_LATIN_TWINS = "abekmhopctyxihqwjs"
TO_LATIN_TWIN = str.maketrans(_CYRILLIC_TWINS, _LATIN_TWINS)
TO_CYRILLIC_TWIN = str.maketrans("abekmhopctyxi", "авекмнорстухі")


def clean(text: str) -> str:
    """The text without what PostgreSQL cannot store (NUL, lone surrogates), of the same length."""
    return _UNSTORABLE.sub(" ", text)


@lru_cache(maxsize=65_536)
def normalise_word(word: str) -> str:
    """The normal spelling of one word: composed, small letters, one apostrophe, one alphabet, no ё.

    >>> normalise_word("Сёмый"), normalise_word("об\u00adъект"), normalise_word("А\u0430э\u0301с")
    ('семый', 'объект', 'ааэс')
    """
    if _INVISIBLE.search(word):
        word = _INVISIBLE.sub("", word)
    word = unicodedata.normalize("NFKC", word).casefold().translate(_SAME_LETTER).translate(_ONE_APOSTROPHE)
    if not word.isascii():
        if LATIN.search(word):
            word = _without_accents(word) if not CYRILLIC.search(word) else one_alphabet(word)
        word = unicodedata.normalize("NFC", word)
        word = _MARKS.sub("", word)
    return word[:LONGEST_WORD]


def _without_accents(word: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", word))


def one_alphabet(word: str) -> str:
    """A word that mixes Latin and Cyrillic letters, spelled in one alphabet where twins allow it.

    The letters that have no twin decide; without any, the majority does, and Cyrillic wins a draw.
    """
    cyrillic, latin = word.translate(TO_CYRILLIC_TWIN), word.translate(TO_LATIN_TWIN)
    if not LATIN.search(cyrillic):
        if CYRILLIC.search(latin):
            return cyrillic
        return cyrillic if 2 * len(CYRILLIC.findall(word)) >= len(word) else latin
    return word if CYRILLIC.search(latin) else latin
