"""The site's tables, empty, in a schema of their own: whatever is done there, the site's data is out of reach."""

# ruff: noqa: S608 - the names are those of our own tables.

import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.db.backends.utils import CursorWrapper
from wagtail.models import Site

from search import synonyms, vocabulary
from search.dense import state

PREFIX = "evaluation_"
KNOWLEDGE = ("kb_technologyarea", "kb_alternativelabel", "kb_concept", "kb_conceptlabel")
"""Tables that come with their rows: what editors taught the search."""


@contextmanager
def throwaway_tables() -> Iterator[None]:
    """Within it, every statement of this connection works on tables of its own, which are gone afterwards: empty ones,
    but for ``KNOWLEDGE``.

    What a process that was killed left behind is cleared away first.
    """
    name = f"{PREFIX}{os.getpid()}_{secrets.token_hex(4)}"
    with connection.cursor() as cursor:
        _drop_abandoned(cursor)
        cursor.execute("SELECT current_schema(), current_setting('search_path')")
        source, search_path = cursor.fetchone()
        cursor.execute("SELECT pg_advisory_lock(hashtext(%s))", [name])
        try:
            cursor.execute(f'CREATE SCHEMA "{name}"')
            _copy_tables(cursor, source, name)
            # No other schema: a table that is missing here is an error, never the site's.
            cursor.execute(f'SET search_path TO "{name}"')
            _forget()
            yield
        finally:
            if connection.in_atomic_block and connection.needs_rollback:
                # The surrounding transaction takes everything back.
                _forget()
            else:
                cursor.execute("SELECT set_config('search_path', %s, false)", [search_path])
                cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
                cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])
                _forget()


def _copy_tables(cursor: CursorWrapper, source: str, name: str) -> None:
    cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename", [source])
    for (table,) in cursor.fetchall():
        cursor.execute(f'CREATE TABLE "{name}"."{table}" (LIKE "{source}"."{table}" INCLUDING ALL)')
        if table in KNOWLEDGE:
            cursor.execute(f'INSERT INTO "{name}"."{table}" SELECT * FROM "{source}"."{table}"')
    # What LIKE leaves out; see migrations 0002 and 0004.
    cursor.execute(
        f'ALTER TABLE "{name}".search_searchdocument ALTER COLUMN vector SET STATISTICS 1000,'
        " SET (toast_tuple_target = 256)"
    )


def _drop_abandoned(cursor: CursorWrapper) -> None:
    """The owner of a schema holds a lock on its name as long as it lives."""
    cursor.execute("SELECT nspname FROM pg_namespace WHERE starts_with(nspname, %s)", [PREFIX])
    for (name,) in cursor.fetchall():
        cursor.execute("SELECT pg_try_advisory_lock(hashtext(%s))", [name])
        if cursor.fetchone()[0]:
            cursor.execute(f'DROP SCHEMA IF EXISTS "{name}" CASCADE')
            cursor.execute("SELECT pg_advisory_unlock(hashtext(%s))", [name])


def _forget() -> None:
    """What this process remembers of tables that are no longer those it sees."""
    vocabulary.forget()
    synonyms.forget()
    state.forget()
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()
