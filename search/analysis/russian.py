"""Russian word forms to stems."""

from functools import lru_cache

import snowballstemmer

_snowball = snowballstemmer.stemmer("russian")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a normalised Russian word."""
    return _snowball.stemWord(word)
