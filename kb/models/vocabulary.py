"""Names in four languages, for terms and enterprises that are one row in all languages."""

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class FourNames(models.Model):
    """A row named in each of the four languages; Russian is the name of last resort."""

    name_ru = models.CharField(_("name in Russian"), max_length=200)
    name_be = models.CharField(_("name in Belarusian"), max_length=200, blank=True)
    name_kk = models.CharField(_("name in Kazakh"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the language of the interface."""
        return self.name_in(get_language() or settings.LANGUAGE_CODE)

    def name_in(self, language: str) -> str:
        """The name in ``language`` (a code of ``LANGUAGES``), else in Russian."""
        return getattr(self, f"name_{language[:2]}", "") or self.name_ru

    @property
    def names(self) -> dict[str, str]:
        """Every name given, by language code."""
        named = {code: getattr(self, f"name_{code}") for code, _label in settings.LANGUAGES}
        return {code: name for code, name in named.items() if name}
