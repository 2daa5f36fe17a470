"""Dates in words, as each of the four languages writes them (CLDR 46), and whose clock a time of day is read on.

Django's Belarusian months mix two orthographies, and its Kazakh ones have capital letters; both are written out here.
"""

from datetime import date, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.formats import date_format
from django.utils.timezone import get_default_timezone
from django.utils.translation import get_language

from accounts.countries import Country
from kb.permissions import roles_of

ZONES: dict[str, str] = {Country.BELARUS: "Europe/Minsk", Country.KAZAKHSTAN: "Asia/Almaty"}
PATTERNS = {"be": "{day} {month} {year} г.", "kk": "{year} ж. {day} {month}"}
MONTHS = {
    "be": ("студзеня лютага сакавіка красавіка мая чэрвеня ліпеня жніўня верасня кастрычніка лістапада снежня".split()),
    "kk": "қаңтар ақпан наурыз сәуір мамыр маусым шілде тамыз қыркүйек қазан қараша желтоқсан".split(),
}


def date_in_words(value: date) -> str:
    """``value`` in the language of the interface, such as 5 марта 2026 г."""
    language = (get_language() or "")[:2]
    if language in PATTERNS:
        month = MONTHS[language][value.month - 1]
        return PATTERNS[language].format(day=value.day, month=month, year=value.year)
    return date_format(value, "DATE_FORMAT")


def zone_of(user: Any) -> tzinfo:
    """The clock that ``user`` goes by: that of his or her country, where it is known, else the site's.

    The two countries are hours apart, so a time of day says little unless it is the reader's own.
    """
    name = ZONES.get(roles_of(user).home)
    return ZoneInfo(name) if name else get_default_timezone()
