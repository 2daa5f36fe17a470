"""The write side of the suggestions: by which words entries, areas, tags and enterprises are offered.

Rows are put with what they are of, in the same transaction, and all anew when the index is rebuilt.
"""

from collections.abc import Iterable, Iterator
from itertools import batched
from typing import Any, NamedTuple

from django.db import connection, models

from kb.models import Enterprise, Tag, TechnologyArea
from search.analysis import designations, tokenise
from search.analysis.folding import fold
from search.models import SearchDocument, Suggestion
from search.vectors import quote

ENTRY, AREA, TAG, ENTERPRISE = "entry", "area", "tag", "enterprise"
BATCH = 1_000
_SOURCES: dict[type[models.Model], str] = {TechnologyArea: AREA, Tag: TAG, Enterprise: ENTERPRISE}

_WRITE = """
    INSERT INTO search_suggestion (source, object_id, text, words)
    SELECT source, object_id, text, words::tsvector
    FROM unnest(%s::text[], %s::int[], %s::text[], %s::text[]) r(source, object_id, text, words)
    ON CONFLICT (source, object_id) DO UPDATE SET text = excluded.text, words = excluded.words
    WHERE search_suggestion.text <> excluded.text
"""


class Row(NamedTuple):
    """What is offered, under which names."""

    source: str
    object_id: int
    names: tuple[str, ...]


def words_of(text: str) -> list[str]:
    """The words and numbers of a text, folded: МТЗ-82 is two of them."""
    return [word for match in tokenise.ATOM.finditer(text) if (word := fold(match[0]))]


def row_of(term: Any) -> Row:
    """The row of an area, a tag or an enterprise."""
    if isinstance(term, TechnologyArea):
        labels = (label.text for label in term.alternative_labels.all())
        return Row(AREA, term.pk, (*term.names.values(), *labels))
    names = (term.name,) if isinstance(term, Tag) else tuple(term.names.values())
    return Row(_SOURCES[type(term)], term.pk, names)


def put(rows: Iterable[Row]) -> None:
    """Writes the rows, those that are there already too."""
    for batch in batched(rows, BATCH):
        values = [(row.source, row.object_id, _text(row.names), _vector(row.names)) for row in batch]
        with connection.cursor() as cursor:
            cursor.execute(_WRITE, [list(column) for column in zip(*values, strict=True)])


def put_term(term: models.Model) -> None:
    """Writes the row of an area, a tag or an enterprise as it is saved."""
    put([row_of(type(term)._default_manager.get(pk=term.pk))])


def remove_term(term: models.Model) -> None:
    """Takes out the row of an area, a tag or an enterprise that is deleted."""
    remove(_SOURCES[type(term)], term.pk)


def remove(source: str, object_id: int) -> None:
    """Takes the row out, if there is one."""
    Suggestion.objects.filter(source=source, object_id=object_id).delete()


def rebuild() -> None:
    """Writes all rows anew, those of entries as the index has them."""
    Suggestion.objects.all().delete()
    put(_all())


def _all() -> Iterator[Row]:
    for page_id, title in SearchDocument.objects.values_list("page_id", "title").iterator():
        yield Row(ENTRY, page_id, (title,))
    for found in (
        TechnologyArea.objects.prefetch_related("alternative_labels"),
        Tag.objects.all(),
        Enterprise.objects.all(),
    ):
        yield from map(row_of, found)


def _text(names: Iterable[str]) -> str:
    return "\n".join(" ".join(words_of(name)) for name in names)


def _vector(names: Iterable[str]) -> str:
    """The words, and the Latin form of what looks like a mark: belaz for БелАЗ."""
    words: set[str] = set()
    for name in names:
        words.update(words_of(name))
        for match in tokenise.ATOM.finditer(name):
            if designations.is_mark(match[0]):
                words |= designations.keys(fold(match[0]))
    return " ".join(map(quote, sorted(words)))
