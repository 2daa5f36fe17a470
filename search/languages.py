"""The language of a reader, as search knows it."""

from django.conf import settings


def known(language: str) -> str:
    """A language that the tables have columns for."""
    code = (language or "")[:2]
    return code if code in dict(settings.LANGUAGES) else settings.LANGUAGE_CODE
