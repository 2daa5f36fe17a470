"""What a server must be able to do for this project, and the database in it. Works on any server, ours or not."""

import psycopg
from psycopg import sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from .console import StepFailed

PROBE = "SELECT lower('Ж') = 'ж', show_trgm('Ж') <> '{}', to_tsvector('russian', 'СТАНКИ') @@ 'станк'::tsquery"


def ensure(url: str) -> bool:
    """Create the database that the address names, if it is missing; true when it was."""
    try:
        psycopg.connect(url, connect_timeout=10).close()
    except psycopg.OperationalError as error:
        if "does not exist" not in str(error):
            raise _unreachable(error) from error
    else:
        return False
    parts = conninfo_to_dict(url)
    name = str(parts.get("dbname") or parts.get("user"))
    try:
        with psycopg.connect(make_conninfo(url, dbname="postgres"), autocommit=True) as connection:
            connection.execute(
                sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name))
            )
    except psycopg.Error as error:
        raise StepFailed(
            f"The database “{name}” does not exist and cannot be created: {error}".strip(),
            f"Create it on the server: createdb --encoding=UTF8 --template=template0 {name}",
        ) from error
    return True


def refuse_broken_cyrillic(url: str) -> None:
    """Stop at a database whose locale does not know Cyrillic: search would silently find nothing in it."""
    try:
        with psycopg.connect(url, connect_timeout=10) as connection:
            # Rolled back: the check leaves nothing behind.
            connection.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
            answers = connection.execute(PROBE).fetchone()
            connection.rollback()
    except psycopg.OperationalError as error:
        raise _unreachable(error) from error
    except psycopg.Error as error:
        raise StepFailed(
            f"The database cannot search for similar words: {error}".strip(),
            "Install PostgreSQL's extension pg_trgm (Debian: postgresql-contrib, part of the server's package).",
        ) from error
    if answers is None or not all(answers):
        raise StepFailed(
            "The database's locale does not know Cyrillic letters (“Ж” has no small letter), "
            "so search would find nothing in Russian, Belarusian and Kazakh.",
            "Create it with UTF-8: createdb --encoding=UTF8 --locale=C.UTF-8 --template=template0 NAME; "
            "or remove the data and let “make run” make them.",
        )


def _unreachable(error: psycopg.Error) -> StepFailed:
    return StepFailed(
        f"The PostgreSQL server does not answer: {error}".strip(),
        "Check DATABASE_URL and that the server runs; without DATABASE_URL the project starts a server of its own.",
    )
