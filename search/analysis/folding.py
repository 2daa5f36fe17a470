"""One skeleton for words that differ only in letters which many keyboards lack: өндіріс and ондирис, воўна and воуна.

It is for comparing what was typed with what is written, never for lexemes: folded, too many words would be one.
"""

from search.analysis.normalise import CYRILLIC, LATIN, TO_CYRILLIC_TWIN, TO_LATIN_TWIN, normalise_word

# The Kazakh letters as they are typed on a Russian keyboard, and Belarusian ў and і.
_FOLDED = str.maketrans({**dict(zip("әғқңөұүһіў", "агкноуухиу", strict=True)), "'": None, "ъ": None})


def fold(word: str) -> str:
    """The skeleton of a word.

    >>> fold("Өндіріс"), fold("аб'ём"), fold("объём")
    ('ондирис', 'абем', 'обем')
    """
    return normalise_word(word).translate(_FOLDED)


def spellings(word: str) -> list[str]:
    """The word, normalised, and the word that looks the same in the other alphabet, if there is one.

    >>> spellings("HACOC"), spellings("насос")
    (['hacoc', 'насос'], ['насос', 'hacoc'])
    """
    word = normalise_word(word)
    found = [word]
    if LATIN.search(word) and not LATIN.search(cyrillic := word.translate(TO_CYRILLIC_TWIN)):
        found.append(cyrillic)
    elif CYRILLIC.search(word) and not CYRILLIC.search(latin := word.translate(TO_LATIN_TWIN)):
        found.append(latin)
    return found
