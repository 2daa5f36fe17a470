"""The system account a development PostgreSQL runs as.

PostgreSQL refuses to run as root, so root starts it as an account without rights. Everybody else runs it as himself.
"""

import errno
import os
import pwd
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from .console import StepFailed

CANDIDATES = ("postgres", "_postgres", "nobody")
# A shell's statuses for a program that cannot be started and for one that is not there.
CANNOT_START, NOT_FOUND = 126, 127
SEARCH_PATH = "/usr/local/bin:/usr/bin:/bin"


@dataclass(frozen=True)
class Account:
    """Who runs the server. Without ids: whoever runs this program."""

    name: str
    uid: int | None = None
    gid: int | None = None

    def run(self, command: Sequence[object], **environment: str) -> subprocess.CompletedProcess[str]:
        """Run a command as this account, away from the caller's folder and environment.

        The caller's folder may be closed to the account, and PG* variables of a person's shell must not steer our
        server.
        """
        try:
            return subprocess.run(
                [str(part) for part in command],
                cwd="/",
                env={"PATH": SEARCH_PATH, "TZ": "UTC", "LC_ALL": "C"} | environment,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                errors="replace",
                check=False,
                user=self.uid,
                group=self.gid,
                extra_groups=None if self.uid is None else [],
            )
        except FileNotFoundError as error:
            return subprocess.CompletedProcess([], NOT_FOUND, stdout=str(error))
        except PermissionError as error:
            if error.errno == errno.EACCES:
                return subprocess.CompletedProcess([], CANNOT_START, stdout=str(error))
            raise StepFailed(
                f"Root may not start programs as “{self.name}” here ({error}).",
                "Run this as an ordinary user, or set DATABASE_URL to a PostgreSQL server of your own.",
            ) from error

    def can_enter(self, folder: Path) -> bool:
        """Whether the account gets into the folder."""
        return self.run(["/bin/sh", "-c", 'cd "$1"', "sh", folder]).returncode == 0

    def can_read(self, file: Path) -> bool:
        """Whether the account may read the file."""
        return self.run(["/bin/sh", "-c", 'test -r "$1"', "sh", file]).returncode == 0

    def give(self, path: Path) -> None:
        """Hand a file or folder of ours to the account."""
        if self.uid is not None and self.gid is not None:
            os.chown(path, self.uid, self.gid)

    def owns(self, path: Path) -> bool:
        """Whether the path belongs to the account."""
        return path.stat().st_uid == (os.geteuid() if self.uid is None else self.uid)


def for_data(data: Path) -> Account:
    """The account for the given data folder: its owner if there is one, so that data survive `sudo make run`."""
    if os.geteuid() != 0:
        return Account(name=str(os.geteuid()))
    if data.exists() and (owner := data.stat().st_uid):
        try:
            entry = pwd.getpwuid(owner)
        except KeyError:
            return Account(name=str(owner), uid=owner, gid=data.stat().st_gid)
        return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
    for name in CANDIDATES:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(name=entry.pw_name, uid=entry.pw_uid, gid=entry.pw_gid)
    raise StepFailed(
        "PostgreSQL does not run as root, and there is none of the accounts " + ", ".join(CANDIDATES) + ".",
        "Run this as an ordinary user, or add an account: useradd --system postgres",
    )
