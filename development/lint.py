"""Every check that needs no test: `make lint` runs them two at a time and shows what the failing ones say."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

from . import postgres
from .console import ROOT, detail, run_command, say

TOOLS = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
# The slowest first: they run beside the others.
CHECKS: dict[str, list[str]] = {
    "types": [str(TOOLS / "mypy")],
    "ruff": [str(TOOLS / "ruff"), "check", "."],
    "format": [str(TOOLS / "ruff"), "format", "--check", "."],
    "layers": [str(TOOLS / "lint-imports")],
    "templates": [str(TOOLS / "djlint"), "templates", "--lint", "--quiet"],
    "migrations": [*MANAGE, "makemigrations", "--check", "--dry-run"],
    "careful migrations": [
        *MANAGE,
        "lintmigrations",
        "--quiet",
        "ok",
        "ignore",
        "--settings",
        "development.migrations",
    ],
    "system checks": [*MANAGE, "check", "--fail-level", "WARNING"],
    "translations": [sys.executable, "-m", "development.check_messages"],
}


@contextmanager
def database_address() -> Iterator[str]:
    """DATABASE_URL if it is set, else a server that is thrown away."""
    if given := os.environ.get("DATABASE_URL"):
        yield given
    else:
        with postgres.temporary() as address:
            yield address


def failing(address: str) -> list[str]:
    """Run all checks; the names of those that fail."""
    environment = os.environ | {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "kb.settings.test"}

    def run(name: str) -> tuple[str, float, subprocess.CompletedProcess[str]]:
        began = time.monotonic()
        done = subprocess.run(
            CHECKS[name],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
        return name, time.monotonic() - began, done

    failed = []
    with ThreadPoolExecutor(max_workers=2) as pool:
        for name, seconds, done in pool.map(run, CHECKS):
            detail(f"{name}: {'ok' if done.returncode == 0 else 'FAILED'} ({seconds:.1f} s)")
            if done.returncode:
                failed.append(name)
                print(done.stdout.rstrip(), flush=True)
    return failed


def main() -> int:
    """The command line."""
    say("Checking the code")
    with database_address() as address:
        failed = failing(address)
    if failed:
        print(f"Failed: {', '.join(failed)}", file=sys.stderr)
    return 1 if failed else 0


if __name__ == "__main__":
    run_command(main)
