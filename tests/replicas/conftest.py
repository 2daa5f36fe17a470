"""A replica that really follows the server of the tests, and the site told of it."""

import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections

from development import cluster, replication
from development.cluster import Cluster
from development.console import StepFailed
from kb.settings import base
from replicas import servers

SECONDS_TO_FOLLOW = 20


class Replica:
    """The server that follows, and what can happen to it."""

    def __init__(self, server: Cluster, database: str) -> None:
        self.server = server
        self.database = database

    @property
    def address(self) -> str:
        return replication.address(self.server, database=self.database)

    def ask(self, sql: str) -> Any:
        with psycopg.connect(self.address, autocommit=True) as own:
            row = own.execute(sql).fetchone()
        return row[0] if row else None

    def catch_up(self) -> None:
        """Until it has all that the primary has."""
        place = servers.written_up_to()
        deadline = time.monotonic() + SECONDS_TO_FOLLOW
        while not self.ask(f"SELECT pg_last_wal_replay_lsn() >= '{place}'"):
            assert time.monotonic() < deadline, f"the replica does not follow:\n{self.server.log.read_text()[-2000:]}"
            time.sleep(0.02)

    def stand_still(self) -> None:
        """From now on it receives changes and does not show them."""
        self.catch_up()
        self.ask("SELECT pg_wal_replay_pause()")

    def go_on(self) -> None:
        self.ask("SELECT pg_wal_replay_resume()")

    def stop(self) -> None:
        self.server.shut_down()

    def start(self) -> None:
        if self.server.socket_folder() is None:
            self.server.launch()


@pytest.fixture(scope="module")
def following_server(django_db_setup: None, django_db_blocker: Any) -> Iterator[Replica]:
    """A copy of the tests' server, which does all its work once more: gone as soon as nobody needs it."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        data = Path(cursor.fetchone()[0])
        name = connection.settings_dict["NAME"]
    if not data.exists():
        pytest.skip("The server of DATABASE_URL is on another machine.")
    primary = cluster.kept_in(data)
    folder = data.parent.parent / f"{data.parent.name}-replica-{name}"
    server = Cluster(folder=folder, place=folder, account=primary.account, programs=primary.programs)
    shutil.rmtree(folder, ignore_errors=True)
    try:
        replication.follow(server, primary)
    except StepFailed as problem:
        pytest.skip(f"The server of DATABASE_URL cannot be followed: {problem}")
    yield Replica(server, str(name))
    server.remove()


@pytest.fixture(scope="module")
def named_replica(following_server: Replica) -> Iterator[None]:
    """The settings name it, from before the first test on: Django wants to know which databases a test may use."""
    described = base.replicas(following_server.address)
    configured = connections.configure_settings({**settings.DATABASES, **described})[servers.REPLICA]
    connections.settings[servers.REPLICA] = configured
    yield
    connections[servers.REPLICA].close_pool()
    del connections[servers.REPLICA], connections.settings[servers.REPLICA]


@pytest.fixture
def replica(named_replica: None, transactional_db: None, following_server: Replica) -> Iterator[Replica]:
    """The site reads from it, and it has all that is there."""
    following_server.start()
    forget_what_is_known()
    following_server.catch_up()
    yield following_server
    following_server.start()
    following_server.go_on()
    connections[servers.REPLICA].close()
    forget_what_is_known()


@pytest.fixture
def primary_away(replica: Replica) -> Iterator[None]:
    """Nobody listens where the primary was."""
    replica.catch_up()
    described = connections[servers.PRIMARY].settings_dict
    host = described["HOST"]
    connections[servers.PRIMARY].close()
    connections[servers.PRIMARY].close_pool()
    pool = described["OPTIONS"]["pool"]
    described["HOST"] = "/nowhere"
    described["OPTIONS"]["pool"] = {**pool, "timeout": 0.5}
    yield
    described["HOST"] = host
    described["OPTIONS"]["pool"] = pool
    connections[servers.PRIMARY].close()
    connections[servers.PRIMARY].close_pool()
    forget_what_is_known()


def forget_what_is_known() -> None:
    """Both servers count as there again."""
    for server in (servers.primary, servers.replica):
        server.__init__(server.alias)  # type: ignore[misc]
