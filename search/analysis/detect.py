"""Which language a text or a word is in, told from its letters alone."""

from search.analysis.normalise import CYRILLIC, LATIN, normalise_word
from search.analysis.tokenise import find_units

_KAZAKH = frozenset("әғқңөұүһ")
_NOT_BELARUSIAN = frozenset("ищъ")

LONGEST_SAMPLE = 1000


def detect_language(text: str) -> str | None:
    """The language of a query, or None where its letters do not decide.

    ў is only Belarusian, әғқңөұүһ only Kazakh; і without и, щ, ъ is Belarusian, for Kazakh has both; и, щ, ъ without
    any of these is Russian. Latin letters mean English, unless Cyrillic ones stand beside them.
    """
    words = [normalise_word(match[0]) for match in find_units(text[:LONGEST_SAMPLE])]
    letters = frozenset("".join(word for word in words if CYRILLIC.search(word)))
    if not letters:
        return "en" if any(LATIN.search(word) for word in words) else None
    if letters & _KAZAKH:
        return None if "ў" in letters else "kk"
    if "ў" in letters:
        return "be"
    if "і" in letters:
        return None if letters & _NOT_BELARUSIAN else "be"
    return "ru" if letters & _NOT_BELARUSIAN else None


def language_of_word(word: str, language: str) -> str:
    """The language whose grammar fits a normalised word that stands in a text of the given language.

    Texts quote each other's languages: the alphabet goes first, then the letters that only one language has.
    """
    if not CYRILLIC.search(word):
        return "en" if LATIN.search(word) else language
    if not _KAZAKH.isdisjoint(word):
        return "kk"
    if "ў" in word:
        return "be"
    if language in ("ru", "en"):
        return "be" if "і" in word and _NOT_BELARUSIAN.isdisjoint(word) else "ru"
    return "ru" if language == "be" and not _NOT_BELARUSIAN.isdisjoint(word) else language
