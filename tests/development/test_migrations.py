"""Migrations under which the version before cannot work are refused by ``make lint``."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from development.console import ROOT
from development.lint import CHECKS

FIRST = """
from django.db import migrations, models
class Migration(migrations.Migration):
    initial = True
    operations = [migrations.CreateModel("Thing", [
        ("id", models.BigAutoField(primary_key=True)), ("name", models.TextField(null=True)),
    ])]
"""
SECOND = """
from django.db import migrations, models
class Migration(migrations.Migration):
    dependencies = [("hasty", "0001_initial")]
    operations = [{operation}]
"""
SETTINGS = """
from development.migrations import *
INSTALLED_APPS = [*INSTALLED_APPS, "hasty"]
MIGRATION_LINTER_OPTIONS = {**MIGRATION_LINTER_OPTIONS, "include_apps": ["hasty"]}
"""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("operation", "refused"),
    [
        ('migrations.AddField("Thing", "note", models.TextField(null=True))', False),
        ('migrations.AddField("Thing", "note", models.TextField(db_default=""))', False),
        ('migrations.AddField("Thing", "note", models.TextField(default=""))', True),
        ('migrations.RemoveField("Thing", "name")', True),
        ('migrations.RenameField("Thing", "name", "title")', True),
    ],
)
def test_what_the_version_before_does_not_survive_is_refused(tmp_path: Path, operation: str, refused: bool) -> None:
    folder = tmp_path / "hasty" / "migrations"
    folder.mkdir(parents=True)
    for package in (folder, folder.parent):
        (package / "__init__.py").touch()
    (folder / "0001_initial.py").write_text(FIRST)
    (folder / "0002_change.py").write_text(SECOND.format(operation=operation))
    (tmp_path / "hasty_settings.py").write_text(SETTINGS)
    command = [*CHECKS["careful migrations"][:-1], "hasty_settings"]
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode != 0) == refused, done.stdout + done.stderr
    assert command[0] == sys.executable
