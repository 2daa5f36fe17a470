"""What an entry says, free of how it is stored: tells an edit from a form that was only opened.

The admin's form calls a row changed when it has never been stored, and a rich text when its editor has put keys
into the markup. An approval would then count as an edit, and need approval anew, for ever.
"""

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from kb.fields import RichField

_STORED_WITH_A_ROW = frozenset({"id", "entry", "row_key", "sort_order"})
_MARKUP = (
    (re.compile(r'\s+data-block-key="[^"]*"'), ""),
    (re.compile(r"<(/?)strong>"), r"<\1b>"),
    (re.compile(r"<(/?)em>"), r"<\1i>"),
    (re.compile(r"\s*/>"), ">"),
    (re.compile(r"\s+"), " "),
    (re.compile(r"> | (?=<)"), lambda match: match[0].strip()),
    # What the editor makes of a field that says nothing.
    (re.compile(r"<p></p>"), ""),
)


def plain_markup(text: str) -> str:
    """Rich text without the keys that an editor adds and without other spellings of a tag."""
    for pattern, replacement in _MARKUP:
        text = pattern.sub(replacement, text)
    return text.strip()


def content_of(entry: Any, *, fields: Iterable[str], relations: Iterable[str]) -> dict[str, Any]:
    """Comparable values of ``fields`` and of the rows of ``relations``, by name."""
    content: dict[str, Any] = {name: _value(entry, name) for name in fields}
    for relation in relations:
        rows = getattr(entry, relation).all()
        content[relation] = [
            tuple(
                _value(row, field.name) for field in row._meta.concrete_fields if field.name not in _STORED_WITH_A_ROW
            )
            for row in rows
        ]
    return content


def _value(thing: Any, name: str) -> Any:
    field = thing._meta.get_field(name)
    if field.many_to_many:
        return frozenset(str(related) for related in getattr(thing, name).all())
    value = getattr(thing, field.attname)
    if isinstance(field, RichField):
        return plain_markup(value or "")
    return value.normalize() if isinstance(value, Decimal) else value or None
