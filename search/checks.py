"""System checks of what search relies on."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from wagtail.search.index import RelatedFields

from search.analysis import LANGUAGES
from search.documents import entry_types


@register()
def languages_have_analysers(**kwargs: Any) -> list[CheckMessage]:
    """Every language of the site must be one that the analysis knows."""
    return [
        Error(
            f"No analyser for the language {code!r}.",
            hint="Add one in search/analysis/languages.py.",
            id="search.E001",
        )
        for code, _name in settings.LANGUAGES
        if code not in LANGUAGES
    ]


@register()
def declared_relations_exist(**kwargs: Any) -> list[CheckMessage]:
    """A misspelled relation in ``search_fields`` would silently not be searched."""
    return [
        Error(f"{model.__name__}.search_fields names {declared.field_name!r}.", obj=model, id="search.E002")
        for model in entry_types()
        for declared in model.search_fields
        if isinstance(declared, RelatedFields) and not hasattr(model, declared.field_name)
    ]
