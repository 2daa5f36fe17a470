"""English word forms to stems."""

from functools import lru_cache

from search.analysis.snowball import stemmer

_snowball = stemmer("english")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a normalised English word."""
    return _snowball(word)
