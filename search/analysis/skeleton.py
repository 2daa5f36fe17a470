"""Words reduced to a skeleton of Latin letters, in which cognates of different languages look alike.

"технология", "тэхналогія" and "technology" come near each other, and so do "завод" and "зауыт": letters that stand for
one sound are one letter, Belarusian dzekanne and akanne are undone, Kazakh letters meet those that Russian loans are
written with, English spellings of one sound meet. A skeleton is compared by its runs of four letters (4-grams;
McNamee and Mayfield 2004), which also find what a stemmer misses: "сварка" and "сварной".
"""

import re
from functools import lru_cache
from unicodedata import normalize

from search.analysis.normalise import normalise_word

GRAM = 4

_LETTERS = str.maketrans(
    {
        **dict(zip("абвгдезийклмнопрстуфхцчшщыэюя", "abugdeziiklmnaprstufhcqwwieua", strict=True)),
        "ж": "j",
        "ё": "e",
        "ъ": "",
        "ь": "",
        "'": "",
        # Belarusian
        "і": "i",
        "ў": "u",
        # Kazakh
        **dict(zip("әғқңөұүһ", "agknauuh", strict=True)),
        # An unstressed о is written а in Belarusian, and is one anyway in how Russian is spoken.
        "o": "a",
        "v": "u",
    }
)
_SOFTENED = re.compile("(?:дз|ц)(?=[еёіюяь])")
_ENGLISH = re.compile("ph|th|ch|sh|ck|x|q|y|w|c(?![eiy])")
_SOUNDS = {"ph": "f", "th": "t", "ch": "h", "sh": "w", "ck": "k", "x": "ks", "q": "k", "y": "i", "w": "u", "c": "k"}
_WORD = re.compile(r"[^\W_][\w'’ʼ]*")
_OTHER = re.compile(r"[^a-z0-9]")


def skeleton(text: str) -> str:
    """The words of a text as skeletons, one space before, between and after them; empty where there are none.

    >>> skeleton("Тэхналогія сушкі")
    ' tehnalagia suwki '
    """
    words = [found for word in _WORD.findall(text) if (found := _skeleton(word))]
    return f" {' '.join(words)} " if words else ""


def grams(word: str) -> tuple[str, ...]:
    """The 4-grams of a word's skeleton; the first ones show by a space that it begins there.

    >>> grams("сушка")
    (' suw', 'suwk', 'uwka')
    """
    marked = " " + _skeleton(word)
    return tuple(dict.fromkeys(marked[start : start + GRAM] for start in range(max(1, len(marked) - GRAM + 1))))


@lru_cache(maxsize=65_536)
def _skeleton(word: str) -> str:
    word = normalise_word(word)
    if word.isascii():
        word = _ENGLISH.sub(lambda match: _SOUNDS[match[0]], word)
    else:
        word = _SOFTENED.sub(lambda match: "д" if match[0] == "дз" else "т", word)
    return _OTHER.sub("", normalize("NFD", word.translate(_LETTERS)))
