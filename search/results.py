"""What the engine returns: plain values, ready to be shown."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.safestring import SafeString

from search.wanted import NOTHING, Wanted


class Cover(NamedTuple):
    """A picture in the size of a list."""

    url: str
    width: int
    height: int


class Headline(NamedTuple):
    """The indicator that leads, or that the list is filtered by, and by how many percent it changed."""

    name: str
    change: Decimal
    is_improvement: bool


@dataclass(slots=True)
class Hit:
    """An entry in a list."""

    page_id: int
    url: str
    title: str
    title_html: SafeString
    summary: str
    snippet_html: SafeString
    entry_type: str
    kind: str
    country: str
    enterprise_name: str
    enterprise_slug: str
    trl: int | None
    stage: str
    headline: Headline | None
    language: str
    is_reader_language: bool
    date: date
    needs_confirmation: bool
    archived: bool
    cover: Cover | None
    is_by_meaning: bool = False
    """Whether it has none of the words that were sought, but says something alike."""
    is_recommended: bool = False
    """Whether editors put it first for this query."""


@dataclass(slots=True)
class FacetValue:
    """A value to choose, with the number of entries it would leave."""

    value: str
    label: str | Promise
    count: int
    selected: bool
    depth: int = 0
    lower_is_better: bool = False
    """Of an indicator."""
    mark: str = ""
    """Of the row that is named (``prepared.marks``), if it is one."""


@dataclass(slots=True)
class Facet:
    """A filter with its values; ``name`` is its name in the address."""

    name: str
    label: str | Promise
    values: list[FacetValue] = field(default_factory=list)


@dataclass(slots=True)
class Results:
    """A page of a list."""

    query: str
    total: int
    hits: list[Hit]
    facets: list[Facet]
    page: int
    pages: int
    sort: str
    sorts: list[tuple[str, str | Promise]]
    is_estimate: bool = False
    """Whether the total and the counts of facets were taken from a sample."""
    typed: str = ""
    """What the visitor typed, where nothing has it and ``query`` is what was looked for instead."""
    first: int = 1
    """The place of the first hit in the whole list."""
    wanted: Wanted = NOTHING
    """What the texts of all hits have; empty for a list."""
    is_other_layout: bool = False
    """Whether that is what the same keys give in another layout of the keyboard."""
    near: tuple[int, ...] = ()
    """The entries that were found by their meaning, whatever words they have."""
    is_by_meaning: bool = False
    """Whether nothing has the words, and the hits are near by their meaning alone."""
    hit_marks: frozenset[str] = frozenset()
    """The marks of what the hits show (``prepared.marks``)."""
    did_you_mean: str = ""
    """A likelier spelling of ``query``, which has hits nevertheless."""

    @property
    def has_words(self) -> bool:
        """Whether any entry has what was sought in its words."""
        return self.total > 0 and not self.is_by_meaning

    @property
    def asked(self) -> str:
        """The query in the visitor's own words."""
        return self.typed or self.query

    @property
    def has_previous(self) -> bool:
        """Whether there is a page before this one."""
        return self.page > 1

    @property
    def has_next(self) -> bool:
        """Whether there is a page after this one."""
        return self.page < self.pages
