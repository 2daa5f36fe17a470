"""Servers that follow another one: how a replica is made, how one becomes the primary.

Commands and settings are those of ``deploy/cluster.md``; only the servers are clusters of this checkout's own.
"""

import shutil
from collections.abc import Sequence

import psycopg
from psycopg import sql

from .cluster import SUPERUSER, Cluster
from .console import StepFailed

FOLLOWED = "postgres"


def follow(replica: Cluster, primary: Cluster, among: Sequence[Cluster] = ()) -> None:
    """Makes ``replica`` a copy of the running ``primary`` and starts it.

    It follows whichever of ``among`` (the primary and other replicas that run) is the primary.
    """
    part = replica.place / "data-part"
    shutil.rmtree(part, ignore_errors=True)
    replica.place.mkdir(parents=True, exist_ok=True)
    part.mkdir(mode=0o700)
    replica.account.give(part)
    command = [replica.programs.folder / "pg_basebackup", "-h", _host(primary), "-U", SUPERUSER, "-D", part]
    made = replica.account.run([*command, "-R", "-X", "stream", "-c", "fast", "--no-sync"])
    if made.returncode:
        shutil.rmtree(part, ignore_errors=True)
        raise StepFailed(f"pg_basebackup failed: {made.stdout.strip()}")
    part.rename(replica.data)
    replica.launch()
    follow_any(replica, [primary, *among])


def follow_any(replica: Cluster, servers: Sequence[Cluster]) -> None:
    """Lets a running replica follow whichever of the servers is the primary."""
    hosts = ",".join(dict.fromkeys(_host(server) for server in servers))
    ports = ",".join("5432" for _host in hosts.split(","))
    where = f"host={hosts} port={ports} user={SUPERUSER} target_session_attrs=read-write connect_timeout=2"
    configure(replica, primary_conninfo=where)


def configure(server: Cluster, **settings: str) -> None:
    """Sets parameters of a running server for good; replicas made later get them too."""
    with psycopg.connect(address(server), autocommit=True) as connection:
        for name, value in settings.items():
            connection.execute(sql.SQL("ALTER SYSTEM SET {} = {}").format(sql.Identifier(name), value))
        connection.execute("SELECT pg_reload_conf()")


def promote(replica: Cluster) -> None:
    """Makes a replica the primary, one that waits for no other to confirm what it writes."""
    configure(replica, synchronous_standby_names="")
    with psycopg.connect(address(replica), autocommit=True) as connection:
        connection.execute("SELECT pg_promote(wait => true, wait_seconds => 30)")


def received(replica: Cluster) -> int:
    """How many bytes of the primary's log a replica has: of several, the one with most is to be promoted."""
    with psycopg.connect(address(replica), autocommit=True) as connection:
        row = connection.execute("SELECT pg_last_wal_receive_lsn() - '0/0'").fetchone()
    return int(row[0] or 0) if row else 0


def is_primary(server: Cluster) -> bool:
    """Whether the running server takes changes."""
    with psycopg.connect(address(server), autocommit=True) as connection:
        row = connection.execute("SELECT NOT pg_is_in_recovery()").fetchone()
    return bool(row and row[0])


def address(*servers: Cluster, database: str = FOLLOWED) -> str:
    """The address of a database on the servers, as the site's settings want it."""
    hosts = ",".join(_quoted(_host(server)) for server in servers)
    return f"postgresql://{SUPERUSER}@{hosts}/{database}"


def _host(server: Cluster) -> str:
    folder = server.socket_folder()
    if folder is None:
        raise StepFailed(f"PostgreSQL in {server.place} does not run.")
    return str(folder)


def _quoted(host: str) -> str:
    return host.replace("/", "%2F")
