"""Backup, destruction, restoring: everything is there again and works."""

import re
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.test import Client

from accounts.models import User
from kb.models import Enterprise, EntryAttachment
from tests.factories.accounts import PASSWORD, make_administrator
from tests.factories.kb import make_document, make_entry, make_image
from tests.operations.backup.conftest import destroy, files, state


def status(client: Client, url: str) -> int:
    with closing(client.get(url)) as answer:
        return answer.status_code


@pytest.mark.parametrize("encrypt", [True, False])
def test_a_destroyed_site_comes_back_whole(
    destructible: None, enterprise: Enterprise, contributor: User, tmp_path: Path, settings: Any, encrypt: bool
) -> None:
    settings.BACKUP_KEY = "a passphrase of this test"
    if encrypt:
        call_command("load_demo", verbosity=0)
    document = make_document()
    make_entry(
        "technology", enterprise=enterprise, attachments=[EntryAttachment(document=document)], access="registered"
    )
    entry = make_entry("technology", enterprise=enterprise, title="Закалка зубчатых колёс")
    picture = make_image().get_rendition("fill-40x40").url
    administrator = make_administrator(email="chief@example.org")
    before = state()
    file = tmp_path / "site.kb-backup"
    call_command("backup", str(file), encrypt=encrypt, verbosity=0, stdout=StringIO())
    assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir() if "kb-backup" in path.name] == [file.name]

    destroy()
    assert files() == {}
    said = StringIO()
    cache.set("from-before", "the disaster")
    call_command("restore", str(file), stdout=said)

    assert state() == before
    assert cache.get("from-before") is None
    assert re.search(
        rf"{sum(before[0].values()):,} rows in {len(before[0])} tables, {len(before[1])} files", said.getvalue()
    )
    visitor = Client()
    assert status(visitor, entry.url_path) == 200
    assert entry.title in visitor.get("/ru/search/", {"q": entry.title}).content.decode()
    assert visitor.get("/readyz").json()["ready"] is True
    assert Path(settings.MEDIA_ROOT, picture.removeprefix("/media/")).is_file()
    assert status(visitor, document.url) == 302
    assert visitor.login(email=contributor.email, password=PASSWORD)
    assert status(visitor, document.url) == 200
    chief = Client()
    chief.force_login(administrator)
    assert status(chief, f"/admin/pages/{entry.pk}/edit/") == 200
    # And the site goes on from there: numbers of new rows are new.
    assert status(visitor, make_entry("article", enterprise=enterprise).url_path) == 200


def test_a_backup_of_a_running_site_is_of_one_moment(
    destructible: None, enterprise: Enterprise, tmp_path: Path
) -> None:
    call_command("backup", str(tmp_path / "a.kb-backup"), stdout=StringIO())
    kept = Enterprise.objects.count()
    Enterprise.objects.all().delete()
    call_command("restore", str(tmp_path / "a.kb-backup"), replace=True, stdout=StringIO())
    assert Enterprise.objects.count() == kept


def test_files_that_do_not_belong_to_it_go_and_changed_ones_come_back(
    destructible: None, tmp_path: Path, settings: Any
) -> None:
    document = make_document()
    before = state()
    call_command("backup", str(tmp_path / "a.kb-backup"), stdout=StringIO())
    Path(document.file.path).write_bytes(b"changed")
    (Path(settings.MEDIA_ROOT) / "stray.txt").write_text("stray")
    said = StringIO()
    call_command("restore", str(tmp_path / "a.kb-backup"), replace=True, stdout=said)
    assert state() == before
    assert "1 other files were removed" in said.getvalue()


def test_a_folder_keeps_the_newest(destructible: None, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    folder.mkdir()
    for day in ("01", "02", "03"):
        (folder / f"kb-202601{day}-030000.kb-backup").touch()
    (folder / "notes.txt").touch()
    call_command("backup", str(folder), keep=2, stdout=StringIO())
    names = sorted(path.name for path in folder.iterdir())
    assert names[0] == "kb-20260103-030000.kb-backup"
    assert len(names) == 3
    said = StringIO()
    call_command("backup", str(folder / names[1]), check=True, stdout=said)
    assert ": whole, " in said.getvalue()
