"""The uploaded files, through Django's storage: a folder or a bucket, whatever is configured."""

import hashlib
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import IO

from django.core.files import File
from django.core.files.storage import default_storage

from operations.backup import BackupError

BLOCK = 1024 * 1024


def names(folder: str = "") -> Iterator[str]:
    """All files, by their names in the storage, in order."""
    try:
        folders, files = default_storage.listdir(folder)
    except FileNotFoundError:
        return
    for name in sorted(files):
        yield f"{folder}{name}"
    for name in sorted(folders):
        yield from names(f"{folder}{name}/")


def digest(name: str) -> str:
    """SHA-256 of a file, in hexadecimal."""
    with default_storage.open(name, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


class Replacing:
    """Puts files in the place of others, so that ``undo`` can bring back what was there."""

    def __init__(self, expected: Mapping[str, str]) -> None:
        self._expected = expected
        self._new: list[str] = []
        self._aside: dict[str, Path] = {}
        self._folder = Path(tempfile.mkdtemp(prefix="kb-media-"))

    def put(self, name: str, source: IO[bytes]) -> None:
        """One file. Raises ``BackupError`` when its content is not the expected one."""
        with tempfile.TemporaryFile() as new:
            shutil.copyfileobj(source, new, BLOCK)
            new.seek(0)
            if hashlib.file_digest(new, "sha256").hexdigest() != self._expected.get(name):
                raise BackupError(f"“{name}” has changed since the backup was checked.")
            if default_storage.exists(name):
                if digest(name) == self._expected[name]:
                    return
                self._put_aside(name)
            new.seek(0)
            self._new.append(name)
            kept_as = default_storage.save(name, File(new))
        if kept_as != name:
            self._new[-1] = kept_as
            raise BackupError(f"The storage keeps “{name}” under another name, “{kept_as}”.")

    def _put_aside(self, name: str) -> None:
        place = self._folder / str(len(self._aside))
        with default_storage.open(name, "rb") as old, place.open("wb") as copy:
            shutil.copyfileobj(old, copy, BLOCK)
        self._aside[name] = place
        default_storage.delete(name)

    def undo(self) -> None:
        """As it was before."""
        for name in self._new:
            default_storage.delete(name)
        for name, place in self._aside.items():
            with place.open("rb") as old:
                default_storage.save(name, File(old))
        shutil.rmtree(self._folder, ignore_errors=True)

    def remove_others(self) -> int:
        """Removes what does not belong to the backup; how many files. There is no way back."""
        others = [name for name in names() if name not in self._expected]
        for name in others:
            default_storage.delete(name)
        shutil.rmtree(self._folder, ignore_errors=True)
        return len(others)
