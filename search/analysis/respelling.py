"""How a word may have been meant that was typed on a Russian keyboard: агаш is ағаш, ондирис өндіріс.

Kazakh has nine letters and Belarusian two that such a keyboard lacks; people type the nearest one instead. What was
meant follows from the sounds, though not always to the letter, so every spelling that the rules allow is given. In
Kazakh (Қазақ грамматикасы, Астана 2002, on vowel harmony) қ, ғ stand beside back vowels, к, г beside front ones; ә, ө,
ұ, ү only in the first syllable, as a rule. In Belarusian (Правілы беларускай арфаграфіі і пунктуацыі, 2008) there is no
и, and у after a vowel is ў.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product

MOST = 48
"""Spellings of one word."""

_OWN = {"kk": frozenset("әғқңөұүһі"), "be": frozenset("іў")}
_FIRST_VOWEL = {"а": "аә", "о": "оө", "у": "уұү"}
_BACK, _FRONT = frozenset("аоұы"), frozenset("әөүіеэ")
_FRONT_SEEN = frozenset("иеэ")
_VOWELS = _BACK | _FRONT | frozenset("иуюяё")
# Of a compound: солтүстік, байтұрсынұлы. Beside a vowel it is a glide.
_LATER_U = re.compile("(?<=[бвгджзйклмнпрстфхцчшщ])у(?=[бвгджзйклмнпрстфхцчшщ])")
# Before another vowel и is a diphthong: мәдениет.
_SINGLE_I = re.compile("и(?![аеиоуыәіөүұюя])")
_BESIDE_BACK = {"к": "қ", "г": "ғ"}
_LAST_K = re.compile("[кг](?=[^кг]*$)")
_MOST_NASALS = 2
"""How many н of a word, counted from its end, may be meant as ң; none does at its beginning."""
_NO_SYLLABLE = re.compile("(?<=[аеёіоуыэюя])у(?![аеёіоуыэюя])")


def lacks_letters(text: str, language: str) -> bool:
    """Whether nothing in ``text`` is only in the language's own alphabet: its author may have no other letters."""
    return language in _OWN and _OWN[language].isdisjoint(text.casefold())


def respellings(word: str, language: str) -> tuple[str, ...]:
    """Other spellings of a normalised word that was typed in Russian letters.

    >>> respellings("агаш", "kk")
    ('ағаш', 'әғаш', 'әгаш')
    >>> respellings("будауники", "be")
    ('будаўнікі',)
    """
    spell = {"kk": _kazakh, "be": _belarusian}.get(language)
    return spell(word) if spell and word.isalpha() else ()


@lru_cache(maxsize=16_384)
def _kazakh(word: str) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for vowels in _with_vowels(word):
        for consonants in _with_consonants(vowels):
            found.update(dict.fromkeys(_with_nasals(consonants)))
    found.pop(word, None)
    return tuple(found)[:MOST]


def _with_vowels(word: str) -> Iterator[str]:
    """The word as typed, and with the vowels that it may have been meant with."""
    first = next((place for place, letter in enumerate(word) if letter in _VOWELS), 0)
    before, rest = word[:first], word[first + 1 :]
    for letter, later in product(_FIRST_VOWEL.get(word[first], word[first]), _with_later_u(rest)):
        spelt = before + letter + later
        places = [match.start() for match in _SINGLE_I.finditer(spelt)]
        # Rarely does a word have both: тәжірибе, президенті, биіктік.
        for chosen in dict.fromkeys(map(tuple, (places, places[1:], places[:1], places[-1:], ()))):
            yield "".join("і" if place in chosen else written for place, written in enumerate(spelt))


def _with_later_u(rest: str) -> Iterable[str]:
    return dict.fromkeys((rest, _LATER_U.sub("ү" if not _FRONT_SEEN.isdisjoint(rest) else "ұ", rest)))


def _with_consonants(word: str) -> Iterable[str]:
    """The word with қ, ғ where the nearest vowel that has a harmony is back; in a loan, at its end or not at all."""
    harmonic = "".join(
        _BESIDE_BACK[letter] if letter in _BESIDE_BACK and _is_beside_back(word, place) else letter
        for place, letter in enumerate(word)
    )
    last = _LAST_K.search(word)
    if not last or not _is_beside_back(word, last.start()):
        return dict.fromkeys((harmonic, word))
    return dict.fromkeys((harmonic, word[: last.start()] + _BESIDE_BACK[last[0]] + word[last.end() :], word))


def _is_beside_back(word: str, place: int) -> bool:
    after, before = word[place + 1 :], reversed(word[:place])
    nearest = (letter for letter in (*after[:1], *before, *after) if letter in _BACK or letter in _FRONT)
    return next(nearest, "") in _BACK


def _with_nasals(word: str) -> Iterator[str]:
    places = [place for place, letter in enumerate(word) if letter == "н" and place][-_MOST_NASALS:]
    choices = [("н", "ң") if place in places else letter for place, letter in enumerate(word)]
    return map("".join, product(*choices))


@lru_cache(maxsize=16_384)
def _belarusian(word: str) -> tuple[str, ...]:
    spelt = _NO_SYLLABLE.sub("ў", word.replace("и", "і"))
    return (spelt,) if spelt != word else ()
