"""Where development and tests find PostgreSQL."""

from pathlib import Path

import environ
from django.core.exceptions import ImproperlyConfigured


def database_url(env: environ.Env, var_dir: Path) -> str:
    """Address of the server: ``DATABASE_URL``, else the one that the launcher wrote when it started.

    Raises ``ImproperlyConfigured`` when there is neither.
    """
    if url := env("DATABASE_URL", default=""):
        return url
    written = var_dir / "database-url"
    if written.exists():
        return written.read_text().strip()
    raise ImproperlyConfigured(
        "No database. Start the site with `make run`, or set DATABASE_URL=postgresql://user@host/name."
    )
