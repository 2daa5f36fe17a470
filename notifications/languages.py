"""Values that each receiver reads in his or her own language."""

from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils import translation

LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
# The languages in themselves: who reads none of the others still finds his or her own.
LANGUAGE_CHOICES = [("ru", "Русский"), ("be", "Беларуская"), ("kk", "Қазақша"), ("en", "English")]
MARK = "/{language}/"


def in_every_language(text: Callable[[], Any]) -> dict[str, str]:
    """What ``text`` gives in each language, as a value of ``params``: the templates see the receiver's.

    ``in_every_language(lambda: enterprise.name)``
    """
    found = {}
    for code in LANGUAGES:
        with translation.override(code):
            found[code] = str(text())
    return found


def in_reader_language(path: str) -> str:
    """The address ``path``, marked as one that exists in all languages: each receiver is led to his or her own.

    Addresses of pages of the tree differ by language and stay as they are.
    """
    first, _slash, rest = path.removeprefix("/").partition("/")
    return f"{MARK}{rest}" if path.startswith("/") and first in LANGUAGES else path


def path_for(path: str, language: str) -> str:
    """The address that a reader of ``language`` opens."""
    return path.replace(MARK, f"/{language}/", 1) if path.startswith(MARK) else path


def params_for(params: Mapping[str, Any], language: str) -> dict[str, Any]:
    """``params`` with one text in place of those in every language, also inside lists and dictionaries."""
    return {name: _one(value, language) for name, value in params.items()}


def _one(value: Any, language: str) -> Any:
    if isinstance(value, dict):
        if value.keys() == set(LANGUAGES):
            return value[language] or value[settings.LANGUAGE_CODE]
        return params_for(value, language)
    return [_one(item, language) for item in value] if isinstance(value, list) else value
