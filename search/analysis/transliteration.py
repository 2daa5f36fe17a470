"""What was typed in Latin letters as it would be written in Cyrillic: nasos is насос, öndiris өндіріс.

People who have no Cyrillic keyboard spell by ear, by their passport (ICAO Doc 9303, part 3, section 6), by a standard
(ГОСТ Р 7.0.34-2014), in Łacinka or in the Latin alphabet of Kazakh; where these differ, what is likelier is taken.
What is a little different from the word meant, ``search.analysis.edits`` forgives.
"""

import re

from search.analysis.normalise import CYRILLIC, LATIN

_SOUNDS = {
    "shch": "щ", "sch": "щ", "sh": "ш", "ch": "ч", "zh": "ж", "kh": "х", "ts": "ц", "ck": "к", "ph": "ф",
    "ya": "я", "ja": "я", "yu": "ю", "ju": "ю", "yo": "е", "jo": "е", "ye": "е", "je": "е",
    "iya": "ия", "iy": "ий", "yi": "ый",
    **dict(zip("abdefghijklmnopqrstuvwxz", "абдефгхийклмнопкрстуввхз", strict=True)),
    "'": "ь",
    **dict(zip("äöüūğñşıčšžŭćśźńł", "әөүұғңшычшжуцсзнл", strict=True)),
}  # fmt: skip
# After a vowel y is й, else ы; c is к but before e, i, y.
_SOUND = re.compile("|".join([*sorted(_SOUNDS, key=len, reverse=True), "c", "y"]))
_VOWELS = frozenset("aeiouyäöüūı")


def in_cyrillic(text: str) -> list[str]:
    """What a text in small Latin letters may be in Cyrillic ones; nothing where it has any already, or no Latin ones.

    >>> in_cyrillic("gorodskoy podshipnik"), in_cyrillic("jylu"), in_cyrillic("насос")
    (['городской подшипник'], ['йылу', 'жылу'], [])
    """
    if CYRILLIC.search(text) or not LATIN.search(text):
        return []
    # In Łacinka j is й, in the Latin alphabet of Kazakh ж.
    return [_SOUND.sub(_sound, way) for way in dict.fromkeys((text, text.replace("j", "zh")))]


def _sound(match: re.Match[str]) -> str:
    found, text, end = match[0], match.string, match.end()
    if found == "y":
        return "й" if match.start() and text[match.start() - 1] in _VOWELS else "ы"
    if found == "c":
        return "ц" if text[end : end + 1] in ("e", "i", "y") else "к"
    return _SOUNDS[found]
