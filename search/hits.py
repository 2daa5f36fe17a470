"""Rows of the index as hits: what of them is shown, with the words marked that were sought."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString

from kb.permissions import may_read_in_full
from search.highlight import Sought, cut, highlight, passage
from search.places import find
from search.query import Query
from search.ranking import Plan
from search.results import Cover, Headline, Hit

COLUMNS = (
    "d.page_id, p.url_path, d.title, d.summary, d.entry_type, d.kind, d.country, e.slug AS enterprise_slug,"
    " COALESCE(NULLIF(e.name_{reader}, ''), e.name_ru, '') AS enterprise_name, d.trl, d.stage,"
    " COALESCE(NULLIF(i.name_{reader}, ''), i.name_ru) AS indicator, i.lower_is_better, d.headline_change, d.language,"
    " d.published_at, d.standing, d.access, d.enterprise_id, d.area_ids, d.cover_file, d.cover_width, d.cover_height"
)
TEXTS = ", d.body, d.words, d.offsets"
JOINS = (
    " JOIN wagtailcore_page p ON p.id = d.page_id"
    " LEFT JOIN kb_enterprise e ON e.id = d.enterprise_id"
    " LEFT JOIN kb_indicator i ON i.id = d.headline_indicator_id"
)


@dataclass(frozen=True)
class Words:
    """The query with what was decided about it, and what of it is marked in the hits."""

    query: Query
    plan: Plan
    sought: Sought


def hit(row: dict[str, Any], words: Words | None, reader: str, user: Any) -> Hit:
    """The hit that a row with ``COLUMNS`` is, and ``TEXTS`` where words were sought."""
    title_html, snippet_html = escape(row["title"]), escape(row["summary"])
    if words is not None:
        title_html = highlight(row["title"], words.sought, row["language"])
        snippet_html = _snippet(row, words, user)
    headline = None
    if row["headline_change"] is not None and row["indicator"]:
        change = row["headline_change"]
        headline = Headline(row["indicator"], change, change != 0 and (change < 0) == row["lower_is_better"])
    cover = None
    if row["cover_file"]:
        cover = Cover(default_storage.url(row["cover_file"]), row["cover_width"], row["cover_height"])
    return Hit(
        page_id=row["page_id"],
        url=row["url_path"],
        title=row["title"],
        title_html=title_html,
        summary=row["summary"],
        snippet_html=snippet_html,
        entry_type=row["entry_type"],
        kind=row["kind"],
        country=row["country"],
        enterprise_name=row["enterprise_name"],
        enterprise_slug=row["enterprise_slug"] or "",
        trl=row["trl"],
        stage=row["stage"],
        headline=headline,
        language=row["language"],
        is_reader_language=row["language"] == reader,
        date=timezone.localtime(row["published_at"]).date(),
        needs_confirmation=row["standing"] == "needs_confirmation",
        archived=row["standing"] == "archived",
        cover=cover,
    )


def _snippet(row: dict[str, Any], words: Words, user: Any) -> SafeString:
    """The best passage of the text for those who may read it, else the summary, which everybody may."""
    if may_read_in_full(user or _VISITOR, _AsEntry(row)) and (found := list(_places(row, words))):
        start, end = passage(row["body"], found)
        return highlight(cut(row["body"], start, end), words.sought, row["language"])
    return highlight(row["summary"], words.sought, row["language"])


def _places(row: dict[str, Any], words: Words) -> Iterator[tuple[int, float, int]]:
    """Where in the text the words stand that are sought, with their weights and numbers."""
    for number, (term, weight) in enumerate(words.plan.weighed):
        for lexeme in term.lexemes:
            for offset in find(lexeme, row["words"], row["offsets"]):
                yield offset, weight, number


class _AsEntry:
    """A row of the index in the shape that ``kb.permissions`` asks about."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.access = row["access"]
        self.enterprise_id = row["enterprise_id"]
        self.enterprise = self
        self.country = row["country"]
        self.areas = self
        self._area_ids = row["area_ids"]

    def all(self) -> list[Any]:
        """The areas, by their keys alone."""
        return [_Area(pk) for pk in self._area_ids]


@dataclass(frozen=True)
class _Area:
    pk: int


@dataclass(frozen=True)
class _Visitor:
    is_authenticated: bool = False
    is_active: bool = False


_VISITOR = _Visitor()
