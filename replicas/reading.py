"""Where the request in progress reads.

Outside of a request, and within one that changes anything, that is the primary. ``connection`` is for SQL of our own;
Django's querysets ask ``replicas.router``.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, cast

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

from replicas import servers
from replicas.servers import PRIMARY, REPLICA


class Choice:
    """Made when the request first reads: many need no database, or the primary alone."""

    def __init__(self, seen: str = "", *, alias: str = "") -> None:
        self._seen = seen
        self._alias = alias
        self.has_written = False

    def alias(self) -> str:
        """The connection to read with."""
        if not self._alias:
            self._alias = _best(self._seen)
        return self._alias

    @property
    def used(self) -> str:
        """The connection that was read with; empty if nothing was read so far."""
        return self._alias

    def writes(self) -> None:
        """From now on everything is read where it was written."""
        self.has_written = True
        self._alias = PRIMARY


_choice: ContextVar[Choice | None] = ContextVar("choice", default=None)


def alias() -> str:
    """The connection that the request in progress reads with."""
    choice = _choice.get()
    return choice.alias() if choice else PRIMARY


def writes() -> None:
    """Says that the request in progress changes something."""
    if choice := _choice.get():
        choice.writes()


@contextmanager
def chosen(choice: Choice) -> Iterator[Choice]:
    """Within it, reading goes by ``choice``."""
    mark = _choice.set(choice)
    try:
        yield choice
    finally:
        _choice.reset(mark)


@contextmanager
def from_primary() -> Iterator[None]:
    """Within it, reading is exact: for what is kept, and shown to others later."""
    with chosen(Choice(alias=PRIMARY)):
        yield


def _best(seen: str) -> str:
    """The replica if it has all that this reader has seen; otherwise the primary, as long as it answers."""
    if servers.replica.is_away():
        return PRIMARY
    try:
        return REPLICA if servers.is_fresh(seen) or servers.primary.is_away() else PRIMARY
    except servers.UNREACHABLE:
        connections[REPLICA].close()
        servers.replica.failed()
        return PRIMARY


class _Connection:
    """``django.db.connection``, but the one to read with."""

    def __getattr__(self, name: str) -> Any:
        return getattr(connections[alias()], name)


connection = cast(BaseDatabaseWrapper, _Connection())
