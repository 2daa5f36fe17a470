"""Production refuses to start half-configured."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
COMPLETE = {
    "DATABASE_URL": "postgresql://user@127.0.0.1/name",
    "SECRET_KEY": "k3y-" * 13,
    "ALLOWED_HOSTS": "example.org",
    "BASE_URL": "https://example.org",
}


def load_production(environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    inherited = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", "import kb.settings.production as s; print(s.SECURE_SSL_REDIRECT, s.DEBUG)"],
        cwd=ROOT,
        env={**inherited, **environment},
        capture_output=True,
        text=True,
    )


@pytest.mark.parametrize("missing", sorted(COMPLETE))
def test_production_names_the_variable_that_is_missing(missing: str) -> None:
    result = load_production({name: value for name, value in COMPLETE.items() if name != missing})
    assert result.returncode != 0
    assert f"Set {missing}:" in result.stderr


def test_production_refuses_the_key_of_development() -> None:
    result = load_production({**COMPLETE, "SECRET_KEY": "development-only-key-that-protects-nothing"})
    assert "SECRET_KEY must be 50 or more random characters" in result.stderr


def test_production_redirects_to_https_and_never_debugs() -> None:
    assert load_production(COMPLETE).stdout.split() == ["True", "False"]


def test_another_database_than_postgresql_is_refused() -> None:
    result = load_production({**COMPLETE, "DATABASE_URL": "sqlite:///file.db"})
    assert "no other one is supported" in result.stderr
