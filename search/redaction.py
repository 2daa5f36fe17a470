"""What a visitor typed -> what may be kept of it: nothing that leads to a person.

Whole addresses and numbers are taken out before anything is stored; rather a size or a date too many than a phone.
"""

import re
import unicodedata

LONGEST = 100
LEFT_OUT = "[…]"
MOST_DIGITS = 6

_AT = "@＠﹫"
_ADDRESS = re.compile(rf"[^\s{_AT}]*\s?(?:[{_AT}]\s?[^\s{_AT}]*)+")

# "гост 12.1.004-91", "iso 14001:2015": what standards are called by, which editors need to see.
_STANDARD = (
    r"\b(?:гост|дст|стб|ст рк|ткп|снип|сп|ост|ту|iso|исо|iec|мэк|en|din|astm)"
    r"(?: (?:р|iso|исо|iec|мэк|en))* ?№? ?\d{1,5}(?:\.\d{1,3}){0,3}(?:[-–:](?:19|20)?\d\d)?"
)
_YEARS = r"\b(?:19|20)\d\d(?: ?[-–—/,]? ?(?:19|20)\d\d){1,3}"
_NUMBER = rf"[+(]*\d(?:[\W_]{{0,3}}\d){{{MOST_DIGITS},}}"
_NUMBERS = re.compile(rf"(?P<kept>(?:{_STANDARD}|{_YEARS})(?![\W_]{{0,3}}\d))|{_NUMBER}")


def redact(query: str) -> str:
    """The query case-folded, in single spaces, without e-mail addresses, nicknames, phones and other long numbers.

    A number is long with seven digits or more, however they are grouped; names of standards and spans of years stay.
    """
    text = unicodedata.normalize("NFC", unicodedata.normalize("NFC", query).casefold())
    text = "".join(" " if char.isspace() else char for char in text if char.isspace() or _is_written(char))
    text = _ADDRESS.sub(f" {LEFT_OUT} ", " ".join(text.split()))
    text = _NUMBERS.sub(lambda found: found["kept"] or LEFT_OUT, text)
    return " ".join(text.split())[:LONGEST].strip()


def _is_written(char: str) -> bool:
    """Not a control, an invisible mark or half of a letter: PostgreSQL cannot store some, and others hide digits."""
    return not unicodedata.category(char).startswith("C")
