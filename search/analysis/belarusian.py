"""Belarusian word forms to stems, by rule.

The grammar is that of the standard language (Беларуская граматыка, Мінск 1985, parts on morphology and
morphonology; spelling of 2008). In the order of the steps below:

- akanne and yakanne (Беларуская граматыка, фаналогія): an unstressed о or э is written а, an unstressed е or ё is
  written я, and stress moves within a paradigm (вада – воды, зямля – землі). Spelling does not show stress, so the
  whole word is folded: о, э to а; е to я.
- endings of the three noun declensions, of adjectives and of both conjugations, the longest that fits; a verb's
  ending includes its thematic suffix (-а-, -і-, -ава-, -оўва-), for the suffix changes within the paradigm
  (працаваць – працуе).
- dzekanne and tsekanne: д, т are written дз, ц before a soft vowel (вада – вадзе, лета – леце); к becomes ц before
  the ending -э, -ы (рука – руцэ, тэхніка – тэхніцы); в is written ў after a vowel (трава – траў); a labial takes л
  in the first person (рабіць – раблю).
- у is written ў after a word that ends in a vowel, also where it begins a word (ва ўмовах – у нашых умовах).
- past passive participles, which are forms of the verb: -аны, -яны, -ены (накіраваць – накіраваны).
- fleeting vowels: о, е, а appear between a stem's last two consonants before a zero ending (станок – станка,
  дошка – дошак).
"""

import re
from functools import lru_cache
from itertools import product

VOWELS = frozenset("аяуюыі")
_AKANNE = str.maketrans("оэёе", "ааяя")

_NOUN = "а я о у ю ы і е э ой ою ай аю ей ею эй эю яй яю ом ем эм ам ям оў еў аў яў ах ях амі ямі"
# Nouns in -ія, -ыя, whose stem ends before the і, ы.
_NOUN_OF_PROCESS = "ія іі ію іяй іяю ій іям іях іямі ыя ыі ыю ыяй ыяю ый ыям ыях ыямі"
_ADJECTIVE = "ы і ая яя ае яе ое ую юю ога ага яга ому аму яму ым ім ой яй ою яю ыя ія ых іх ымі імі"
_COMPARATIVE = "ейш эйш"

_PAST_THEMES = "а я е э і ы у ну ава ява оўва еўва ўва ва".split()
_INFINITIVE_AND_PAST = "ць ў ла ло лі ўшы"
_PRESENT_THEMES = "а я у ю е э оўва еўва ўва ва".split()
# "ець" is what -ецца leaves without its postfix.
_PRESENT_AFTER_THEME = "ю еш е ем еце юць ючы й йце ець"
# Not -еце, -аце, which in technical texts are nouns far more often (у апараце, у пакеце).
_PRESENT = "у ю еш эш аш яш іш ыш е э а я іць ыць ем эм ам ім ым іце ыце уць юць аць яць ьце учы ячы ачы"


def fold(word: str) -> str:
    """The word with akanne and yakanne undone the only way spelling allows: everywhere."""
    return word.translate(_AKANNE)


def _endings() -> frozenset[str]:
    adjective = _ADJECTIVE.split()
    endings = {*_NOUN.split(), *_NOUN_OF_PROCESS.split(), *adjective}
    endings |= {mark + ending for mark, ending in product(_COMPARATIVE.split(), adjective)}
    endings |= {*_PRESENT.split(), "ць"}
    endings |= {theme + ending for theme, ending in product(_PAST_THEMES, _INFINITIVE_AND_PAST.split())}
    endings |= {theme + ending for theme, ending in product(_PRESENT_THEMES, _PRESENT_AFTER_THEME.split())}
    return frozenset(endings)


ENDINGS = _endings()
LONGEST_ENDING = max(map(len, ENDINGS))
# Roots whose own end looks like an ending: умоў, дарога, аб'ём.
_ROOT = re.compile("мо[вў]|асно[вў]|гало[вў]|каро[вў]|даро[гз]|падло[гз]|трыво[гз]|(?:аб|пад|пры|пра)ем")
_ALL_VOWELS = VOWELS | frozenset("еоэ")
_SOFTENERS = frozenset("яіюеь")
_LABIALS = frozenset("бпвмф")
_PARTICIPLE = re.compile("(?<=...[^аеоуыэюяі])(?:оўв|ав|яв)?[аяе]н$")
# ... о, е before these: станок, палец, сасён, вёсел, сястра – сясцёр, хрыбет
_AFTER_FLEETING = frozenset("кцнлр")


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The stem of a normalised Belarusian word."""
    word = _without_reflexive(word.replace("'", "") or word)
    if word[0] == "ў":
        word = "у" + word[1:]
    rest, is_soft = _without_ending(word) if len(word) >= 4 else (word, False)
    if not is_soft:
        rest = _PARTICIPLE.sub("", rest)
    return _without_fleeting(_plain_consonants(fold(rest), is_soft)) or word


def _without_reflexive(word: str) -> str:
    if len(word) < 6:
        return word
    if word.endswith("цца"):
        return word.removesuffix("цца") + "ць"
    return word.removesuffix("ся")


def _without_ending(word: str) -> tuple[str, bool]:
    """What stays of a word, and whether the ending softened its last consonant."""
    root = _ROOT.search(word)
    shortest = root.end() if root else 2
    for length in range(min(LONGEST_ENDING, len(word) - shortest), 0, -1):
        if word[-length:] in ENDINGS and _fits(word[:-length], word[-length:]):
            return word[:-length], word[-length] in _SOFTENERS
    return word, False


def _fits(rest: str, ending: str) -> bool:
    if _ALL_VOWELS.isdisjoint(rest):
        return len(rest) >= 3 and len(ending) == 1
    if ending[0] == "в" and (rest[-1] in _ALL_VOWELS or rest.endswith(("ст", "цт"))):
        return False  # новая and вытворчасцваў, against апісвае
    if ending[0] == "ц" and rest[-1] == "с":
        return False  # вобласць
    return len(rest) >= 3 or (len(ending) <= 2 and rest[-1] not in _ALL_VOWELS)


def _plain_consonants(stem: str, is_soft: bool) -> str:
    is_soft = is_soft or stem[-1] == "ь"
    stem = stem.rstrip("ьй").replace("ў", "в")
    if len(stem) > 2 and stem[-1] == stem[-2]:
        stem = stem[:-1]
    if stem.endswith("дз"):
        stem = stem[:-2].removesuffix("д") + "д"
    elif stem.endswith("дж"):
        stem = stem[:-1]
    elif stem.endswith("ц"):
        stem = (stem[:-2] + "ст" if stem.endswith("сц") else stem[:-1] + "т") if is_soft else stem[:-1] + "к"
    if len(stem) > 3 and stem[-1] == "л" and stem[-2] in _LABIALS:
        stem = stem[:-1]
    return stem


def _without_fleeting(stem: str) -> str:
    if len(stem) < 4 or stem[-1] not in _AFTER_FLEETING:
        return stem
    if stem[-2] == "ь":
        return stem[:-2] + stem[-1]
    if stem[-2] in "ая" and not VOWELS.isdisjoint(stem[:-2]):
        return stem[:-2] + ("й" if stem[-3] in VOWELS else "") + stem[-1]
    return stem
