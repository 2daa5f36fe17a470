"""Which servers answer, and how far behind the primary a replica is."""

import logging
import re
import threading
import time
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, connections
from psycopg_pool import PoolTimeout

PRIMARY, REPLICA = "default", "replica"
UNREACHABLE = (DatabaseError, InterfaceError, PoolTimeout)
"""What is raised when a server is away."""
AWAY_SECONDS = 2.0
"""So long nobody asks a server that did not answer."""
SECONDS_TO_CONNECT = 2
WAL_PLACE = re.compile(r"[0-9A-F]{1,8}/[0-9A-F]{1,8}")

# A replica that has replayed all it received, and still receives, is up to date however long ago the last change was.
_FRESHNESS = """
    SELECT NOT pg_is_in_recovery() OR (
        coalesce(pg_last_wal_replay_lsn() >= %s::pg_lsn, false)
        AND EXISTS (SELECT FROM pg_stat_wal_receiver)
        AND (
            pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn()
            OR pg_last_xact_replay_timestamp() > now() - make_interval(secs => %s)
        )
    )
"""

logger = logging.getLogger(__name__)


class Server:
    """One of the two that the settings name, as this process knows it."""

    def __init__(self, alias: str) -> None:
        self.alias = alias
        self._asked_again_at = 0.0
        self._is_away = False
        self._asking = threading.Lock()

    def failed(self) -> None:
        """Remembers that it did not answer."""
        if not self._is_away:
            logger.warning("The database server “%s” does not answer", self.alias)
        self._is_away, self._asked_again_at = True, time.monotonic() + AWAY_SECONDS

    def is_away(self) -> bool:
        """Whether it did not answer when it was last asked; asks again now and then, past the pool's patience."""
        if self._is_away and time.monotonic() >= self._asked_again_at and self._asking.acquire(blocking=False):
            try:
                self._ask()
            finally:
                self._asking.release()
        return self._is_away

    def check(self) -> bool:
        """Asks now, unless it was just found away; whether it is."""
        if not self._is_away:
            self._ask()
        return self.is_away()

    def _ask(self) -> None:
        if not answers(self.alias):
            self.failed()
        elif self._is_away:
            self._is_away = False
            logger.warning("The database server “%s” answers again", self.alias)


primary, replica = Server(PRIMARY), Server(REPLICA)


def has_replica() -> bool:
    """Whether the settings name any."""
    return REPLICA in settings.DATABASES


def is_fresh(seen: str) -> bool:
    """Whether the replica has replayed the log as far as ``seen``, and is no more than ``REPLICA_MOST_SECONDS`` late.

    One statement; the connection is the one that the request goes on with. Raises one of ``UNREACHABLE``.
    """
    with connections[REPLICA].cursor() as cursor:
        cursor.execute(_FRESHNESS, [seen or "0/0", settings.REPLICA_MOST_SECONDS])
        return bool(cursor.fetchone()[0])


def written_up_to() -> str:
    """How far the primary's log goes, such as ``0/16B3748``. Raises one of ``UNREACHABLE``."""
    with connections[PRIMARY].cursor() as cursor:
        cursor.execute("SELECT pg_current_wal_insert_lsn()::text")
        return str(cursor.fetchone()[0])


def answers(alias: str) -> bool:
    """Whether a connection can be made, past the pool, which would wait for it."""
    parameters: dict[str, Any] = connections[alias].get_connection_params()
    try:
        psycopg.connect(**{**parameters, "connect_timeout": SECONDS_TO_CONNECT}).close()
    except psycopg.Error:
        return False
    return True
