"""Rows of the index as hits: what of them is shown, with the words marked that were sought."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone
from django.utils.html import escape
from django.utils.safestring import SafeString

from kb.permissions import may_read_in_full
from prepared.marks import hit_mark, mark_of
from search.dense.neighbours import Direction
from search.filters import Filters
from search.grams import Letters
from search.highlight import Sought, cut, cut_and_highlight, highlight, highlight_at, passage
from search.matching import Condition
from search.places import TITLE, find, find_in_a_row
from search.query import Query
from search.ranking import Plan
from search.results import Cover, Headline, Hit

_COLUMNS = (
    "d.page_id, p.url_path, d.title, d.summary, d.entry_type, d.kind, d.country, e.slug AS enterprise_slug,"
    " COALESCE(NULLIF(e.name_{reader}, ''), e.name_ru, '') AS enterprise_name, d.trl, d.stage,"
    " COALESCE(NULLIF(i.name_{reader}, ''), i.name_ru) AS indicator, i.id AS indicator_id, i.lower_is_better,"
    " {gain} AS gain, d.language, d.published_at, d.standing, d.access,"
    " d.enterprise_id, d.area_ids, d.cover_file, d.cover_width, d.cover_height"
)
Place = tuple[int, float, int]
"""An offset, the weight of the word that stands there, and its number in the query."""
TEXTS = ", d.body, d.words, d.offsets"
_JOINS = (
    " JOIN wagtailcore_page p ON p.id = d.page_id"
    " LEFT JOIN kb_enterprise e ON e.id = d.enterprise_id"
    " LEFT JOIN kb_indicator i ON "
)
# Whose change a hit shows: that of the headline indicator or, where the list is filtered by one, of that one.
_HEADLINE = ("d.headline_gain", "i.id = d.headline_indicator_id")
_CHOSEN = ("d.gains[array_position(d.indicator_ids, i.id::int)]", "i.code = %s")


@dataclass(frozen=True)
class Words:
    """The query with what was decided about it, and what of it is marked in the hits."""

    query: Query
    plan: Plan
    sought: Sought
    letters: Letters
    towards: Direction | None = None
    """Where the query points, in search by meaning."""


def columns(filters: Filters, reader: str) -> str:
    """What is read of a row ``d`` for its hit."""
    return _COLUMNS.format(reader=reader, gain=(_CHOSEN if filters.indicator else _HEADLINE)[0])


def joins(filters: Filters) -> Condition:
    """The tables that ``columns`` reads beside the row."""
    _gain, indicator = _CHOSEN if filters.indicator else _HEADLINE
    return Condition(_JOINS + indicator, [filters.indicator] if filters.indicator else [])


def marks(row: dict[str, Any]) -> list[str]:
    """The marks of what a hit shows."""
    found = [hit_mark(row["page_id"])]
    if row["enterprise_id"]:
        found.append(mark_of("enterprise", row["enterprise_id"]))
    if row["indicator_id"]:
        found.append(mark_of("indicator", row["indicator_id"]))
    return found


def hit(row: dict[str, Any], words: Words | None, reader: str, user: Any, *, is_by_meaning: bool = False) -> Hit:
    """The hit that a row with ``columns`` is, and ``TEXTS`` where words were sought."""
    title_html, snippet_html = escape(row["title"]), escape(row["summary"])
    if words is not None:
        in_title, in_text = _places(row, words)
        title_html = _title(row, words, in_title)
        snippet_html = _snippet(row, words, in_text, user)
    headline = None
    if row["gain"] is not None and row["indicator"]:
        change = -row["gain"] if row["lower_is_better"] else row["gain"]
        headline = Headline(row["indicator"], change, row["gain"] > 0)
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
        is_by_meaning=is_by_meaning,
    )


def _title(row: dict[str, Any], words: Words, places: list[Place]) -> SafeString:
    title, sought, language = row["title"], words.sought, row["language"]
    if sought.prefixes:  # the index does not say where the words stand that begin so
        return highlight(title, sought, language)
    return highlight_at(title, (offset for offset, *_rest in places), sought, language)


def _snippet(row: dict[str, Any], words: Words, places: list[Place], user: Any) -> SafeString:
    """The best passage of the text for those who may read it, else the summary, which everybody may."""
    sought, language = words.sought, row["language"]
    if places and may_read_in_full(user or _VISITOR, _AsEntry(row)):
        body = row["body"]
        start, end = passage(body, places)
        if sought.prefixes:
            return highlight(cut(body, start, end), sought, language)
        return cut_and_highlight(body, start, end, (offset for offset, *_rest in places), sought, language)
    return highlight(row["summary"], sought, language)


def _places(row: dict[str, Any], words: Words) -> tuple[list[Place], list[Place]]:
    """Where the words stand that are sought: in the title, and in the text."""
    in_title: list[Place] = []
    in_text: list[Place] = []
    for number, (term, weight) in enumerate(words.plan.weighed):
        for offset in chain(
            *(find(lexeme, row["words"], row["offsets"]) for lexeme in term.lexemes),
            *(find_in_a_row(phrase, row["words"], row["offsets"]) for phrase in term.phrases),
        ):
            if offset < TITLE:
                in_text.append((offset, weight, number))
            else:
                in_title.append((offset - TITLE, weight, number))
    return in_title, in_text


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
