"""What a browser would send of a form of the admin that nobody has changed."""

from collections.abc import Iterator
from typing import Any

from wagtail.admin.rich_text import DraftailRichTextArea


def inputs_of(form: Any) -> Iterator[tuple[str, list[str]]]:
    """The names and values of its inputs, those of its rows among them."""
    for field in form:
        value = field.value()
        if isinstance(field.field.widget, DraftailRichTextArea):
            value = field.field.widget.format_value(value)
        if value is True:
            value = "on"
        if value is None or value is False:
            continue
        values = value if isinstance(value, list | tuple) else [value]
        yield field.html_name, [str(getattr(part, "pk", getattr(part, "name", part))) for part in values]
    for formset in getattr(form, "formsets", {}).values():
        yield from inputs_of(formset.management_form)
        for row in formset.forms:
            yield from inputs_of(row)
