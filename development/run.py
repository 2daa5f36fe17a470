"""`make run`: everything between a fresh checkout and an open site, and a clean end of it."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager

from . import postgres
from .console import ROOT, StepFailed, detail, run_command, say

# The first start loads the demonstration content and may run on a slow machine.
SECONDS_TO_ANSWER = 900
SECONDS_TO_STOP = 10
# https://github.com/django/django/blob/stable/6.1.x/django/utils/autoreload.py
RELOADER_IS_ELSEWHERE, FILES_CHANGED = "RUN_MAIN", 3
# It starts anew with the server.
WORKER = ["manage.py", "db_worker", "--backend", "background", "--no-reload", "--no-startup-delay", "--verbosity", "0"]
SERVER_SETTINGS = {"PYTHONUNBUFFERED": "1", "DJANGO_RUNSERVER_HIDE_WARNING": "true"}


def main() -> int:
    """Serve until somebody asks to stop, which is a good end."""
    try:
        return serve()
    except KeyboardInterrupt:
        return 0


def serve() -> int:
    """PORT and HOST say where, DATABASE_URL names another database server."""
    host, port = os.environ.get("HOST") or "127.0.0.1", _port()
    _refuse_taken(host, port)
    with _database() as address:
        # The server of Django says that it wants a new start by a status; asked like this, it leaves it to us.
        environment = {"BASE_URL": f"http://{host}:{port}"} | os.environ | SERVER_SETTINGS
        environment |= {"DATABASE_URL": address, RELOADER_IS_ELSEWHERE: "true"}
        command = ["-m", "development.prepare", f"{host}:{port}"]
        while True:
            with ExitStack() as stack:
                server = stack.enter_context(_running([sys.executable, *command], environment))
                if command[0] == "-m":
                    _wait_until_open(server, host, port)
                    say(f"The site is open: http://{host}:{port}/   (the editors' side: http://{host}:{port}/admin/)")
                    detail("Ctrl-C stops the site and its database; the data stay for the next “make run”.")
                stack.enter_context(_running([sys.executable, *WORKER], environment))
                status = server.wait()
            if status != FILES_CHANGED:
                return status
            command = ["manage.py", "runserver", f"{host}:{port}"]


@contextmanager
def _database() -> Iterator[str]:
    if given := os.environ.get("DATABASE_URL"):
        say("Using the PostgreSQL server of DATABASE_URL")
        yield given
        return
    say("Starting PostgreSQL")
    with postgres.used() as address:
        detail(postgres.where())
        detail("quick rather than safe from a power cut (fsync off): for development only")
        postgres.ADDRESS_FILE.write_text(f"{address}\n")
        try:
            yield address
        finally:
            say("Stopping")
            if not (postgres.FOLDER / postgres.STARTED_BY_HAND).exists():
                postgres.ADDRESS_FILE.unlink(missing_ok=True)


@contextmanager
def _running(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A program with all its children in a group of their own, which does not outlive the block."""
    process = subprocess.Popen(command, cwd=ROOT, env=environment, start_new_session=True)
    try:
        yield process
    finally:
        for number in (signal.SIGTERM, signal.SIGKILL):
            try:
                os.killpg(process.pid, number)
                process.wait(timeout=SECONDS_TO_STOP)
            except subprocess.TimeoutExpired:
                continue
            except (ProcessLookupError, PermissionError):
                break


def _port() -> int:
    given = os.environ.get("PORT") or "8000"
    if not given.isdigit() or not 0 < int(given) < 65536:
        raise StepFailed(f"PORT={given} is not a port number.", "make run PORT=8123")
    return int(given)


def _refuse_taken(host: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise StepFailed(
                f"The site cannot be served on {host}, port {port}: {error.strerror}.",
                f"Stop the program that uses the port, or choose another one: make run PORT={port + 1}",
            ) from error


def _wait_until_open(server: subprocess.Popen[bytes], host: str, port: int) -> None:
    deadline = time.monotonic() + SECONDS_TO_ANSWER
    here = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            socket.create_connection((here, port), timeout=1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    if server.poll() is None:
        raise StepFailed(f"The site did not open within {SECONDS_TO_ANSWER} s.", "Read the messages above.")
    raise SystemExit(server.returncode or 1)


if __name__ == "__main__":
    run_command(main)
