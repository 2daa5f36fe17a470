"""Recovery to a point in time, with the shipped settings: what was there then comes back, what came later does not."""

import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from development import cluster
from development.cluster import Cluster
from development.console import ROOT, VAR

ARCHIVE = "/srv/backups/wal"
SECONDS = 60


@pytest.fixture
def server() -> Iterator[Cluster]:
    """A cluster of its own that archives its log as deploy/postgresql/archive.conf says."""
    made = cluster.at(VAR / "test-postgres-archive")
    made.remove()
    made = cluster.at(VAR / "test-postgres-archive")
    made.place.mkdir(parents=True, exist_ok=True)
    made.create()
    (made.place / "archive").mkdir()
    made.account.give(made.place / "archive")
    shipped = (ROOT / "deploy" / "postgresql" / "archive.conf").read_text()
    assert ARCHIVE in shipped
    write(made, made.data / "archive.conf", shipped.replace(ARCHIVE, str(made.place / "archive")))
    with (made.data / "postgresql.conf").open("a") as settings:
        settings.write("include 'archive.conf'\n")
    yield made
    made.remove()


def write(server: Cluster, file: Path, text: str) -> None:
    file.write_text(text)
    server.account.give(file)


def connect(server: Cluster) -> psycopg.Connection:
    return psycopg.connect(host=str(server.socket_folder()), user=cluster.SUPERUSER, dbname="postgres", autocommit=True)


def value(connection: psycopg.Connection, statement: str) -> object:
    row = connection.execute(statement).fetchone()  # type: ignore[arg-type]
    assert row is not None
    return row[0]


def wait(connection: psycopg.Connection, statement: str) -> None:
    deadline = time.monotonic() + SECONDS
    while not value(connection, statement):
        assert time.monotonic() < deadline, statement
        time.sleep(0.1)


def test_the_database_goes_back_to_a_moment_between_two_changes(server: Cluster) -> None:
    server.launch()
    base = server.place / "base"
    base.mkdir(mode=0o700)
    server.account.give(base)
    with connect(server) as connection:
        connection.execute("CREATE TABLE notes (text text)")
        connection.execute("INSERT INTO notes VALUES ('before the base backup')")
        copied = server.account.run(
            [
                server.programs.folder / "pg_basebackup",
                f"--pgdata={base}",
                f"--host={server.socket_folder()}",
                f"--username={cluster.SUPERUSER}",
                "--checkpoint=fast",
                "--no-sync",
            ]
        )
        assert copied.returncode == 0, copied.stdout
        connection.execute("INSERT INTO notes VALUES ('A')")
        moment = value(connection, "SELECT clock_timestamp()")
        connection.execute("SELECT pg_sleep(0.05)")
        connection.execute("INSERT INTO notes VALUES ('B')")
        finished = value(connection, "SELECT pg_walfile_name(pg_switch_wal())")
        wait(connection, f"SELECT coalesce(last_archived_wal >= '{finished}', false) FROM pg_stat_archiver")
    server.shut_down()

    # The disk is lost; the archive and the base backup are not.
    server.data.rename(server.place / "lost")
    base.rename(server.data)
    write(
        server,
        server.data / "target.conf",
        f"restore_command = 'cp {server.place}/archive/%f %p'\n"
        f"recovery_target_time = '{moment}'\nrecovery_target_action = 'promote'\n",
    )
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("include 'target.conf'\n")
    write(server, server.data / "recovery.signal", "")
    server.launch()
    with connect(server) as connection:
        wait(connection, "SELECT NOT pg_is_in_recovery()")
        found = [text for (text,) in connection.execute("SELECT text FROM notes").fetchall()]
        assert found == ["before the base backup", "A"]
        connection.execute("INSERT INTO notes VALUES ('life goes on')")


def test_the_server_takes_every_line_of_the_shipped_settings(server: Cluster) -> None:
    write(server, server.data / "kb.conf", (ROOT / "deploy" / "postgresql" / "kb.conf").read_text())
    server.launch()
    with (server.data / "postgresql.conf").open("a") as settings:
        settings.write("include 'kb.conf'\n")
    with connect(server) as connection:
        listed = connection.execute(
            "SELECT name, error FROM pg_file_settings WHERE sourcefile LIKE '%/kb.conf' OR error IS NOT NULL"
        ).fetchall()
    # What only a new start changes is listed as an error of that kind, and of no other.
    assert len(listed) >= 15
    assert {error for _name, error in listed} <= {None, "setting could not be applied"}
