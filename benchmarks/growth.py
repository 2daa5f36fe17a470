"""``python -m benchmarks.growth N``: copies entries in the database until N are live in Russian.

The rows are those that publishing leaves, but for revisions, which no public page reads; search rows are written by
the production rebuild, and each page is prepared at its first visit. Publishing them one by one would take a hundred
times as long and measure the same.
"""

# ruff: noqa: S608 - statements are put together from the names of our own tables.

import sys
from collections import Counter
from collections.abc import Iterable, Iterator

import django

django.setup()

from django.apps import apps  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402
from wagtail.models import Page  # noqa: E402

from kb.models import EntryPage, RenderedEntry  # noqa: E402

PAIRS = "growth_pairs"
BATCH = 1000
NEW_VALUES = {
    "id": "pair.copy",
    "path": "pair.path",
    "translation_key": "gen_random_uuid()",
    "title": "left(p.title, 110) || ' № ' || pair.number",
    "draft_title": "left(p.title, 110) || ' № ' || pair.number",
    "slug": "left(p.slug, 60) || '-' || pair.number",
    "url_path": "regexp_replace(p.url_path, '[^/]+/$', left(p.slug, 60) || '-' || pair.number || '/')",
    "first_published_at": "p.first_published_at - pair.number * interval '1 minute'",
    "latest_revision_id": "NULL",
    "live_revision_id": "NULL",
}


def grow(entries: int) -> None:
    """Copies the live Russian entries in turn, each under a title of its own, and rebuilds the index."""
    live = EntryPage.objects.live().filter(locale__language_code="ru").order_by("pk")
    patterns = list(live)
    numbers = list(range(len(patterns), entries))
    with transaction.atomic(), connection.cursor() as cursor:
        places = _places(patterns, numbers)
        for start in range(0, len(numbers), BATCH):
            _copy(cursor, places[start : start + BATCH])
        for parent, children in Counter(path[: -Page.steplen] for _pattern, path, _number in places).items():
            Page.objects.filter(path=parent).update(numchild=models.F("numchild") + children)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    call_command("rebuild_search", verbosity=0)


def _places(patterns: list[EntryPage], numbers: Iterable[int]) -> list[tuple[int, str, int]]:
    """For each copy its pattern, its place in the tree and its number."""
    free: dict[str, Iterator[str]] = {}
    places = []
    for number in numbers:
        pattern = patterns[number % len(patterns)]
        parent = pattern.path[: -Page.steplen]
        if parent not in free:
            free[parent] = free_paths(parent, pattern.depth)
        places.append((pattern.pk, next(free[parent]), number))
    return places


def free_paths(parent: str, depth: int) -> Iterator[str]:
    """Places in the tree below ``parent`` that nothing has yet, without end."""
    last = Page.objects.filter(path__startswith=parent, depth=depth).order_by("path").last()
    while last is not None:
        path = last._inc_path()
        yield path
        last = Page(path=path, depth=depth)


def _copy(cursor: CursorWrapper, places: list[tuple[int, str, int]]) -> None:
    cursor.execute(
        f"CREATE TEMPORARY TABLE {PAIRS} (pattern int, path text, number int, copy int"
        " DEFAULT nextval(pg_get_serial_sequence('wagtailcore_page', 'id'))) ON COMMIT DROP"
    )
    cursor.executemany(f"INSERT INTO {PAIRS} (pattern, path, number) VALUES (%s, %s, %s)", places)
    copy_rows(cursor, Page, "id", NEW_VALUES)
    copy_rows(cursor, EntryPage, "page_ptr_id", {"page_ptr_id": "pair.copy"})
    for model, column in tables_of_an_entry():
        copy_rows(cursor, model, column, {column: "pair.copy"})
    cursor.execute(f"DROP TABLE {PAIRS}")


def tables_of_an_entry() -> Iterator[tuple[type[models.Model], str]]:
    """The tables with rows of one entry, those of its types first, and the column that names it."""
    for subclass in EntryPage.__subclasses__():
        yield subclass, "entrypage_ptr_id"
    types = {EntryPage, *EntryPage.__subclasses__()}
    for model in apps.get_app_config("kb").get_models(include_auto_created=True):
        key = model._meta.pk
        # A step of a review is a row of Wagtail's first; like revisions, no public page reads it.
        is_told_elsewhere = key is not None and key.remote_field and key.remote_field.model not in types
        if model in types or model is RenderedEntry or is_told_elsewhere:
            continue
        # What only points at an entry from another one has its own entry under the first such column.
        for field in model._meta.local_concrete_fields:
            if field.remote_field and field.remote_field.model in types:
                yield model, str(field.column)
                break


def copy_rows(cursor: CursorWrapper, model: type[models.Model], key: str, values: dict[str, str]) -> None:
    """Copies the rows of ``model`` that belong to the patterns (by the column ``key``), with other ``values``."""
    columns = [
        field.column
        for field in model._meta.local_concrete_fields
        if field.column in values or not (field.primary_key and field.column == "id")
    ]
    written = ", ".join(f'"{column}"' for column in columns)
    read = ", ".join(values.get(column, f'p."{column}"') for column in columns)
    table = model._meta.db_table
    cursor.execute(
        f"INSERT INTO {table} ({written}) SELECT {read} FROM {table} p JOIN {PAIRS} pair ON pair.pattern = p.{key}"
    )


if __name__ == "__main__":
    grow(int(sys.argv[1]))
