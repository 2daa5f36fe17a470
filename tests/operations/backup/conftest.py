"""A database that may be destroyed, and what is in it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from development import binaries
from operations.backup import media


@pytest.fixture(autouse=True)
def programs(settings: Any) -> None:
    """Those of the server that the tests run on."""
    settings.POSTGRES_PROGRAMS = str(binaries.find().folder)


def sequences() -> dict[str, int]:
    """The last number that each has given."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT format('%I.%I', schemaname, sequencename), coalesce(last_value, 1) FROM pg_sequences"
            " WHERE schemaname = 'public'"
        )
        return dict(cursor.fetchall())


@pytest.fixture
def destructible(transactional_db: None) -> Iterator[None]:
    """Whatever the test leaves, the next one finds tables, and numbers that no row has."""
    before = sequences()
    yield
    if not connection.introspection.table_names():
        call_command("migrate", verbosity=0)
    with connection.cursor() as cursor:
        for name, last in sequences().items():
            cursor.execute("SELECT setval(%s, %s)", [name, max(last, before.get(name, 1))])


def rows() -> dict[str, int]:
    """By table."""
    with connection.cursor() as cursor:
        found = {}
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT count(*) FROM "{table}"')
            found[table] = cursor.fetchone()[0]
        return found


def files() -> dict[str, str]:
    """SHA-256 by name."""
    return {name: media.digest(name) for name in media.names()}


def state() -> tuple[dict[str, int], dict[str, str]]:
    """All that a backup holds."""
    return rows(), files()


def destroy() -> None:
    """Database and uploads, for good."""
    connection.close()
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE")
        cursor.execute("CREATE SCHEMA public")
    for name in media.names():
        default_storage.delete(name)


def sha256(file: Path) -> str:
    """Of a file on disk."""
    return hashlib.sha256(file.read_bytes()).hexdigest()
