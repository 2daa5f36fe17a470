"""Keeps pages and finds those that still hold.

A page holds while nothing that it shows was changed by a transaction that was not over when the page was begun. Each
kept page has the snapshot of that moment, each ``Change`` the number of its transaction, and PostgreSQL says whether
the one was visible in the other. So no order of events lets a page of yesterday be served: neither a change that is
committed while a page is made, nor a server that stops between the change and the clearing up.
"""

# ruff: noqa: S608 - statements are put together from our own words.

import json
from functools import lru_cache
from typing import Any, NamedTuple

from django.db import models
from django.utils import timezone

from prepared.fingerprint import fingerprint
from prepared.marks import EVERYTHING
from prepared.shown import Shown
from replicas.reading import connection

PAGES, CHANGES = "prepared_preparedpage", "prepared_change"
KEPT = [PAGES]
"""Tables of what is kept, each row with what it ``shows`` and the ``snapshot`` it was begun at; others add theirs."""

# PostgreSQL leaves the transaction in progress out of its own snapshot; what it changes itself, holds for nobody yet.
# The first condition follows from the others; it is what the index on transactions serves.
UNSEEN = """
    c.transaction >= pg_snapshot_xmin({snapshot}) AND
    (NOT pg_visible_in_snapshot(c.transaction, {snapshot}) OR c.transaction = pg_current_xact_id_if_assigned())
"""
_CHANGED_SINCE = f"EXISTS (SELECT FROM {CHANGES} c WHERE c.marks && {{shows}} AND {UNSEEN})"
_FIND = f"""
    SELECT pg_current_snapshot()::text, p.body, p.headers
    FROM (SELECT) moment
    LEFT JOIN {PAGES} p ON p.address = %s AND p.stamp = %s AND (p.good_until IS NULL OR p.good_until >= %s)
        AND NOT {_CHANGED_SINCE.format(shows="p.shows", snapshot="p.snapshot")}
"""
_KEEP = f"""
    INSERT INTO {PAGES} AS p (address, body, headers, shows, stamp, snapshot, good_until)
    VALUES (%s, %s, %s, %s, %s, %s::pg_snapshot, %s)
    ON CONFLICT (address) DO UPDATE SET body = excluded.body, headers = excluded.headers, shows = excluded.shows,
        stamp = excluded.stamp, snapshot = excluded.snapshot, good_until = excluded.good_until
    RETURNING NOT {_CHANGED_SINCE.format(shows="p.shows", snapshot="p.snapshot")}
"""


class Page(NamedTuple):
    """The text of an answer and its headers."""

    body: str
    headers: dict[str, str]


class Found(NamedTuple):
    """The page that is kept under an address, if it holds; and the snapshot of now, to keep another one with."""

    page: Page | None
    snapshot: str


def find(address: str) -> Found:
    """Looks for the page under ``address``; one statement."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [address, stamp(), timezone.localdate()])
        snapshot, body, headers = cursor.fetchone()
    return Found(Page(body, json.loads(headers)) if body is not None else None, snapshot)


def keep(address: str, page: Page, shown: Shown, snapshot: str) -> bool:
    """Keeps a page that was begun at ``snapshot``; whether it still holds now that it is made."""
    shows = sorted({EVERYTHING, *shown.marks})
    with connection.cursor() as cursor:
        cursor.execute(
            _KEEP, [address, page.body, json.dumps(page.headers), shows, stamp(), snapshot, shown.good_until]
        )
        return bool(cursor.fetchone()[0])


def snapshot() -> str:
    """Which transactions are over now."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_snapshot()::text")
        return str(cursor.fetchone()[0])


class ChangedSince(models.Func):
    """Whether anything that a row shows was changed by a transaction that was not over at its snapshot.

    ``ChangedSince("shows", "snapshot")``: the fields that say so.
    """

    template = _CHANGED_SINCE.format(shows="%(shows)s", snapshot="%(snapshot)s")
    arity = 2
    output_field = models.BooleanField()

    def as_sql(self, compiler: Any, connection: Any, **_context: Any) -> tuple[str, list[Any]]:
        shows, snapshot = (compiler.compile(expression)[0] for expression in self.get_source_expressions())
        return self.template % {"shows": shows, "snapshot": snapshot}, []


def stamp() -> str:
    """The code in force, and the server whose transactions are counted: a copy of the data elsewhere counts anew."""
    return f"{fingerprint()}:{_server(connection.alias)}"


@lru_cache(maxsize=8)
def _server(alias: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT system_identifier::text FROM pg_control_system()")
        return str(cursor.fetchone()[0])
