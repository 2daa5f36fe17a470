"""The names of what pages show, by which a change finds the pages."""

import uuid

from django.db.models import Model

EVERYTHING = "*"
"""Shown by every page."""
AREAS = "areas"
"""The tree of technology areas as a whole."""
BRANCHES = "branches"
"""The areas of the first level."""
ENTERPRISES = "enterprises"
"""The list of enterprises as a whole."""
ENTERPRISE_COUNTS = "enterprise-counts"
"""How many enterprises there are in each country."""


def mark(thing: Model) -> str:
    """The mark of a row that pages show, such as ``enterprise:12``."""
    return mark_of(str(thing._meta.model_name), thing.pk)


def mark_of(model_name: str, key: object) -> str:
    """The same by the name of the model in small letters and the key of the row."""
    return f"{model_name}:{key}"


def profile_mark(enterprise: int) -> str:
    """The mark of what only the page of an enterprise shows of it."""
    return f"profile:{enterprise}"


def group_mark(translation_key: uuid.UUID) -> str:
    """The mark of a page in all its languages."""
    return f"group:{translation_key}"


def hit_mark(page: int) -> str:
    """The mark of an entry as lists show it."""
    return f"hit:{page}"


def list_mark(reader: str, facet: str, value: object = "") -> str:
    """The mark of a list: which entries with that value there are for readers of a language, and in which order."""
    return f"list:{reader}:{facet}:{value}"


def newest_mark(reader: str) -> str:
    """The mark of which entries readers of a language find at all, and in which order."""
    return f"newest:{reader}"


def counts_mark(reader: str, facet: str) -> str:
    """The mark of how many entries there are for readers of a language by the values of a facet."""
    return f"counts:{reader}:{facet}"


def matches_mark(translation_key: uuid.UUID) -> str:
    """The mark of what fits a technology that is offered or sought."""
    return f"matches:{translation_key}"
