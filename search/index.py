"""The write side of the index: one entry put or removed in constant time, or everything built anew."""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Iterable
from dataclasses import fields
from datetime import datetime

from django.db import connection, transaction
from django.db.backends.utils import CursorWrapper

from kb.models import OPEN_TO_ALL, EntryPage, open_to_all
from prepared.changes import changed
from prepared.marks import EVERYTHING
from replicas import reading
from search import counts, grams, lexicon, suggestion_rows, vocabulary
from search.documents import FORM, Document, entry_types, read, with_everything
from search.interface import IndexStatus, Progress
from search.suggestion_rows import ENTRY, Row

COLUMNS = [field.name for field in fields(Document) if field.metadata.get("column", True)]
TABLE = "search_searchdocument"
REBUILT = "search_rebuilt"
BATCH = 100
AT_A_TIME = 20
"""Entries that are put while no other is published: half a second."""

_NAMES = ", ".join(COLUMNS)
_UPDATES = ", ".join(f"{name} = excluded.{name}" for name in [*COLUMNS[1:], "indexed_at"])
_WRITE = f"""
    INSERT INTO {{table}} ({_NAMES}, versions, shown_in, indexed_at)
    VALUES ({", ".join(["%s"] * len(COLUMNS))}, '{{{{}}}}', '{{{{}}}}', COALESCE(%s, clock_timestamp()))
    ON CONFLICT (page_id) DO UPDATE SET {_UPDATES}
"""
# What every visitor may know of.
_PUBLIC = f"p.live AND {OPEN_TO_ALL}"
# Rows that came out as they were are left alone, and so are those that were put while the others were read.
_SWAP = f"""
    INSERT INTO {TABLE} AS kept ({_NAMES}, versions, shown_in, indexed_at)
    SELECT {", ".join(f"r.{name}" for name in COLUMNS)}, '{{}}', '{{}}', r.indexed_at
    FROM {REBUILT} r JOIN wagtailcore_page p ON p.id = r.page_id AND {_PUBLIC}
    ON CONFLICT (page_id) DO UPDATE SET {_UPDATES}
    WHERE kept.indexed_at < excluded.indexed_at
        AND ({", ".join(f"kept.{name}" for name in COLUMNS)})
            IS DISTINCT FROM ({", ".join(f"excluded.{name}" for name in COLUMNS)})
"""
_DROP_STALE = f"""
    DELETE FROM {TABLE} d
    WHERE d.indexed_at < %(started)s AND (%(language)s = '' OR d.language = %(language)s)
        AND NOT EXISTS (
            SELECT FROM {REBUILT} r JOIN wagtailcore_page p ON p.id = r.page_id AND {_PUBLIC}
            WHERE r.page_id = d.page_id
        )
"""
_STATUS = f"""
    SELECT (SELECT count(*) FROM kb_entrypage e JOIN wagtailcore_page p ON p.id = e.page_ptr_id AND {_PUBLIC}),
        (SELECT count(*) FROM {TABLE}),
        (SELECT count(*) FROM {TABLE} d JOIN wagtailcore_page p ON p.id = d.page_id AND {_PUBLIC})
"""


@transaction.atomic
def put(page: EntryPage) -> None:
    """Brings the row of ``page`` in step: written when it is public, gone when it is not.

    Public is what is live and what no view restriction keeps from anybody.
    """
    page = page.specific
    if not page.live or page.get_view_restrictions().exists():
        remove(page)
        return
    # Before it is read: what another transaction has just published of it is not to be overwritten.
    counts.one_writer()
    document = read(page)
    vocabulary.forget_counts()
    with counts.keeping_count(document.translation_key), connection.cursor() as cursor:
        _write(cursor, TABLE, document)
        lexicon.add(cursor, document.vocabulary, document.language)
        suggestion_rows.put([Row(ENTRY, page.pk, (document.title,))])


@transaction.atomic
def remove(page: EntryPage) -> None:
    """Takes the row of ``page`` out of the index, if there is one."""
    counts.one_writer()
    vocabulary.forget_counts()
    with counts.keeping_count(page.translation_key), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {TABLE} WHERE page_id = %s", [page.pk])
        suggestion_rows.remove(ENTRY, page.pk)


def put_pages(pages: Iterable[int]) -> int:
    """Puts the live entries with these ids, of any type; returns how many there are."""
    wanted, done = sorted(set(pages)), 0
    for model in entry_types():
        for start in range(0, len(wanted), AT_A_TIME):
            with transaction.atomic():
                counts.one_writer()
                for page in with_everything(model).filter(pk__in=wanted[start : start + AT_A_TIME]):
                    put(page)
                    done += 1
    return done


def rebuild(language: str = "", progress: Progress | None = None) -> int:
    """Reads all public entries anew (of one ``language``, or of all) and returns their number.

    The new rows are written aside, where no query sees them. One transaction at the end takes over what differs; the
    old index serves until then, and a rebuild that breaks off leaves it as it was. Entries that are published
    meanwhile keep what their publishing wrote.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        started = cursor.fetchone()[0]
        cursor.execute(f"DROP TABLE IF EXISTS {REBUILT}")
        cursor.execute(f"CREATE TEMPORARY TABLE {REBUILT} (LIKE {TABLE} INCLUDING DEFAULTS, PRIMARY KEY (page_id))")
        words = lexicon.Count(cursor)
        try:
            total = _read_all(cursor, words, language, progress)
            with transaction.atomic():
                counts.one_writer()
                cursor.execute(_DROP_STALE, {"started": started, "language": language})
                cursor.execute(_SWAP)
                counts.regroup()
                counts.recount()
                words.take_over(language)
                suggestion_rows.rebuild()
                changed([EVERYTHING])
        finally:
            if not connection.needs_rollback:
                cursor.execute(f"DROP TABLE IF EXISTS {REBUILT}")
                words.drop()
    vocabulary.refresh()
    grams.refresh()
    return total


def _read_all(cursor: CursorWrapper, words: lexicon.Count, language: str, progress: Progress | None) -> int:
    ids: list[tuple[type[EntryPage], int]] = []
    for model in entry_types():
        live = model.objects.live().filter(open_to_all())
        if language:
            live = live.filter(locale__language_code=language)
        ids += [(model, pk) for pk in live.order_by("pk").values_list("pk", flat=True)]
    for start in range(0, len(ids), BATCH):
        batch = ids[start : start + BATCH]
        read_at = _caught_up()
        for model in {model for model, _pk in batch}:
            for page in with_everything(model).filter(pk__in=[pk for of, pk in batch if of is model]):
                document = read(page)
                _write(cursor, REBUILT, document, read_at)
                words.add(document.vocabulary, document.language)
        if progress:
            progress(min(start + BATCH, len(ids)), len(ids))
    return len(ids)


def _caught_up() -> datetime:
    """A moment before which nothing was put that is not committed: what is read after it is that or newer."""
    with transaction.atomic(), connection.cursor() as cursor:
        counts.one_writer()
        cursor.execute("SELECT clock_timestamp()")
        moment: datetime = cursor.fetchone()[0]
        return moment


def _write(cursor: CursorWrapper, table: str, document: Document, read_at: datetime | None = None) -> None:
    values = [getattr(document, name) for name in COLUMNS]
    cursor.execute(_WRITE.format(table=table), [*values, read_at])


def is_outdated() -> bool:
    """Whether any row is written in the form of another version of the site."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT EXISTS (SELECT FROM {TABLE} WHERE form <> %s)", [FORM])
        return bool(cursor.fetchone()[0])


def status() -> IndexStatus:
    """Whether every public entry has its row, and no other has one."""
    with reading.connection.cursor() as cursor:
        cursor.execute(_STATUS)
        live, rows, matching = cursor.fetchone()
    if live == rows == matching:
        return IndexStatus(True, f"{rows} entries")
    return IndexStatus(False, f"{live} public entries, {rows} rows, {matching} of them public: run rebuild_search")
