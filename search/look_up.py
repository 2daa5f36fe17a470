"""Entries by their pages, as hits: those that somebody chose, whether a search finds them or not."""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Sequence
from typing import Any

from replicas.reading import connection
from search.filters import Filters
from search.hits import columns, hit, joins
from search.matching import Condition, all_of, chosen_all, in_languages, matches, shown
from search.results import Hit
from search.wanted import NOTHING, Wanted


def look_up(
    pages: Sequence[int],
    filters: Filters,
    reader: str,
    *,
    user: Any = None,
    wanted: Wanted = NOTHING,
    near: Sequence[int] = (),
) -> list[tuple[Hit, bool]]:
    """The public entries among ``pages`` that pass ``filters``, in that order, as a reader of ``reader`` sees them.

    With each, whether its texts are as ``wanted`` or it is one of those ``near``, so that a search finds it by itself.
    """
    where = all_of(shown(filters, reader), chosen_all(filters))
    match = all_of(matches(wanted, "m", near), in_languages(filters, "m")) if wanted else Condition("false", [])
    joined = joins(filters)
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {columns(filters, reader)}, EXISTS (
                SELECT FROM search_searchdocument m WHERE m.translation_key = d.translation_key AND {match.sql}
            ) AS is_found
            FROM (
                SELECT a.translation_key, min(asked.place) AS place
                FROM unnest(%s::int[]) WITH ORDINALITY asked(page_id, place)
                JOIN search_searchdocument a ON a.page_id = asked.page_id
                GROUP BY a.translation_key
            ) x
            JOIN search_searchdocument d ON d.translation_key = x.translation_key AND {where.sql} {joined.sql}
            ORDER BY x.place
            """,
            [*match.params, list(pages), *where.params, *joined.params],
        )
        names = [column.name for column in cursor.description]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    return [(hit(row, None, reader, user), row["is_found"]) for row in rows]
