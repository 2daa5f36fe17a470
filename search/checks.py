"""System checks of what search relies on."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from wagtail.search.index import RelatedFields

from search.analysis import LANGUAGES
from search.dense import state
from search.dense.embedders import OFF
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


@register(Tags.database)
def search_by_meaning_is_at_work(databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Asked with ``check --database default``: an installation without it is sound, but finds less."""
    if not databases or settings.EMBEDDINGS == OFF:
        return []
    if problem := state.problem():
        return [
            Warning(
                f"Search goes by words alone: {problem}.",
                hint="See “Search by meaning” in docs/administration.md, or set EMBEDDINGS=off.",
                id="search.W001",
            )
        ]
    return []
