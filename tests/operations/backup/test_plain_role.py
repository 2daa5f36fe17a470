"""The site's role is no superuser on a machine: extensions are an administrator's, and stay."""

import os
from collections.abc import Iterator
from io import StringIO
from pathlib import Path

import psycopg
import pytest
from django.core.management import call_command
from django.db import connection

from development import binaries
from development.services import production
from kb.models import Enterprise
from tests.deploy.conftest import database_address, manage

NAME = f"kb_plain_{os.getpid()}"


@pytest.fixture
def address(transactional_db: None) -> Iterator[str]:
    """An empty database of a role without rights, in which an administrator has created pgvector."""
    parameters = connection.get_connection_params()
    with psycopg.connect(**{**parameters, "dbname": "postgres"}, autocommit=True) as administrator:
        if not administrator.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
            pytest.skip("The server has no pgvector")
        administrator.execute(f"CREATE ROLE {NAME} LOGIN PASSWORD '{NAME}'")
        administrator.execute(
            f"CREATE DATABASE {NAME} OWNER {NAME} TEMPLATE template0 ENCODING 'UTF8' LOCALE 'C.UTF-8'"
        )
        try:
            with psycopg.connect(**{**parameters, "dbname": NAME}) as inside:
                inside.execute("CREATE EXTENSION vector")
            host = database_address().partition("@")[2].replace(f"/{parameters['dbname']}", f"/{NAME}")
            yield f"postgresql://{NAME}:{NAME}@{host}"
        finally:
            administrator.execute(f"DROP DATABASE {NAME}")
            administrator.execute(f"DROP ROLE {NAME}")


def test_a_backup_is_restored_and_replaced_by_a_role_without_rights(
    address: str, enterprise: Enterprise, tmp_path: Path
) -> None:
    file = tmp_path / "site.kb-backup"
    call_command("backup", str(file), stdout=StringIO())
    environment = production(address, tmp_path, POSTGRES_PROGRAMS=str(binaries.find().folder))
    for words in ([], ["--replace"]):
        done = manage(environment, "restore", str(file), *words)
        assert done.returncode == 0, done.stderr
    with psycopg.connect(address) as restored:
        assert restored.execute("SELECT slug FROM kb_enterprise").fetchall() == [(enterprise.slug,)]
        assert restored.execute("SELECT 1 FROM pg_extension WHERE extname = 'vector'").fetchone() is not None
