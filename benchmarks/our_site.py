"""This site, in a database of its own, grown to any number of entries."""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def _run(arguments: list[str], environment: dict[str, str]) -> None:
    subprocess.run(
        [sys.executable, *arguments], cwd=ROOT, env={**os.environ, **environment}, check=True, stdout=subprocess.DEVNULL
    )


def make(folder: Path, database: str) -> dict[str, str]:
    """Migrates ``database`` and loads the demo content; returns the environment to serve it with.

    It is filled under development settings, which allow demonstration content, and served under those of
    production.
    """
    for command in (["migrate"], ["setup_site"], ["load_demo"]):
        _run(["manage.py", *command], _filling(database, folder))
    return ready(folder, database)


def ready(folder: Path, database: str) -> dict[str, str]:
    """Brings ``database``, which ``make`` once filled, in step with the code; returns the environment to serve it."""
    _run(["manage.py", "migrate"], _filling(database, folder))
    serving = {
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "DJANGO_SETTINGS_MODULE": "kb.settings.production",
        "SECRET_KEY": "benchmark-" * 6,
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "BASE_URL": "http://localhost",
        "SSL_REDIRECT": "False",
    }
    for command in (["createcachetable"], ["collectstatic", "--noinput"]):
        _run(["manage.py", *command], serving)
    return serving


def grow(database: str, folder: Path, entries: int) -> None:
    """Brings ``database`` to that number of live entries in Russian, by publishing copies of the demo entries."""
    _run(["-m", "benchmarks.growth", str(entries)], _filling(database, folder))


def fill(database: str, folder: Path, pages: int) -> None:
    """Adds that number of made-up pages in four languages; see ``benchmarks.library``."""
    _run(["-m", "benchmarks.library", "--fill", str(pages)], _filling(database, folder))


def embed(database: str, folder: Path) -> None:
    """Gives the made-up pages passages, for search by meaning; see ``benchmarks.passages``."""
    _run(["-m", "benchmarks.passages"], _filling(database, folder))


def costs(database: str, folder: Path) -> dict[str, float]:
    """What keeping the index takes; see ``benchmarks.library``."""
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.library", "--costs"],
        cwd=ROOT,
        env={**os.environ, **_filling(database, folder)},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return dict(json.loads(output.splitlines()[-1]))


def _filling(database: str, folder: Path) -> dict[str, str]:
    return {
        "DATABASE_URL": database,
        "MEDIA_ROOT": str(folder / "media"),
        "DJANGO_SETTINGS_MODULE": "kb.settings.dev",
        "DEBUG": "False",
    }
