"""One PostgreSQL cluster: its folders, its creation, its start and its stop. What is in it is `database`'s matter."""

import contextlib
import hashlib
import os
import re
import shutil
import socket
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from . import account as accounts
from . import binaries
from .account import NOT_FOUND, Account
from .binaries import Binaries
from .console import StepFailed

SUPERUSER = "kb"
# A socket's address holds 103 bytes on macOS and 107 on Linux, the file's name and a final zero included.
LONGEST_SOCKET_FOLDER = 103 - len("/.s.PGSQL.5432") - 1
SHORT_FOLDER_PREFIX = "kb-postgres-"
# The server's user may be unable to enter the checkout; these are open to it on Linux and macOS.
OTHER_PLACES = (Path("/var/lib"), Path("/var/tmp"))  # noqa: S108 - folders made there are checked for their owner
# Belarusian, Kazakh and Russian letters need a locale that knows them; old macOS has no C.UTF-8.
LOCALES = ("C.UTF-8", "en_US.UTF-8")
MADE_FOR = "made-for"
SETTINGS = """\
# Written at every start by development/cluster.py.
listen_addresses = ''
unix_socket_directories = '{socket_folder}'
unix_socket_permissions = 0700
# Development data: quick rather than safe from a power cut. A killed server loses nothing, because every commit
# still reaches the operating system; synchronous_commit must therefore stay on.
fsync = off
full_page_writes = off
# A replica that is slow to start finds what it missed, also after a checkpoint, which any DROP DATABASE makes.
wal_keep_size = 512MB
"""


@dataclass(frozen=True)
class Cluster:
    """A cluster asked for in `folder`, kept in `place` (usually the same), run by `account`."""

    folder: Path
    place: Path
    account: Account
    programs: Binaries

    @property
    def data(self) -> Path:
        return self.place / "data"

    @property
    def log(self) -> Path:
        return self.place / "server.log"

    def exists(self) -> bool:
        return (self.data / "PG_VERSION").exists()

    def create(self, locales: tuple[str, ...] = LOCALES) -> None:
        """Make an empty cluster. What a killed run half made or half removed is thrown away."""
        shutil.rmtree(self.data, ignore_errors=True)
        part = self.place / "data-part"
        version = self.programs.major_version(self.account)
        output = ""
        for locale in locales:
            shutil.rmtree(part, ignore_errors=True)
            part.mkdir(mode=0o700)
            self.account.give(part)
            command = [
                self.programs.folder / "initdb",
                "-D",
                part,
                "-U",
                SUPERUSER,
                "--auth=trust",
                "--no-sync",
            ]
            command += ["-E", "UTF8", f"--locale={locale}"]
            if version >= 17 and locale == "C.UTF-8":
                command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
            made = self.account.run(command)
            if made.returncode == 0:
                with (part / "postgresql.conf").open("a") as settings:
                    settings.write("\ninclude 'development.conf'\n")
                part.rename(self.data)
                return
            output = made.stdout
        shutil.rmtree(part, ignore_errors=True)
        raise StepFailed(f"PostgreSQL's initdb failed in {self.place}:\n{output.strip()}")

    def launch(self) -> None:
        """Start the server and wait until it answers."""
        self._refuse_other_version()
        self._await_end()
        self._clear_traces()
        settings = self.data / "development.conf"
        settings.write_text(SETTINGS.format(socket_folder=self._make_socket_folder()))
        self.account.give(settings)
        command = [
            self.programs.folder / "pg_ctl",
            "start",
            "-D",
            self.data,
            "-l",
            self.log,
            "-w",
            "-t",
            "60",
            "-s",
        ]
        # The children of a server that was killed need a moment to notice it.
        deadline = time.monotonic() + 10
        while True:
            self.log.write_text("")
            self.account.give(self.log)
            started = self.account.run(command)
            if started.returncode == 0:
                return
            log = self.log.read_text(errors="replace")
            if "shared memory block" not in log or time.monotonic() > deadline:
                break
            time.sleep(0.3)
        last_lines = "\n".join(f"  {line}" for line in log.splitlines()[-12:])
        raise StepFailed(
            f"PostgreSQL did not start. {started.stdout.strip()}\nThe end of {self.log}:\n{last_lines}",
            f"Read that file. If the data may go, remove {self.place} and start again.",
        )

    def socket_folder(self) -> Path | None:
        """Where the running server listens; None when it does not run."""
        lines = self._pid_file_lines()
        if len(lines) < 8 or not lines[7].startswith("ready") or not self._is_ours(int(lines[0])):
            return None
        # A server that was killed a moment ago may still be listed, but nobody listens.
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(os.path.join(lines[4], ".s.PGSQL.5432"))
            except OSError:
                return None
        return Path(lines[4])

    def shut_down(self) -> None:
        """Stop the server, if it runs."""
        lines = self._pid_file_lines()
        if lines and self._is_ours(int(lines[0])):
            for mode, seconds in (("fast", "20"), ("immediate", "10")):
                stop = [
                    self.programs.folder / "pg_ctl",
                    "stop",
                    "-D",
                    self.data,
                    "-m",
                    mode,
                    "-w",
                    "-t",
                    seconds,
                ]
                stopped = self.account.run(stop)
                if stopped.returncode == 0 or self.socket_folder() is None:
                    break
            else:
                raise StepFailed(f"PostgreSQL in {self.place} does not stop: {stopped.stdout.strip()}")
        self._clear_traces()

    def remove(self) -> None:
        """Stop the server and remove all that belongs to the cluster."""
        self.shut_down()
        shutil.rmtree(self.place, ignore_errors=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def _pid_file_lines(self) -> list[str]:
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return []
        return lines if lines and lines[0].isdigit() else []

    def _await_end(self) -> None:
        """Give a server that was killed the time to disappear."""
        deadline = time.monotonic() + 10
        while (lines := self._pid_file_lines()) and self._is_ours(int(lines[0])) and time.monotonic() < deadline:
            time.sleep(0.05)

    def _is_ours(self, pid: int) -> bool:
        """Whether the process is a PostgreSQL server: after a kill, its number may belong to anything."""
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            pass
        try:
            words = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            listed = self.account.run(["ps", "-o", "args=", "-p", str(pid)])
            return listed.returncode == NOT_FOUND or "postgres" in listed.stdout
        return Path(os.fsdecode(words[0])).name == "postgres" and os.fsencode(self.data) in words

    def _clear_traces(self) -> None:
        """Remove what a killed server left: PostgreSQL itself may trust a process number that is not its own."""
        lines = self._pid_file_lines()
        if lines and self._is_ours(int(lines[0])):
            return
        (self.data / "postmaster.pid").unlink(missing_ok=True)
        shutil.rmtree(self.place / "socket", ignore_errors=True)
        with contextlib.suppress(OSError):
            settings = (self.data / "development.conf").read_text()
            listed = re.search(r"^unix_socket_directories = '(.*)'$", settings, re.MULTILINE)
            if listed and Path(listed[1]).name.startswith(SHORT_FOLDER_PREFIX):
                shutil.rmtree(listed[1], ignore_errors=True)

    def _make_socket_folder(self) -> Path:
        folder = self.place / "socket"
        plain = re.fullmatch(r"[A-Za-z0-9/._-]+", str(folder))
        if plain and len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
            folder.mkdir(mode=0o700, exist_ok=True)
        else:
            folder = Path(tempfile.mkdtemp(prefix=SHORT_FOLDER_PREFIX, dir="/tmp"))
        self.account.give(folder)
        return folder

    def _refuse_other_version(self) -> None:
        made_by = int((self.data / "PG_VERSION").read_text())
        ours = self.programs.major_version(self.account)
        if made_by != ours:
            raise StepFailed(
                f"The data in {self.place} were made by PostgreSQL {made_by}; the programs here are {ours}.",
                f"They are development data: remove {self.place} and start again, or set PG_BIN to the old programs.",
            )


def at(folder: Path) -> Cluster:
    """The cluster asked for in the folder, wherever the server's account can keep it."""
    folder = folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    programs = binaries.find()
    note = folder / "location"
    place = _noted_place(note) or folder
    account = accounts.for_data(place / "data")
    if (place / "data").exists() and not account.owns(place / "data"):
        raise StepFailed(
            f"The data in {place} belong to another user.",
            f"Run this as that user or as root, or remove {place} to start with new data.",
        )
    if account.uid is not None:
        if not account.can_enter(place):
            place = _place_outside(folder, account)
            note.write_text(f"{place}\n")
        if not programs.usable_by(account):
            programs = programs.copied_to(place, account)
    return Cluster(folder=folder, place=place, account=account, programs=programs)


def kept_in(data: Path) -> Cluster:
    """The cluster whose data are in the folder ``data``, as its server names it."""
    place = data.parent
    return Cluster(folder=place, place=place, account=accounts.for_data(data), programs=binaries.find())


def _noted_place(note: Path) -> Path | None:
    """Where this folder's cluster was put; None if the note came here with a copy of another checkout."""
    if not note.exists():
        return None
    place = Path(note.read_text().strip())
    try:
        made_for = Path((place / MADE_FOR).read_text().strip())
    except OSError:
        return None
    if made_for != note.parent:
        if made_for.exists():
            return None
        (place / MADE_FOR).write_text(f"{note.parent}\n")
    return place


def _place_outside(folder: Path, account: Account) -> Path:
    """A folder of root's for the cluster, outside a checkout that the account cannot enter."""
    name = f"exchange-knowledge-base-{hashlib.sha256(os.fsencode(folder)).hexdigest()[:12]}"
    for parent in OTHER_PLACES:
        if not account.can_enter(parent):
            continue
        place = parent / name
        place.mkdir(mode=0o755, exist_ok=True)
        # Others may write into /var/tmp: a folder that is not root's own was put there by somebody.
        if place.is_symlink() or place.stat().st_uid != os.geteuid():
            continue
        place.chmod(0o755)
        (place / MADE_FOR).write_text(f"{folder}\n")
        return place
    raise StepFailed(
        f"The account “{account.name}”, which runs PostgreSQL for root, can enter neither {folder} nor "
        + " nor ".join(str(parent) for parent in OTHER_PLACES)
        + ".",
        "Move the checkout to a folder that others may enter, run this as an ordinary user, or set DATABASE_URL.",
    )
