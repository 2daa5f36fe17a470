"""What cannot be restored is told clearly, and changes nothing."""

import errno
import io
import tarfile
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError

from kb.models import KbDocument
from operations.backup import archive, making, media, restoring
from operations.backup.archive import DUMP, Manifest, Writer
from tests.factories.kb import make_document
from tests.operations.backup.conftest import state

pytestmark = pytest.mark.usefixtures("destructible")
KEY = "a passphrase of this test"


@pytest.fixture
def backup(destructible: None, tmp_path: Path) -> Path:
    """Of the site with one document, not encrypted; since then there is another one."""
    make_document()
    file = tmp_path / "site.kb-backup"
    call_command("backup", str(file), stdout=StringIO())
    make_document("Позже")
    return file


def refusal(file: Path, *, replace: bool = True) -> str:
    """Tries to restore; checks that nothing has changed."""
    before = state()
    with pytest.raises(CommandError) as caught:
        call_command("restore", str(file), replace=replace, stdout=StringIO())
    assert state() == before
    message = str(caught.value)
    assert message.endswith("Nothing was changed.")
    return message


def changed(backup: Path, change: Callable[[Manifest], None]) -> Path:
    """The backup written anew with another manifest: a good one by its sums."""
    parts: dict[str, bytes] = {}
    manifest = archive.read(backup, None, lambda name, source: parts.update({name: source.read()}))
    change(manifest)
    file = backup.with_name("changed.kb-backup")
    with file.open("wb") as target:
        writer = Writer(target, None)
        for name, content in parts.items():
            writer.add(name, io.BytesIO(content), len(content))
        writer.finish(manifest)
    return file


@pytest.mark.parametrize("part", [0.001, 0.3, 0.6, 0.9])
def test_a_changed_byte(backup: Path, part: float) -> None:
    content = bytearray(backup.read_bytes())
    content[int(len(content) * part)] ^= 0x10
    backup.write_bytes(content)
    assert "damaged" in refusal(backup) or "cut" in refusal(backup)


@pytest.mark.parametrize("part", [0.0, 0.01, 0.5, 0.97])
def test_a_cut_file(backup: Path, part: float) -> None:
    content = backup.read_bytes()
    backup.write_bytes(content[: int(len(content) * part)])
    assert "cut" in refusal(backup)


def test_something_else_than_a_backup(tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear administrator, " * 2000)
    assert "damaged or cut" in refusal(file)
    assert "There is no file" in refusal(tmp_path / "missing")


@pytest.mark.parametrize(("key", "words"), [("another", "another key"), ("", "is encrypted: set BACKUP_KEY")])
def test_a_wrong_or_missing_key(tmp_path: Path, settings: Any, key: str, words: str) -> None:
    settings.BACKUP_KEY = KEY
    file = tmp_path / "site.kb-backup"
    call_command("backup", str(file), encrypt=True, stdout=StringIO())
    settings.BACKUP_KEY = key
    assert words in refusal(file)
    with pytest.raises(CommandError, match=words):
        call_command("backup", str(file), check=True, stdout=StringIO())


def test_an_encrypted_file_that_was_cut(tmp_path: Path, settings: Any) -> None:
    settings.BACKUP_KEY_FILE = str(tmp_path / "key")
    Path(settings.BACKUP_KEY_FILE).write_text(f"{KEY}\n")
    file = tmp_path / "site.kb-backup"
    call_command("backup", str(file), encrypt=True, stdout=StringIO())
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 2 // 3])
    assert "damaged or cut" in refusal(file)


def test_what_is_in_the_way(backup: Path) -> None:
    assert "The database is not empty. With --replace" in refusal(backup, replace=False)


def test_a_newer_version(backup: Path) -> None:
    file = changed(backup, lambda manifest: manifest.migrations.append("kb.9999_from_the_future"))
    assert "newer version" in refusal(file)
    assert "kb.9999_from_the_future" in refusal(file)


def test_a_newer_form(backup: Path) -> None:
    def change(manifest: Manifest) -> None:
        manifest.format = 2

    assert "has form 2; this version of the site reads up to 1" in refusal(changed(backup, change))


def test_a_newer_server(backup: Path) -> None:
    def change(manifest: Manifest) -> None:
        manifest.postgresql = 99

    assert "is of PostgreSQL 99" in refusal(changed(backup, change))


def test_a_database_that_does_not_hold_what_the_manifest_says(backup: Path) -> None:
    def change(manifest: Manifest) -> None:
        manifest.rows["kb_technologyarea"] += 1

    assert "the number of rows differs in kb_technologyarea" in refusal(changed(backup, change))


def test_a_dump_that_the_database_does_not_take(backup: Path) -> None:
    parts: dict[str, bytes] = {}
    manifest = archive.read(backup, None, lambda name, source: parts.update({name: source.read()}))
    parts[DUMP] = parts[DUMP][: len(parts[DUMP]) // 2]
    file = backup.with_name("half.kb-backup")
    with file.open("wb") as target:
        writer = Writer(target, None)
        for name, content in parts.items():
            writer.add(name, io.BytesIO(content), len(content))
        writer.finish(manifest)
    assert "pg_restore cannot read the dump" in refusal(file)


def test_a_file_that_cannot_be_put_back(backup: Path, settings: Any) -> None:
    name = next(iter(making.check(backup, None).media))
    place = Path(settings.MEDIA_ROOT) / name
    place.unlink()
    place.mkdir()
    assert "cannot be put back" in refusal(backup)


def test_a_migration_that_fails_loses_no_file(backup: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    later = set(media.names()) - making.check(backup, None).media.keys()

    def fail(*args: Any, **kwargs: Any) -> None:
        raise DatabaseError("no room")

    monkeypatch.setattr(restoring, "call_command", fail)
    with pytest.raises(CommandError, match=r"put back as version .* no room") as caught:
        call_command("restore", str(backup), replace=True, stdout=StringIO())
    assert "Nothing was changed" not in str(caught.value)
    assert KbDocument.objects.count() == 1
    assert later and later <= set(media.names())


@pytest.mark.parametrize(
    "name", ["../../etc/cron.d/x", "/etc/passwd", "media/../../x", "media/./x", "other.txt", "media/a\\..\\b"]
)
def test_paths_that_lead_out_of_it(tmp_path: Path, name: str) -> None:
    file = tmp_path / "hostile.kb-backup"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo(name)
        member.size = 1
        tar.addfile(member, io.BytesIO(b"x"))
    assert "which no backup holds" in refusal(file)


@pytest.mark.parametrize("kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.DIRTYPE, tarfile.FIFOTYPE, tarfile.CHRTYPE])
def test_links_and_other_things_than_files(tmp_path: Path, kind: bytes) -> None:
    file = tmp_path / "hostile.kb-backup"
    with tarfile.open(file, "w") as tar:
        member = tarfile.TarInfo("media/x")
        member.type, member.linkname = kind, "/etc/passwd"
        tar.addfile(member)
    assert "which no backup holds" in refusal(file)


def test_a_backup_is_never_written_over(backup: Path) -> None:
    content = backup.read_bytes()
    with pytest.raises(CommandError, match="exists already"):
        call_command("backup", str(backup), stdout=StringIO())
    assert backup.read_bytes() == content


def test_a_place_that_cannot_be_written_to_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: Path, *args: Any) -> int:
        raise PermissionError(errno.EACCES, "Permission denied", str(path))

    monkeypatch.setattr(making.os, "open", refuse)
    with pytest.raises(CommandError, match=r"a\.kb-backup cannot be written: .*Permission denied"):
        call_command("backup", str(tmp_path / "a.kb-backup"), stdout=StringIO())
    assert list(tmp_path.iterdir()) == []


def test_without_programs_of_the_right_version_it_says_what_to_install(tmp_path: Path, settings: Any) -> None:
    settings.POSTGRES_PROGRAMS = str(tmp_path)
    with pytest.raises(CommandError, match="Install postgresql-client-"):
        call_command("backup", str(tmp_path / "a.kb-backup"), stdout=StringIO())
    assert list(tmp_path.glob("*.kb-backup*")) + list(tmp_path.glob(".*")) == []


def test_encryption_without_a_key_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--encrypt needs BACKUP_KEY"):
        call_command("backup", str(tmp_path / "a.kb-backup"), encrypt=True, stdout=StringIO())
