"""System checks of notifications."""

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from notifications import kinds


@register(Tags.templates)
def every_kind_has_its_texts(**kwargs: Any) -> list[CheckMessage]:
    """A kind without texts would be found out only when the first letter fails."""
    missing: list[CheckMessage] = []
    for kind in kinds.all_kinds():
        for ending in (".subject.txt", ".txt"):
            try:
                get_template(kind.template + ending)
            except TemplateDoesNotExist:
                missing.append(
                    Error(
                        f"The kind of notification “{kind.name}” has no template {kind.template}{ending}.",
                        hint="docs/notifications.md tells which texts a kind needs.",
                        id="notifications.E001",
                    )
                )
    return missing
