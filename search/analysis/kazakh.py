"""Kazakh word forms to stems, by rule.

Kazakh is agglutinative: a stem takes endings in a fixed order, and the sounds of each follow from what stands before
it (Қазақ грамматикасы, Астана 2002, parts on phonetics and morphology). A noun takes plural, possessive, case and
person, in this order; a place or time in -дағы is a noun again. A verb takes negation, then tense or mood with
person, or becomes a participle or a noun in -у, which go on as nouns do. All chains of endings are made from the
tables below, each for the stems it fits, and the longest that fits a word is taken off. In the tables:

    A  а after back vowels, е after front ones; I likewise ы or і; K likewise қ or к
    L, N, C, D, F, M, B, G  a first sound that follows the sound before it, see _FIRST_SOUND

Then the stem's end is made the same in all forms: п, к, қ are written б, г, ғ before a vowel (кітап – кітабы), ы, і
between the last two consonants may fall out (халық – халқы), and a last ы, і may be the third person's (оқушы,
мектебі). Derivational suffixes (-лық, -шы, -сыз) make new words and are left on.
"""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

_BACK, _FRONT = "аоұыяё", "әөүіеэ"
VOWELS = frozenset(_BACK + _FRONT + "иую")

# A last б, в, г, д is found in loans, and is voiceless there (заводтың); б, г, ғ also in stems on п, к, қ (кітабы).
_SOUND = {
    **dict.fromkeys("аәеёоөұүыіэияю", "vowel"),
    **dict.fromkeys("рйу", "glide"),
    **dict.fromkeys("л", "l"),
    **dict.fromkeys("мнң", "nasal"),
    **dict.fromkeys("зж", "voiced"),
    **dict.fromkeys("птксшщхһқцчфбвгғд", "voiceless"),
}
_SOUNDS = ("vowel", "glide", "l", "nasal", "voiced", "voiceless")
_FIRST_SOUND = {
    letter: dict(zip(_SOUNDS, sounds, strict=True))
    for letter, sounds in {
        "L": "ллдддт",  # plural
        "N": "нддндт",  # genitive
        "C": "нддддт",  # accusative
        "D": "дддддт",  # locative, past
        "F": "дддндт",  # ablative
        "M": "ммммбп",  # instrumental, person
        "B": "мммббп",  # negation, intention
        "G": "ғғғғғқ",  # dative, participle
    }.items()
}

# Endings that differ after vowels and consonants are kept by whether a vowel stands before them.
_PLURAL = "LAр"
_POSSESSIVE = {True: "м ң ңIз мIз".split(), False: "Iм Iң IңIз IмIз".split()}
_THIRD_PERSON = {True: "сI", False: "I"}
_CASES = "CI GA DA FAн Mен DAGI NIң NIкі".split()
_CASES_AFTER_POSSESSIVE = "CI A DA FAн Mен DAGI NIң NIкі".split()
_CASES_AFTER_THIRD_PERSON = "н нA ндA нAн Mен ндAGI NIң NIкі".split()
_AFTER_PLACE = "LAр LAрCI LAрNIң LAрGA LAрFAн LAрдA LAрMен н нA нAн NIң ндA".split()
_PERSONS = "MIн сIң сIз MIз сIңдAр сIздAр".split()

_OWN_PERSONS = ["", *"м ң ңIз ңдAр ңIздAр".split()]
_FINITE = "сAK сIн GAншA GAлI BAKшI".split()
_FINITE_BY_SOUND = {
    True: "п пMIн псIң псIз птI пMIз йIK йIн ңIз ңIздAр".split(),
    False: "Iп IпMIн IпсIң IпсIз IптI IпMIз AйIK AйIн IңIз IңIздAр".split(),
}
_PRESENT = {True: "й", False: "A"}
_PRESENT_PERSONS = "мIн сIң сIз дI мIз сIңдAр сIздAр".split()
_FUTURE = {True: "р", False: "Aр"}
_PARTICIPLES = {True: "GAн йтIн".split(), False: "GAн AтIн".split()}

# Too often the end of the stem itself: хабар, құжаттама, a single letter.
_NOT_TAKEN = frozenset("а е н м ң р с п й ы і ар ер ма ме".split())
# Of a short stem rather than of the first or second person: өнім, орын.
_OWN_STEM = ("ым", "ім", "ың", "ің")
# Words whose own end looks like an ending: жылу is heat, жыл a year.
_ROOT = re.compile("[^аәеиоөуұүыі]стан|пәкістан|үндістан|түркістан|гүржістан|дағыстан|астана|^жылу")
# No verb stem ends in a consonant and one of these.
_NEVER_IN_CLUSTER = frozenset("бвгғджзйлмнңр")
_VOICED = str.maketrans("бгғ", "пкқ")


def _spell(pattern: str, before: str, front: bool) -> str:
    """An ending as it is written after a letter, in words of back or front vowels."""
    written = before
    for sign in pattern:
        if sign in _FIRST_SOUND:
            sign = _FIRST_SOUND[sign][_SOUND[written[-1]]]
        if front:
            sign = {"A": "е", "I": "і", "K": "к", "ғ": "г", "қ": "к"}.get(sign, sign)
        else:
            sign = {"A": "а", "I": "ы", "K": "қ"}.get(sign, sign)
        written += sign
    return written.removeprefix(before)


def _chain(starts: Iterable[str], patterns: Iterable[str], before: str, front: bool) -> list[str]:
    """Every pattern after every start, where a start is a chain of endings on a stem that ends in `before`."""
    return [start + _spell(pattern, (before + start)[-1], front) for start in starts for pattern in patterns]


def _noun_endings(before: str, front: bool) -> Iterator[str]:
    for number in ("", _spell(_PLURAL, before, front)):
        last = (before + number)[-1]
        is_vowel = _SOUND[last] == "vowel"
        own = _chain([number], _POSSESSIVE[is_vowel], before, front)
        third = _chain([number], [_THIRD_PERSON[is_vowel]], before, front)
        cases = [
            *_chain([number], _CASES, before, front),
            *_chain(own, _CASES_AFTER_POSSESSIVE, before, front),
            *_chain(third, _CASES_AFTER_THIRD_PERSON, before, front),
        ]
        yield from [number, *own, *third, *cases]
        yield from _chain([case for case in cases if case.endswith(("ғы", "гі", "қы"))], _AFTER_PLACE, before, front)
        yield from _chain([number, *own, *third], _PERSONS, before, front)


def _verb_endings(before: str, front: bool) -> Iterator[str]:
    negative = _spell("BA", before, front)
    yield from _positive_verb_endings(before, front)
    yield from (negative + ending for ending in _positive_verb_endings(negative[-1], front))
    yield from [negative + "й", negative + "с", *_chain([negative + "с"], _PERSONS, before, front)]
    yield from _chain([negative], ["DIK", "K"], before, front)


def _positive_verb_endings(before: str, front: bool) -> Iterator[str]:
    is_vowel = _SOUND[before] == "vowel"
    yield from _chain(_chain([""], ["DI", "сA"], before, front), _OWN_PERSONS, before, front)
    yield from _chain([""], [*_FINITE, *_FINITE_BY_SOUND[is_vowel]], before, front)
    yield from _chain(_chain([""], [_PRESENT[is_vowel]], before, front), _PRESENT_PERSONS, before, front)
    yield from _chain(_chain([""], [_FUTURE[is_vowel]], before, front), _PERSONS, before, front)
    for participle in _chain([""], _PARTICIPLES[is_vowel], before, front):
        yield from _chain([participle], ["DIK", "DAй"], before, front)
        yield from (participle + ending for ending in _noun_endings(participle[-1], front))
    yield from ("у" + ending for ending in _noun_endings("у", front))


def _all_endings() -> dict[str, frozenset[tuple[str, bool]]]:
    """Each chain of endings, and after which sound and in which harmony it is found."""
    found: dict[str, set[tuple[str, bool]]] = {}
    for sound, letter in {sound: letter for letter, sound in _SOUND.items()}.items():
        for front in (False, True):
            for ending in {*_noun_endings(letter, front), *_verb_endings(letter, front)} - _NOT_TAKEN - {""}:
                found.setdefault(ending, set()).add((sound, front))
    return {ending: frozenset(places) for ending, places in found.items()}


ENDINGS = _all_endings()
LONGEST_ENDING = max(map(len, ENDINGS))


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a normalised Kazakh word."""
    word = word.replace("'", "") or word
    return _same_end(_without_endings(word) if len(word) >= 4 else word)


def _without_endings(word: str) -> str:
    root = _ROOT.search(word)
    shortest = root.end() if root else 2
    for length in range(min(LONGEST_ENDING, len(word) - shortest), 0, -1):
        if _fits(word[:-length], word[-length:]):
            return word[:-length]
    return word


def _fits(rest: str, ending: str) -> bool:
    if VOWELS.isdisjoint(rest) or (len(rest) == 2 and (rest[0] not in VOWELS or rest[1] in VOWELS)):
        return False
    if len(rest) < 3 and ending.startswith(_OWN_STEM):
        return False
    if ending[0] in "ае" and rest[-1] in _NEVER_IN_CLUSTER and rest[-2] not in VOWELS:
        return False  # өңдеді is өңде + ді
    if rest[-1] in "ыі":
        if ending.startswith(("сы", "сі")) and rest[-2] not in "шғгж":
            return False  # жұмысы is жұмыс + ы, оқушысы оқушы + сы
        if ending[0] == "м" and ending[1:2] not in VOWELS:
            return False  # өнімге is өнім + ге
    sound = _SOUND.get(rest[-1])
    places = ENDINGS.get(ending)
    return places is not None and any((sound, front) in places for front in _harmonies(rest))


def _harmonies(rest: str) -> tuple[bool, ...]:
    """The harmony of the last vowel that has one; и, у, ю are in both."""
    for letter in reversed(rest):
        if letter in _BACK:
            return (False,)
        if letter in _FRONT:
            return (True,)
    return (False, True)


def _same_end(stem: str) -> str:
    if len(stem) >= 4 and stem[-1] in "ыі" and (stem[-2] not in VOWELS or stem[-2] == "у"):
        stem = stem[:-1]
    if len(stem) >= 3:
        stem = stem[:-1] + stem[-1].translate(_VOICED)
    if len(stem) >= 4 and stem[-2] in "ыі" and stem[-1] not in VOWELS and (stem[-3] not in VOWELS or stem[-3] == "у"):
        without = stem[:-2] + stem[-1]
        return stem if VOWELS.isdisjoint(without) else without
    return stem
