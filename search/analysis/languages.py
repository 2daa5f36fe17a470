"""The languages that can be searched, each with its stemmer and its stop words."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from search.analysis import belarusian, english, kazakh, russian
from search.analysis.normalise import normalise_word


class Analyser(NamedTuple):
    """What one language brings: a function from normalised word to stem, and the words that carry no topic."""

    stem: Callable[[str], str]
    stop_words: frozenset[str]


def _stop_words(language: str) -> frozenset[str]:
    lines = (Path(__file__).parent / "stopwords" / f"{language}.txt").read_text(encoding="utf-8").splitlines()
    return frozenset(normalise_word(word) for line in lines if not line.startswith("#") for word in line.split())


ANALYSERS = {
    "ru": Analyser(russian.stem, _stop_words("ru")),
    "be": Analyser(belarusian.stem, _stop_words("be")),
    "kk": Analyser(kazakh.stem, _stop_words("kk")),
    "en": Analyser(english.stem, _stop_words("en")),
}
LANGUAGES = tuple(ANALYSERS)
