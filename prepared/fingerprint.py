"""Stands for the code in force: what was made by other code, templates or translations does not hold."""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import wagtail
from django.conf import settings

Patterns = tuple[tuple[str, str], ...]
"""Folders of the project, each with a pattern of file names in it."""
EVERYTHING: Patterns = (
    ("templates", "**/*.html"),
    ("locale", "**/*.mo"),
    *((app, "**/*.py") for app in ("exchange", "home", "kb", "prepared", "search")),
)


def fingerprint(patterns: Patterns = EVERYTHING) -> str:
    """32 digits that a deploy changes, and in DEBUG an edit."""
    if settings.DEBUG:
        return _digest((str(path), path.stat().st_mtime_ns) for path in _files(patterns))
    return _of_contents(patterns)


@lru_cache(maxsize=8)
def _of_contents(patterns: Patterns) -> str:
    manifest = Path(settings.STATIC_ROOT) / "staticfiles.json"
    files = [*_files(patterns), *([manifest] if manifest.is_file() else [])]
    return _digest((str(path), path.read_bytes()) for path in files)


def _digest(parts: Iterable[tuple[str, object]]) -> str:
    digest = hashlib.sha256(f"{wagtail.__version__} {settings.MEDIA_URL}".encode())
    for name, content in parts:
        digest.update(name.encode())
        digest.update(content if isinstance(content, bytes) else str(content).encode())
    return digest.hexdigest()[:32]


def _files(patterns: Patterns) -> list[Path]:
    return sorted(path for folder, pattern in patterns for path in (settings.BASE_DIR / folder).glob(pattern))
