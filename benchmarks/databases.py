"""Throw-away databases on the server that ``DATABASE_URL`` names."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit, urlunsplit

import psycopg
from psycopg import sql


def server_url() -> str:
    """The address to create databases on; raises ``SystemExit`` with advice when there is none."""
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        raise SystemExit("Set DATABASE_URL, or run `make bench`, which starts the embedded server.")
    return url


@contextmanager
def throwaway_database(name: str) -> Iterator[str]:
    """A new empty database called ``name``; yields its address and drops it afterwards."""
    base = server_url()
    address = urlunsplit(urlsplit(base)._replace(path=f"/{name}"))
    drop = sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
    with psycopg.connect(base, autocommit=True) as connection:
        connection.execute(drop)
        connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0").format(sql.Identifier(name)))
    try:
        yield address
    finally:
        with psycopg.connect(base, autocommit=True) as connection:
            connection.execute(drop)
