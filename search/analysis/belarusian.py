"""Belarusian word forms to stems."""

from functools import lru_cache


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a normalised Belarusian word."""
    return word.replace("'", "")
