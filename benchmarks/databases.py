"""Databases of benchmarks on the server that ``DATABASE_URL`` names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql

FILLED = "filled"


def server_url() -> str:
    """The address to create databases on; raises ``SystemExit`` with advice when there is none."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise SystemExit("Set DATABASE_URL, or run `make bench`, which starts the embedded server.")
    return url


@contextmanager
def throwaway_database(name: str) -> Iterator[str]:
    """A new empty database called ``name``; yields its address and drops it afterwards."""
    address = create(name)
    try:
        yield address
    finally:
        drop(name)


def create(name: str) -> str:
    """A new empty database, in the place of one of that name; returns its address."""
    drop(name)
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    return _address(name)


def drop(name: str) -> None:
    """Drops the database, if there is one, whoever uses it."""
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))


def filled(name: str) -> str:
    """The address of the database ``name`` if ``mark_filled`` was called for it, else nothing."""
    with psycopg.connect(server_url(), autocommit=True) as connection:
        row = connection.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = %s", [name]
        ).fetchone()
    return _address(name) if row and row[0] == FILLED else ""


def mark_filled(name: str) -> None:
    """Says of a database that all is in it, for a later run to take it as it is."""
    with psycopg.connect(server_url(), autocommit=True) as connection:
        connection.execute(sql.SQL("COMMENT ON DATABASE {} IS {}").format(sql.Identifier(name), FILLED))


def _address(name: str) -> str:
    return urlunsplit(urlsplit(server_url())._replace(path=f"/{name}"))
