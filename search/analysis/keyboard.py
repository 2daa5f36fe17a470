"""What was meant when the keyboard stood in another layout: «nhfrnjh» is «трактор», «ьея» is «mtz».

The layouts are those of Windows and of Linux: ЙЦУКЕН for Russian, the Belarusian one with ў, і and the apostrophe in
other places, and the Kazakh one, which has nine letters more on the row of digits (СТ РК 920-91).
"""

import re

from search.analysis.normalise import CYRILLIC, LATIN

_KEYS = "`qwertyuiop[]asdfghjkl;'zxcvbnm,."
_LAYOUTS = {
    "ru": (_KEYS, "ёйцукенгшщзхъфывапролджэячсмитьбю"),
    "be": (_KEYS, "ёйцукенгшўзх'фывапролджэячсмітьбю"),
    "kk": (_KEYS + "234580-=9", "ёйцукенгшщзхъфывапролджэячсмитьбюәіңғүқөһұ"),
}
_TO_CYRILLIC = {language: str.maketrans(keys, letters) for language, (keys, letters) in _LAYOUTS.items()}
_TO_LATIN = {language: str.maketrans(letters, keys) for language, (keys, letters) in _LAYOUTS.items()}


def readings(text: str, language: str) -> list[str]:
    """What ``text`` would be in the other layouts, the one of the reader's ``language`` first.

    Words of the alphabet that most of the text is in are read anew; others, and numbers, stay. Cyrillic letters on
    keys that have signs in the Latin layout, such as б on the comma, make no Latin word.

    >>> readings("nhfrnjh МТЗ", "ru")[0]
    'трактор МТЗ'
    """
    latin, cyrillic = (len(letters.findall(text.lower())) for letters in (LATIN, CYRILLIC))
    if not latin and not cyrillic:
        return []
    meant, tables = (LATIN, _TO_CYRILLIC) if latin >= cyrillic else (CYRILLIC, _TO_LATIN)
    order = sorted(tables, key=lambda layout: layout != language)
    found = (" ".join(_word(word, meant, tables[layout]) for word in text.split()) for layout in order)
    return [reading for reading in dict.fromkeys(found) if reading != text and _is_written(reading, meant, text)]


def _is_written(reading: str, meant: re.Pattern[str], text: str) -> bool:
    return meant is LATIN or all(sign.isalnum() or sign.isspace() or sign in text for sign in reading)


def _word(word: str, meant: re.Pattern[str], table: dict[int, int]) -> str:
    return word.lower().translate(table) if meant.search(word.lower()) else word
