"""Which language a text is in, told from its letters alone."""

from search.analysis.normalise import CYRILLIC, LATIN, normalise_word

_KAZAKH = frozenset("әғқңөұүһ")
_NOT_BELARUSIAN = frozenset("ищъ")


def detect_language(text: str) -> str | None:
    """The language of a query, or None where its letters do not decide.

    ў is only Belarusian, әғқңөұүһ only Kazakh, і without и, щ, ъ Belarusian; и, щ, ъ without і and the letters
    above Russian. Latin letters mean English.
    """
    letters = frozenset(normalise_word(text[:1000]) if len(text) < 64 else text[:1000].casefold())
    if "ў" in letters:
        return None if letters & _KAZAKH else "be"
    if letters & _KAZAKH:
        return "kk"
    if "і" in letters:
        return None if letters & _NOT_BELARUSIAN else "be"
    if letters & _NOT_BELARUSIAN:
        return "ru"
    joined = "".join(letters)
    return "en" if LATIN.search(joined) and not CYRILLIC.search(joined) else None


def language_of_word(word: str, language: str) -> str:
    """The language whose grammar fits a normalised word that stands in a text of the given language.

    Texts quote each other's languages: the alphabet goes first, then the letters that only one language has.
    """
    if not CYRILLIC.search(word):
        return "en" if LATIN.search(word) else language
    letters = frozenset(word)
    if language != "kk" and letters & _KAZAKH:
        return "kk"
    if language != "be" and "ў" in letters:
        return "be"
    if language in ("ru", "en"):
        return "be" if "і" in letters and not letters & _NOT_BELARUSIAN else "ru"
    if language == "be" and letters & _NOT_BELARUSIAN:
        return "ru"
    return language
