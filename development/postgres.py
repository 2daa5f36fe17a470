"""A PostgreSQL server of the checkout's own: `python -m development.postgres start|stop|url|status`.

The data of `make run` live in var/postgres. `temporary()` gives tests a server that is thrown away. Several programs
may use one server at a time; the last one to leave stops it, unless it was started by hand.
"""

import argparse
import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from . import cluster, database
from .cluster import Cluster
from .console import ROOT, VAR, StepFailed, detail, run_command, say

FOLDER = VAR / "postgres"
ADDRESS_FILE = VAR / "database-url"
STARTED_BY_HAND = "started-by-hand"
TEMPORARY = "test-postgres-"


def start(folder: Path = FOLDER, database_name: str = "kb") -> str:
    """Start the server of the folder, making it first if need be; the address of its database."""
    with _locked(folder, "lock"):
        server = cluster.at(folder)
        if server.socket_folder() is None:
            if not server.exists():
                server.create()
            server.launch()
        address = _address(server, database_name)
        try:
            database.ensure(address)
            database.refuse_broken_cyrillic(address)
        except StepFailed:
            server.shut_down()
            raise
        return address


def stop(folder: Path = FOLDER) -> None:
    """Stop the server of the folder, if it runs."""
    if not folder.exists():
        return
    with _locked(folder, "lock"):
        cluster.at(folder).shut_down()
        (folder / STARTED_BY_HAND).unlink(missing_ok=True)


def url(folder: Path = FOLDER, database_name: str = "kb") -> str | None:
    """The address of a database on the running server; None when it does not run."""
    if not folder.exists():
        return None
    server = cluster.at(folder)
    return _address(server, database_name) if server.socket_folder() else None


@contextmanager
def used(folder: Path = FOLDER) -> Iterator[str]:
    """Start the server for as long as the block runs. The last of several users stops it."""
    with _locked(folder, "users", shared=True) as lock:
        try:
            yield start(folder)
        finally:
            if _is_last(lock) and not (folder / STARTED_BY_HAND).exists():
                stop(folder)


@contextmanager
def temporary(parent: Path = VAR) -> Iterator[str]:
    """A new server for as long as the block runs; nothing of it remains."""
    for left in parent.glob(f"{TEMPORARY}*"):
        with _locked(left, "users", shared=True) as lock:
            if _is_last(lock):
                cluster.at(left).remove()
    folder = parent / f"{TEMPORARY}{os.getpid()}"
    with _locked(folder, "users", shared=True):
        try:
            yield start(folder)
        finally:
            cluster.at(folder).remove()


def where(folder: Path = FOLDER) -> str:
    """Where the server's data are and why they are not in the checkout, for people."""
    server = cluster.at(folder)
    if server.place == server.folder:
        return f"data in {server.place}"
    return f"data in {server.place}: the account “{server.account.name}”, which runs it, cannot enter {server.folder}"


def _address(server: Cluster, database_name: str) -> str:
    host = quote(str(server.socket_folder()), safe="/")
    return f"postgresql://{cluster.SUPERUSER}@/{database_name}?host={host}&port=5432"


@contextmanager
def _locked(folder: Path, name: str, *, shared: bool = False) -> Iterator[int]:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o666)
    except PermissionError as error:
        raise StepFailed(
            f"{folder} belongs to another user, perhaps because “make run” was once run as root.",
            "Run this as that user, or remove or rename that folder to start with new data.",
        ) from error
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH if shared else fcntl.LOCK_EX)
        yield descriptor
    finally:
        os.close(descriptor)


def _is_last(lock: int) -> bool:
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m development.postgres", description=__doc__)
    actions = parser.add_subparsers(dest="action", required=True)
    actions.add_parser("start", help="start the development server and leave it running")
    actions.add_parser("stop", help="stop it")
    actions.add_parser("url", help="print its address")
    actions.add_parser("status", help="say whether it runs and where its data are")
    during = actions.add_parser("temporary", help="run a command with DATABASE_URL of a throw-away server")
    during.add_argument("command", nargs=argparse.REMAINDER)
    chosen = parser.parse_args()
    if chosen.action == "start":
        say("Starting PostgreSQL")
        address = start()
        (FOLDER / STARTED_BY_HAND).touch()
        ADDRESS_FILE.write_text(f"{address}\n")
        detail(where())
        print(address)
    elif chosen.action == "stop":
        stop()
        ADDRESS_FILE.unlink(missing_ok=True)
    elif chosen.action == "temporary":
        if not chosen.command:
            raise StepFailed("No command given.", "python -m development.postgres temporary COMMAND ...")
        with temporary() as address:
            return subprocess.run(
                chosen.command, check=False, cwd=ROOT, env=os.environ | {"DATABASE_URL": address}
            ).returncode
    else:
        address = url() or ""
        if not address:
            print("PostgreSQL does not run: python -m development.postgres start", file=sys.stderr)
            return 1
        print(address if chosen.action == "url" else f"running, {where()}")
    return 0


if __name__ == "__main__":
    run_command(main)
