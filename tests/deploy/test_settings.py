"""What deploy/ ships is complete and accepted by the programs that read it."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import psycopg
import pytest
import yaml
from django.db import connection

from development.console import ROOT
from development.services import production
from tests.deploy.conftest import database_address, manage

UNITS = ROOT / "deploy" / "systemd"
SERVICES = sorted(UNITS.glob("*.service"))
NOT_FOR_THE_SITE = {"DJANGO_SETTINGS_MODULE", "WEB_WORKERS"}
NOT_IN_THE_IMAGE = {"benchmarks", "development", "tests"}
# systemd's own measure, from 0 (nothing can go wrong) to 100.
MOST_EXPOSED = 25
EMPTY = f"kb_empty_{os.getpid()}"


@pytest.mark.django_db
def test_djangos_check_for_deployment_finds_nothing(tmp_path: Path) -> None:
    environment = production(database_address(), tmp_path, BASE_URL="https://kb.example.org")
    done = manage(environment, "check", "--deploy", "--fail-level", "WARNING")
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.django_db(transaction=True)
def test_the_first_migration_starts_with_an_empty_database(tmp_path: Path) -> None:
    parameters = connection.get_connection_params()
    with psycopg.connect(**{**parameters, "dbname": "postgres"}, autocommit=True) as administrator:
        administrator.execute(f"CREATE DATABASE {EMPTY}")
        try:
            address = database_address().replace(f"/{parameters['dbname']}", f"/{EMPTY}")
            done = manage(production(address, tmp_path), "migrate", "--plan")
        finally:
            administrator.execute(f"DROP DATABASE {EMPTY}")
    assert done.returncode == 0, done.stderr
    assert "accounts.0001_initial" in done.stdout


@pytest.fixture
def units(tmp_path: Path) -> Path:
    """The units for this checkout instead of /srv/kb/app."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed")
    folder = tmp_path / "units"
    folder.mkdir()
    for unit in UNITS.iterdir():
        (folder / unit.name).write_text(unit.read_text().replace("/srv/kb/app", str(ROOT)))
    return folder


def test_systemd_takes_the_units(units: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *sorted(units.iterdir())], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("service", SERVICES, ids=lambda path: path.stem)
def test_the_units_may_do_little(units: Path, service: Path) -> None:
    done = subprocess.run(
        ["systemd-analyze", "security", "--offline=true", f"--threshold={MOST_EXPOSED}", units / service.name],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-300:]


def test_the_example_environment_names_only_documented_variables() -> None:
    names = set(re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    documented = (ROOT / "docs" / "settings.md").read_text()
    assert {name for name in names if f"`{name}`" not in documented} == set()
    assert {"DATABASE_URL", "SECRET_KEY", "ALLOWED_HOSTS", "BASE_URL"} <= names


def test_what_the_containers_read_is_there() -> None:
    folder = ROOT / "deploy" / "container"
    described = yaml.safe_load((folder / "compose.yaml").read_text())
    assert set(described["services"]) == {"prepare", "web", "worker", "db", "cache", "proxy"}
    written_by_hand = {"nginx.conf", "database-password"}
    for kind in ("configs", "secrets"):
        for entry in described[kind].values():
            file = entry.get("file", "./nginx.conf")
            assert Path(file).name in written_by_hand or (folder / file).is_file()
    for name, service in described["services"].items():
        for source in (used["source"] for used in service.get("configs", [])):
            assert source in described["configs"], name
        for volume in (used.partition(":")[0] for used in service.get("volumes", [])):
            assert volume.startswith(".") or volume in described["volumes"], name


def test_all_packages_are_in_the_image() -> None:
    ignored = (ROOT / "deploy" / "container" / "Dockerfile.dockerignore").read_text()
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - NOT_IN_THE_IMAGE
    assert {name for name in packages | {"templates", "locale"} if f"!{name}\n" not in ignored} == set()
