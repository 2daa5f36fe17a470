"""A disk without room keeps no half of a file."""

import errno
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from kb import media_folder
from kb.media_folder import OVERHEAD_BYTES, MediaFolder


@pytest.fixture
def free(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """What the disk says it has left."""
    disk = SimpleNamespace(free=0)
    monkeypatch.setattr(media_folder.shutil, "disk_usage", lambda _path: disk)
    return disk


def test_a_file_that_fits_is_stored(tmp_path: Path, free: SimpleNamespace) -> None:
    free.free = 5 + OVERHEAD_BYTES
    folder = MediaFolder(tmp_path / "media")
    assert folder.save("a/plan.txt", ContentFile(b"12345")) == "a/plan.txt"
    with folder.open("a/plan.txt") as stored:
        assert stored.read() == b"12345"


def test_a_file_that_does_not_fit_is_refused_before_anything_is_written(tmp_path: Path, free: SimpleNamespace) -> None:
    free.free = 4 + OVERHEAD_BYTES
    folder = MediaFolder(tmp_path / "media")
    with pytest.raises(OSError, match="plan") as refused:
        folder.save("a/plan.txt", ContentFile(b"12345"))
    assert refused.value.errno == errno.ENOSPC
    assert list((tmp_path / "media").iterdir()) == []


def test_uploads_of_the_site_are_stored_so() -> None:
    assert isinstance(default_storage, MediaFolder)
