"""Making a backup, and looking at one without touching anything."""

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from operations.backup import BackupError, archive, media, postgres
from operations.backup.archive import DUMP, MEDIA, Manifest, Writer

SUFFIX = ".kb-backup"


def passphrase() -> bytes | None:
    """What backups are encrypted with: ``BACKUP_KEY``, or the content of ``BACKUP_KEY_FILE`` without its last line end.

    Raises ``BackupError`` when the file cannot be read or is empty.
    """
    if settings.BACKUP_KEY:
        return str(settings.BACKUP_KEY).encode()
    if not settings.BACKUP_KEY_FILE:
        return None
    try:
        content = Path(settings.BACKUP_KEY_FILE).read_bytes().rstrip(b"\r\n")
    except OSError as error:
        raise BackupError(f"The key cannot be read: {error}") from error
    if not content:
        raise BackupError(f"The key file {settings.BACKUP_KEY_FILE} is empty.")
    return content


def software_version() -> str:
    """The version of the site's code."""
    with (settings.BASE_DIR / "pyproject.toml").open("rb") as file:
        return str(tomllib.load(file)["project"]["version"])


def make(file: Path, key: bytes | None) -> Manifest:
    """Writes the backup; the name exists only once it is whole. Raises ``BackupError``."""
    if file.exists():
        raise BackupError(f"{file} exists already.")
    if not file.parent.is_dir():
        raise BackupError(f"There is no folder {file.parent}.")
    try:
        with _appearing(file) as target:
            writer = Writer(target, key)
            manifest = _add_database(writer, file.with_name(f".{file.name}.dump"))
            _add_media(writer)
            writer.finish(manifest)
    except OSError as error:
        raise BackupError(f"{file} cannot be written: {error}.") from error
    return manifest


def check(file: Path, key: bytes | None) -> Manifest:
    """Reads all of it. Raises ``BackupError`` when it is not as it was written."""
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    return archive.read(file, key, lambda _name, _source: None)


def remove_older(folder: Path, keep: int) -> list[Path]:
    """Removes all but the newest ``keep`` backups of the folder, whose names tell their age; those removed."""
    old = sorted(folder.glob(f"*{SUFFIX}"))[:-keep]
    for file in old:
        file.unlink()
    return old


def _add_database(writer: Writer, dump: Path) -> Manifest:
    try:
        with postgres.dumped(dump) as rows:
            manifest = Manifest(
                made_at=datetime.now(UTC).isoformat(timespec="seconds"),
                version=software_version(),
                postgresql=postgres.server_version(),
                migrations=[
                    f"{app}.{name}" for app, name in sorted(MigrationRecorder(connection).applied_migrations())
                ],
                rows=rows,
            )
        with dump.open("rb") as source:
            writer.add(DUMP, source, dump.stat().st_size)
    finally:
        dump.unlink(missing_ok=True)
    return manifest


def _add_media(writer: Writer) -> None:
    """After the database: what it names is there. A file that goes meanwhile belongs to nothing any more."""
    for name in media.names():
        try:
            with default_storage.open(name, "rb") as source:
                writer.add(f"{MEDIA}{name}", source, default_storage.size(name))
        except FileNotFoundError:
            continue


@contextmanager
def _appearing(file: Path) -> Iterator[BinaryIO]:
    """A file under another name until the block has ended well; readable by its owner alone."""
    part = file.with_name(f".{file.name}.part")
    try:
        descriptor = os.open(part, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "wb") as target:
            yield target
            target.flush()
            os.fsync(target.fileno())
        part.rename(file)
    finally:
        part.unlink(missing_ok=True)
