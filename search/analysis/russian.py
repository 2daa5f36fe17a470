"""Russian word forms to stems: Snowball's Russian stemmer, with nouns mended.

Snowball takes any -л, -н, -им, -ит for a verb's or an adjective's ending, but only in the forms that end in them, so
it tears nouns apart: "материал" becomes материа, "материалы" материал. It also knows no fleeting vowels (станок –
станка, котёл – котлов, гайка – гаек; Русская грамматика, Москва 1980, on alternations of a vowel with
zero). Whether a word is a noun cannot be told from the word alone; that its forms must meet in one stem can. So what
Snowball leaves is cut and closed up once more, alike for all forms.
"""

import re
from functools import lru_cache

from search.analysis.snowball import stemmer

_snowball = stemmer("russian")

VOWELS = frozenset("аеиоуыэюя")
_NOUN_ENDINGS = "а|у|ю|я|ом|ем|е|и|ы|ов|ев|ей|ам|ям|ами|ями|ах|ях"
# Roots that lose so much with an ending that they meet common words: прием – при, домен – дом.
_ROOT = re.compile(rf"(.*(?:прием|ъем|проем|водоем|тандем|домен))(?:{_NOUN_ENDINGS})?")
# Roots of one syllable, which have no vowel left when theirs falls out.
_SHORT_ROOT = re.compile(rf"(шв|шов|льд|лед|льн|лен|дн|день|пн|пень|рв|ров|рт|рот|лб|лоб)(?:{_NOUN_ENDINGS})?")
_WITHOUT_VOWEL = {
    "шов": "шв",
    "лед": "льд",
    "лен": "льн",
    "день": "дн",
    "пень": "пн",
    "ров": "рв",
    "рот": "рт",
    "лоб": "лб",
}

# What Snowball takes off as an ending of a verb or an adjective, still on the other forms of a noun.
_VERBAL_END = re.compile(r"(?:(?<=[ая])[лн]|[иы][лтм]|е[мн])$")
_HARD_SIGN = re.compile("'(?=[еюя])")  # об'ект, where a keyboard had no ъ
_AFTER_FLEETING = frozenset("кцнлр")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a normalised Russian word."""
    if "'" in word:
        word = _HARD_SIGN.sub("ъ", word).replace("'", "") or word
    if root := _ROOT.fullmatch(word) or _SHORT_ROOT.fullmatch(word):
        return _WITHOUT_VOWEL.get(root[1], root[1])
    if word.endswith(("ень", "онь")) and _has_vowel(word[:-3]):
        return word[:-3] + "н"  # уровень, огонь
    return _without_fleeting(_without_verbal_end(_snowball(word)))


def _has_vowel(text: str) -> bool:
    return not VOWELS.isdisjoint(text)


def _without_verbal_end(stem: str) -> str:
    """Материал to материа, режим to реж, if a vowel before shows that Snowball would have cut it too."""
    end = _VERBAL_END.search(stem)
    if end is None:
        return stem
    rest = stem[: end.start()]
    return rest if len(rest) >= 3 and _has_vowel(rest[:-1] if rest[-1] in "ая" else rest) else stem


def _without_fleeting(stem: str) -> str:
    """Станок to станк, гаек to гайк, пальц to палц."""
    if len(stem) < 4 or stem[-1] not in _AFTER_FLEETING:
        return stem
    before, vowel, last = stem[:-2], stem[-2], stem[-1]
    if vowel == "ь":
        return before + last
    if vowel not in "ое" or (vowel == "о" and last == "р") or not _has_vowel(before):
        return stem
    if before[-1] not in VOWELS:
        return before + last
    return f"{before}й{last}" if vowel == "е" and last in "кц" else stem
