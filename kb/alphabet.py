"""Alphabetical order per language, the same in Python and in PostgreSQL.

Servers differ in the collations that they bring, so the order comes from tables of letters:

* Russian: «Русская грамматика» (1980); ё counts as е.
* Belarusian: the alphabet of the law on orthography of 2008; ё, і and ў are letters of their own, the
  apostrophe does not count.
* Kazakh: the Cyrillic alphabet of 1940 with its nine letters beside their kin (ә after а, ғ after г, …) and һ, і.
* English: Latin letters first.

Letters of other alphabets follow the letter that they come from; quotation marks do not count.
"""

from functools import lru_cache
from typing import Any

from django.db.models import CharField, Func, Value
from django.db.models.functions import Collate

DIGITS = "0123456789"
LATIN = "abcdefghijklmnopqrstuvwxyz"
RUSSIAN = "аәбвгғдеёжзийкқлмнңоөпрстуўұүфхһцчшщъыіьэюя"
BELARUSIAN = "аәбвгғдеёжзіийкқлмнңоөпрстуўұүфхһцчшщъыьэюя"
KAZAKH = "аәбвгғдеёжзийкқлмнңоөпрстуұүўфхһцчшщъыіьэюя"

ORDERS = {
    "ru": DIGITS + RUSSIAN + LATIN,
    "be": DIGITS + BELARUSIAN + LATIN,
    "kk": DIGITS + KAZAKH + LATIN,
    "en": DIGITS + LATIN + RUSSIAN,
}
SAME_PLACE = {"ru": {"ё": "е"}, "en": {"ё": "е"}}
NOT_COUNTED = "'’ʼ`\"«»“”„"
# Keys are written in characters above these, so that blanks and hyphens come before every letter.
FIRST_KEY = 0x100


@lru_cache(maxsize=4)
def _places(language: str) -> dict[str, str | None]:
    order = ORDERS[language]
    places: dict[str, str | None] = dict.fromkeys(NOT_COUNTED)
    for number, letter in enumerate(order):
        places[letter] = chr(FIRST_KEY + number)
    for letter, twin in SAME_PLACE.get(language, {}).items():
        places[letter] = places[twin]
    for letter in order:
        places[letter.upper()] = places[letter]
    return places


@lru_cache(maxsize=4)
def _table(language: str) -> dict[int, str | None]:
    return str.maketrans(_places(language))


def sort_key(text: str, language: str) -> str:
    """The key by which ``text`` stands in a list in ``language`` (a code of ``LANGUAGES``)."""
    return text.translate(_table(language))


def alphabetical(expression: Any, language: str) -> Collate:
    """``sort_key`` as a database expression, for ``order_by``."""
    places = _places(language)
    kept = [letter for letter, place in places.items() if place is not None]
    translated = Func(
        expression,
        Value("".join(kept) + NOT_COUNTED),
        Value("".join(str(places[letter]) for letter in kept)),
        function="TRANSLATE",
        output_field=CharField(),
    )
    return Collate(translated, "C")
