"""The counts beside the filters of an unfiltered list: publishing changes them, showing a list only reads them."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.conf import settings
from django.db import connection

from prepared.changes import changed
from prepared.marks import counts_mark, hit_mark, list_mark, newest_mark

# What a row counts for: once for each interface language in which it is shown, in the list of all types and in that
# of its own. The facet "language" counts every version, whoever reads.
CONTRIBUTIONS = """
    SELECT r.reader, t.entry_type, f.facet, f.value, count(*) AS count
    FROM search_searchdocument d
    CROSS JOIN LATERAL (
        SELECT 'total' AS facet, '' AS value
        UNION ALL SELECT 'type', d.entry_type
        UNION ALL SELECT 'area', a::text FROM unnest(d.area_ids) a
        UNION ALL SELECT 'tag', a::text FROM unnest(d.tag_ids) a
        UNION ALL SELECT 'indicator', a::text FROM unnest(d.indicator_ids) a
        UNION ALL SELECT 'country', d.country WHERE d.country <> ''
        UNION ALL SELECT 'enterprise', d.enterprise_id::text WHERE d.enterprise_id IS NOT NULL
        UNION ALL SELECT 'readiness', d.stage WHERE d.stage <> ''
        UNION ALL SELECT 'year', d.year::text WHERE d.year IS NOT NULL
        UNION ALL SELECT 'language', d.language
    ) f
    CROSS JOIN LATERAL (
        SELECT unnest(d.shown_in) AS reader WHERE f.facet <> 'language'
        UNION ALL SELECT '' WHERE f.facet = 'language'
    ) r
    CROSS JOIN (VALUES (true), (false)) w(of_all)
    CROSS JOIN LATERAL (SELECT CASE WHEN w.of_all THEN '' ELSE d.entry_type END AS entry_type) t
"""
GROUPED = " GROUP BY 1, 2, 3, 4"

# Which row stands for its group: the version in the reader's language, else the original, else the first language
# of the settings.
REGROUP = """
    UPDATE search_searchdocument d
    SET versions = g.versions,
        shown_in = ARRAY[d.language] || CASE WHEN g.stands_in
            THEN ARRAY(SELECT l FROM unnest(%(languages)s::varchar[]) l WHERE l <> ALL (g.versions))
            ELSE '{}'::varchar[] END
    FROM (
        SELECT page_id,
            array_agg(language) OVER whole AS versions,
            first_value(page_id) OVER whole = page_id AS stands_in
        FROM search_searchdocument
        /*where*/
        WINDOW whole AS (
            PARTITION BY translation_key
            ORDER BY is_original DESC, array_position(%(languages)s::varchar[], language), page_id
            ROWS BETWEEN UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING
        )
    ) g
    WHERE d.page_id = g.page_id
        AND (d.versions, d.shown_in) IS DISTINCT FROM (
            g.versions, ARRAY[d.language] || CASE WHEN g.stands_in
                THEN ARRAY(SELECT l FROM unnest(%(languages)s::varchar[]) l WHERE l <> ALL (g.versions))
                ELSE '{}'::varchar[] END
        )
"""

Key = tuple[str, str, str, str]
LISTS = frozenset({"type", "area", "enterprise", "tag"})
"""Facets whose values have a list of their own among the pages of the site."""


class _Row(NamedTuple):
    """A version of an entry: in which languages it is listed, its place there, and what lists show of it."""

    page: int
    readers: tuple[str, ...]
    published_at: datetime
    shown: str


# Any number that nothing else on the server takes for its own locks.
WRITERS = 7_346_020


def one_writer() -> None:
    """Waits until no other transaction writes to the index; lasts until this one ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [WRITERS])


@contextmanager
def keeping_count(translation_key: UUID) -> Iterator[None]:
    """Around a change of one translation group: settles who stands for the group, and carries the counts over.

    The work depends on the size of the group alone.
    """
    before, rows_before = _contributions(translation_key), _rows(translation_key)
    yield
    regroup(translation_key)
    after, rows_after = _contributions(translation_key), _rows(translation_key)
    listed = {*before, *after}
    after.subtract(before)
    changes = {key: change for key, change in after.items() if change}
    _add(changes)
    moved = _places(rows_before) ^ _places(rows_after)
    marks = {hit_mark(page) for page, _shown in _hits(rows_before) ^ _hits(rows_after)}
    marks |= {newest_mark(reader) for reader, *_place in moved}
    marks |= {counts_mark(reader, facet) for reader, of, facet, _value in changes if not of}
    if changes or moved:
        marks |= {list_mark(reader, facet, value) for reader, of, facet, value in listed if not of and facet in LISTS}
    changed(marks)


def languages() -> list[str]:
    """The codes of the interface languages, in the order of the settings."""
    return [code for code, _name in settings.LANGUAGES]


def regroup(translation_key: UUID | None = None) -> None:
    """Settles which rows stand for their translation groups: of one group, or of all."""
    where = "" if translation_key is None else "WHERE translation_key = %(key)s"
    sql = REGROUP.replace("/*where*/", where)
    with connection.cursor() as cursor:
        cursor.execute(sql, {"languages": languages(), "key": translation_key})


def recount() -> None:
    """Counts everything anew."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM search_facetcount")
        cursor.execute(
            "INSERT INTO search_facetcount (reader, entry_type, facet, value, count)" + CONTRIBUTIONS + GROUPED
        )


def _rows(translation_key: UUID) -> set[_Row]:
    """Which versions there are: with each, for whom it is shown, its place in lists, and what lists show of it."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT page_id, shown_in, published_at, ROW(title, summary, kind, country, enterprise_id, trl,"
            " headline_indicator_id, headline_gain, standing, cover_file, cover_width, cover_height)::text"
            " FROM search_searchdocument WHERE translation_key = %s",
            [translation_key],
        )
        return {_Row(page, tuple(readers), *others) for page, readers, *others in cursor.fetchall()}


def _hits(rows: set[_Row]) -> set[tuple[int, str]]:
    return {(row.page, row.shown) for row in rows}


def _places(rows: set[_Row]) -> set[tuple[str, int, datetime]]:
    return {(reader, row.page, row.published_at) for row in rows for reader in row.readers}


def _contributions(translation_key: UUID) -> Counter[Key]:
    with connection.cursor() as cursor:
        cursor.execute(CONTRIBUTIONS + " WHERE d.translation_key = %s" + GROUPED, [translation_key])
        return Counter({row[:4]: row[4] for row in cursor.fetchall()})


def _add(changes: dict[Key, int]) -> None:
    if not changes:
        return
    rows = [(*key, change) for key, change in sorted(changes.items())]
    columns = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO search_facetcount AS c (reader, entry_type, facet, value, count)"
            " SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[], %s::int[])"
            " ON CONFLICT (reader, entry_type, facet, value) DO UPDATE SET count = c.count + excluded.count",
            columns,
        )
        if any(change < 0 for change in changes.values()):
            cursor.execute(
                "DELETE FROM search_facetcount WHERE count <= 0 AND (reader, entry_type, facet, value) IN"
                " (SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::text[]))",
                columns[:4],
            )
