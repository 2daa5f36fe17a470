"""Values of a stored version in words: choices by their labels, other rows by their names, rich text as paragraphs."""

import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from html import unescape
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext as _

from kb.dates import date_in_words
from kb.fields import RichField
from kb.models import EntryPage, Tag, TechnologyArea, open_to_all
from kb.sections import field_names, row_places
from kb.templatetags.kb_tags import number

BLOCK_END = re.compile(r"</(?:p|li|h\d)>|<br\s*/?>", re.IGNORECASE)


class Names:
    """The names of everything that some versions refer to: one query per kind of thing."""

    def __init__(self, model: type[EntryPage], contents: Iterable[dict[str, Any]]) -> None:
        self._names: dict[tuple[type[models.Model], Any], str] = {}
        for kind, keys in _references(model, contents).items():
            known = kind._default_manager.filter(pk__in=keys)
            if issubclass(kind, EntryPage):
                # What a page is called is public only while the page is.
                known = known.filter(open_to_all(), live=True)
            for thing in known:
                self._names[kind, thing.pk] = _name(thing)

    def of(self, kind: type[models.Model], key: Any) -> str:
        """The name of the thing, or that it is no longer there."""
        return self._names.get((kind, key)) or _("no longer there")


def _name(thing: Any) -> str:
    return str(getattr(thing, "name", None) or getattr(thing, "title", None) or thing)


def _references(model: type[EntryPage], contents: Iterable[dict[str, Any]]) -> dict[type[models.Model], set[Any]]:
    wanted: dict[type[models.Model], set[Any]] = defaultdict(set)
    for content in contents:
        wanted[TechnologyArea] |= set(content.get("areas") or ())
        wanted[Tag] |= {row["tag"] for row in content.get("entry_tags") or ()}
        _collect(model, field_names(model.sections), content, wanted)
        for place in row_places(model.sections):
            row_model: Any = model._meta.get_field(place.relation).related_model
            for row in content.get(place.relation) or ():
                _collect(row_model, row_model.contributor_fields, row, wanted)
    return {kind: keys - {None} for kind, keys in wanted.items() if keys - {None}}


def _collect(model: Any, names: Iterable[str], values: dict[str, Any], wanted: dict[Any, set[Any]]) -> None:
    for name in names:
        field = model._meta.get_field(name)
        if field.many_to_one and values.get(name) is not None:
            wanted[field.related_model].add(values[name])


def in_words(field: Any, stored: Any, names: Names) -> str:
    """What a version says in ``field``; empty where it says nothing."""
    if field.many_to_one:
        return "" if stored is None else names.of(field.related_model, stored)
    if isinstance(field, RichField):
        return as_paragraphs(stored or "")
    value = field.to_python(stored)
    if value in (None, "", []):
        return ""
    if isinstance(field, ArrayField):
        labels = dict(field.base_field.flatchoices)
        return ", ".join(str(labels.get(item, item)) for item in value)
    if field.flatchoices:
        return str(dict(field.flatchoices).get(value, value))
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, date):
        return date_in_words(value)
    return number(value) if isinstance(value, int | Decimal) else str(value)


def as_paragraphs(html: str) -> str:
    """A rich text without its markup, a line per paragraph or list item."""
    lines = unescape(strip_tags(BLOCK_END.sub("\n", html))).splitlines()
    return "\n".join(line.strip() for line in lines if line.strip())


def row_in_words(model: Any, row: dict[str, Any], names: Names) -> str:
    """A row as “name: value; name: value”, without what is empty."""
    parts = []
    for name in model.contributor_fields:
        field = model._meta.get_field(name)
        if text := in_words(field, row.get(name), names):
            parts.append(f"{field.verbose_name}: {text}".replace("\n", " "))
    return "; ".join(parts)
