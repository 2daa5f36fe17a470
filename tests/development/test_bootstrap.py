"""What `make setup` promises before anything is installed."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

from development import bootstrap
from development.console import ROOT

REQUIREMENTS = sorted((ROOT / "requirements").glob("*.txt"))


def test_it_is_written_for_python_3_8() -> None:
    source = Path(bootstrap.__file__).read_text()
    assert ast.parse(source, feature_version=(3, 8))


def test_it_imports_the_standard_library_alone() -> None:
    tree = ast.parse(Path(bootstrap.__file__).read_text())
    imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
    assert imported <= {"hashlib", "json", "os", "shutil", "subprocess", "sys"}


@pytest.mark.parametrize("file", REQUIREMENTS, ids=lambda file: file.stem)
def test_locked_packages_name_no_registry_and_have_hashes(file: Path) -> None:
    text = file.read_text()
    packages = re.findall(r"^[a-z0-9].*==", text, re.MULTILINE)
    assert "://" not in text
    assert packages
    assert len(re.findall(r"^[a-z0-9].*\\\n +--hash", text, re.MULTILINE)) == len(packages)


@pytest.fixture
def checkout(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout in which everything is noted as installed, with the dev set."""
    environment = tmp_path / ".venv"
    (environment / "bin").mkdir(parents=True)
    (environment / "bin" / "python").symlink_to("/bin/true")
    (tmp_path / "requirements").mkdir()
    for name in bootstrap.SETS:
        (tmp_path / "requirements" / f"{name}.txt").write_text(name)
    (tmp_path / ".python-version").write_text("3.13\n")
    monkeypatch.setattr(bootstrap, "ROOT", tmp_path)
    monkeypatch.setattr(bootstrap, "PYTHON", environment / "bin" / "python")
    monkeypatch.setattr(bootstrap, "NOTE", environment / "installed.json")
    monkeypatch.setattr(bootstrap, "bring_uv", lambda: "/bin/true")
    monkeypatch.setattr(bootstrap, "make_environment", lambda uv: None)
    bootstrap.set_up("dev")
    return tmp_path


def test_a_second_time_nothing_is_installed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    bootstrap.set_up("dev")
    assert capsys.readouterr().out == ""


def test_what_more_there_is_is_kept(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    bootstrap.set_up("local")
    assert capsys.readouterr().out == ""


def test_changed_requirements_are_installed(checkout: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (checkout / "requirements" / "dev.txt").write_text("changed")
    bootstrap.set_up("local")
    assert "requirements/dev.txt" in capsys.readouterr().out


def test_an_old_python_is_passed_over_by_the_shell_script(tmp_path: Path) -> None:
    old = tmp_path / "python"
    old.write_text("#!/bin/sh\nexit 1\n")
    old.chmod(0o755)
    asked = subprocess.run(
        ["sh", str(ROOT / "development" / "bootstrap.sh"), "no-such-set"],
        env={"PYTHON3": str(old), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert "usage: bootstrap.py" in asked.stderr
