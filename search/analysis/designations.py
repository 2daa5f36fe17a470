"""Designations of machines, standards and materials, units of measurement, and numbers.

The same designation is written МТЗ-82, МТЗ 82, МТЗ82, MTZ-82 or, with Latin twins among Cyrillic letters, MТЗ-82.
Its *key* is one spelling for all of them: small Latin letters, joined.
"""

import re
from functools import lru_cache

from search.analysis.normalise import CYRILLIC, LATIN, TO_CYRILLIC_TWIN, TO_LATIN_TWIN

# Cyrillic to Latin. Ways to romanise differ, so Latin is brought to the same form by _LATIN_VARIANTS.
_ROMANISE = str.maketrans(
    {
        **dict(zip("абвгдезиійклмнопрстуўфхцыэ", "abvgdeziiiklmnoprstuufhcie", strict=True)),
        **dict(zip("әғқңөұүһ", "agknouuh", strict=True)),
        **{"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "iu", "я": "ia", "ъ": "", "ь": "", "'": ""},
    }
)
_LATIN_VARIANTS = (("shch", "sch"), ("kh", "h"), ("ts", "c"), ("ck", "k"), ("ye", "e"))
_LATIN_LETTERS = str.maketrans("wyjq", "viik", "'")

_DIGIT_JOINT = re.compile(r"(?<=\d)[-–—](?=\d)")
_LOOSE_JOINT = re.compile(r"[-–—\s]")
_GROUPED = re.compile(r"\d{1,3}(?:[.,]\d{3}){2,}")
_GROUPED_IN_ENGLISH = re.compile(r"\d{1,3}(?:,\d{3})+")
_SECOND_CAPITAL = re.compile(r"[^\W\d_]+[A-ZА-ЯІЎЁӘҒҚҢӨҰҮҺ]")

LONGEST_MARK = 8

# Written with their case, which tells кВ from Кв and т from Т. Names in full are ordinary words.
_MEASURES = """
    мм см дм м км мкм нм мг г кг т ц л мл с сек мин ч мс Гц кГц МГц ГГц Вт кВт МВт ГВт кВтч МВтч В кВ мВ А мА кА Ом кОм
    МОм Па кПа МПа ГПа бар атм Н кН МН Дж кДж МДж ГДж кал ккал Гкал К ВА кВА МВА лс га об дБ лм лк моль
    mm cm dm m km µm μm nm mg g kg t l ml s min h ms Hz kHz MHz GHz W kW MW GW kWh MWh V kV mV A mA kA Ohm kOhm
    MOhm Pa kPa MPa GPa bar atm N kN MN J kJ MJ GJ cal kcal Gcal K VA kVA MVA hp ha rpm dB lm lx mol
"""
MEASURES = frozenset(_MEASURES.split())


def is_mark(written: str) -> bool:
    """Whether a word, as it was written, looks like an abbreviation or a make: МТЗ, БелАЗ, GOST."""
    return 2 <= len(written) <= LONGEST_MARK and _SECOND_CAPITAL.match(written) is not None


@lru_cache(maxsize=65_536)
def keys(word: str) -> frozenset[str]:
    """The keys of a normalised designation or of a part of it; empty for other scripts.

    A designation whose letters all have twins in the other alphabet can be read in both: СВ is both sv and cb.
    """
    readings = {word}
    if CYRILLIC.search(word) or LATIN.search(word):
        cyrillic, latin = word.translate(TO_CYRILLIC_TWIN), word.translate(TO_LATIN_TWIN)
        if not LATIN.search(cyrillic):
            readings.add(cyrillic)
        if not CYRILLIC.search(latin):
            readings.add(latin)
    joined = (_join(_romanise(reading)) for reading in readings)
    return frozenset(key for key in joined if key and key.isascii())


def number(written: str, language: str) -> str:
    """One spelling of a number: 1,5 as 1.5, and 1.000.000 or the English 1,000 without separators."""
    if _GROUPED.fullmatch(written) or (language == "en" and _GROUPED_IN_ENGLISH.fullmatch(written)):
        return written.replace(",", "").replace(".", "")
    return written.replace(",", ".")


def _romanise(word: str) -> str:
    if CYRILLIC.search(word):
        return word.translate(_ROMANISE)
    for variant, form in _LATIN_VARIANTS:
        word = word.replace(variant, form)
    return word.translate(_LATIN_LETTERS)


def _join(word: str) -> str:
    """МТЗ-82 as МТЗ82; but 004-91 stays apart from 00491."""
    return _LOOSE_JOINT.sub("", _DIGIT_JOINT.sub("~", word.replace(",", "."))).replace("~", "-")
