"""How an entry is laid out for the person who writes it.

A model declares its sections once; the admin's panels (``kb.panels``) and the contributors' forms
(``contribute.forms``) are built from that declaration.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Rows:
    """A place for related rows: ``relation`` is the accessor's name on the entry."""

    relation: str
    heading: str | Promise
    minimum: int = 0
    maximum: int = 50


@dataclass(frozen=True)
class Section:
    """One step of writing: field names and row places under a heading that asks what a reader asks."""

    key: str
    heading: str | Promise
    parts: tuple[str | Rows, ...]
    editors_only: bool = False

    @property
    def fields(self) -> tuple[str, ...]:
        """Names of the plain fields."""
        return tuple(part for part in self.parts if isinstance(part, str))

    @property
    def rows(self) -> tuple[Rows, ...]:
        """The row places."""
        return tuple(part for part in self.parts if isinstance(part, Rows))


def row_places(sections: Iterable[Section]) -> Iterator[Rows]:
    """Every row place of ``sections``, in order."""
    for section in sections:
        yield from section.rows


def field_names(sections: Iterable[Section]) -> Iterator[str]:
    """Every plain field of ``sections``, in order."""
    for section in sections:
        yield from section.fields
