"""Designations of machines, standards and materials, and units of measurement.

The same designation is written МТЗ-82, МТЗ 82, МТЗ82, MTZ-82 or, with Latin twins among Cyrillic letters, MТЗ-82.
Its *key* is one spelling for all of them: small Latin letters, joined.
"""

import re

from search.analysis.normalise import CYRILLIC, HYPHENS, LATIN, TO_CYRILLIC_TWIN, TO_LATIN_TWIN

# Cyrillic to Latin. Ways to romanise differ, so Latin is brought to the same form by _LATIN_VARIANTS.
_ROMAN = {
    **dict(zip("абвгдезийклмнопрстуфхцыэіў", "abvgdeziiklmnoprstufhcieiu", strict=True)),
    **dict(zip("әғқңөұүһ", "agknouuh", strict=True)),
    **{"ж": "zh", "ч": "ch", "ш": "sh", "щ": "sch", "ю": "iu", "я": "ia", "ъ": "", "ь": "", "'": ""},
}
_ROMANISE = str.maketrans(_ROMAN)
_LATIN_VARIANTS = (("shch", "sch"), ("kh", "h"), ("ts", "c"), ("ck", "k"), ("ye", "e"))
_LATIN_LETTERS = str.maketrans("wyjq", "viik", "'")

_DIGIT_JOINT = re.compile(rf"(?<=\d)[{HYPHENS}–—](?=\d)")
_LOOSE_JOINT = re.compile(rf"[{HYPHENS}–—\s]")
_INNER_CAPITAL = re.compile(r"[^\W\d_][^\W\d_]*[A-ZА-ЯІЎЁӘҒҚҢӨҰҮҺ]")

# Written with their case, which tells кВ from Кв and т from Т. Names in full are ordinary words.
UNITS = frozenset(
    [
        "мм",
        "см",
        "дм",
        "м",
        "км",
        "мкм",
        "нм",
        "мг",
        "г",
        "кг",
        "т",
        "ц",
        "л",
        "мл",
        "с",
        "сек",
        "мин",
        "ч",
        "мс",
        "Гц",
        "кГц",
        "МГц",
        "ГГц",
        "Вт",
        "кВт",
        "МВт",
        "ГВт",
        "В",
        "кВ",
        "мВ",
        "А",
        "мА",
        "кА",
        "Ом",
        "кОм",
        "МОм",
        "Па",
        "кПа",
        "МПа",
        "ГПа",
        "бар",
        "атм",
        "Н",
        "кН",
        "МН",
        "Дж",
        "кДж",
        "МДж",
        "ГДж",
        "кал",
        "ккал",
        "Гкал",
        "К",
        "ВА",
        "кВА",
        "МВА",
        "лс",
        "га",
        "об",
        "дБ",
        "лм",
        "лк",
        "моль",
        "Вт·ч",
        "кВт·ч",
        "кВтч",
        "МВтч",
        "т·км",
        "°C",
        "°С",
        "mm",
        "cm",
        "dm",
        "m",
        "km",
        "µm",
        "μm",
        "nm",
        "mg",
        "g",
        "kg",
        "t",
        "l",
        "ml",
        "s",
        "min",
        "h",
        "ms",
        "Hz",
        "kHz",
        "MHz",
        "GHz",
        "W",
        "kW",
        "MW",
        "GW",
        "V",
        "kV",
        "mV",
        "A",
        "mA",
        "kA",
        "Ohm",
        "kOhm",
        "Pa",
        "kPa",
        "MPa",
        "GPa",
        "bar",
        "N",
        "kN",
        "MN",
        "J",
        "kJ",
        "MJ",
        "GJ",
        "cal",
        "kcal",
        "Gcal",
        "K",
        "VA",
        "kVA",
        "MVA",
        "hp",
        "ha",
        "rpm",
        "dB",
        "lm",
        "lx",
        "mol",
        "kWh",
        "MWh",
    ]
)


def keys(word: str) -> frozenset[str]:
    """The keys of a normalised designation or of a part of it; empty for other scripts.

    A designation whose letters all have twins in the other alphabet can be read in both: СВ is both sv and cb.
    """
    word = word.replace(",", ".")
    if not (CYRILLIC.search(word) or LATIN.search(word)):
        return frozenset({_join(word)})
    cyrillic, latin = word.translate(TO_CYRILLIC_TWIN), word.translate(TO_LATIN_TWIN)
    readings = {word}
    if not LATIN.search(cyrillic):
        readings.add(cyrillic)
    if not CYRILLIC.search(latin):
        readings.add(latin)
    return frozenset(key for key in (_join(_romanise(reading)) for reading in readings) if key.isascii() and key)


def _romanise(word: str) -> str:
    if CYRILLIC.search(word):
        return word.translate(_ROMANISE)
    for variant, form in _LATIN_VARIANTS:
        word = word.replace(variant, form)
    return word.translate(_LATIN_LETTERS)


def _join(word: str) -> str:
    return _LOOSE_JOINT.sub("", _DIGIT_JOINT.sub("~", word)).replace("~", "-")


def is_designation(word: str) -> bool:
    """Whether a word, as it was written, looks like an abbreviation or a mark: МТЗ, БелАЗ, GOST."""
    return 2 <= len(word) <= 8 and _INNER_CAPITAL.match(word) is not None
