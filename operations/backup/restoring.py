"""Putting a backup back: all of it is verified first; then all of it takes the place of what was there, or nothing."""

import logging
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from operations.backup import BackupError, NotMigratedError, archive, media, postgres
from operations.backup.archive import DUMP, MEDIA, Manifest

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Done:
    """What was put back, and how many files were in the way."""

    manifest: Manifest
    removed_files: int


def restore(file: Path, key: bytes | None, *, replace: bool) -> Done:
    """Puts the backup in the place of database and uploaded files, then migrates to this version.

    Raises ``BackupError`` before anything is changed when the backup is damaged, of a newer version, or when there is
    something in the way and ``replace`` does not allow to remove it; and after all was taken back when the database or
    the storage refuses what is put there. Raises ``NotMigratedError`` when all of it is there, but as it was in its own
    version.
    """
    if not file.is_file():
        raise BackupError(f"There is no file {file}.")
    with tempfile.TemporaryDirectory(prefix="kb-restore-") as folder:
        dump = Path(folder) / DUMP

        def keep_dump(name: str, source: IO[bytes]) -> None:
            if name == DUMP:
                with dump.open("wb") as target:
                    shutil.copyfileobj(source, target, media.BLOCK)

        manifest = archive.read(file, key, keep_dump)
        _refuse_newer(manifest)
        if not replace:
            _refuse_occupied()
        replacing = media.Replacing(manifest.media)

        def put(name: str, source: IO[bytes]) -> None:
            if name.startswith(MEDIA):
                replacing.put(name.removeprefix(MEDIA), source)

        try:
            with postgres.restored(dump, manifest.rows):
                archive.read(file, key, put)
        except BaseException as error:
            replacing.undo()
            if isinstance(error, OSError):
                raise BackupError(f"An uploaded file cannot be put back: {error}.") from error
            raise
    connection.close()
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except Exception as error:
        raise NotMigratedError(
            f"Everything is put back as version {manifest.version} had it, but it cannot be brought to this version: "
            f"{error} Mend that, then restore again with --replace. Files that the backup does not have were left."
        ) from error
    _forget_what_was_cached()
    # Last: while anything may still fail, nothing is lost that the backup does not have.
    return Done(manifest, replacing.remove_others())


def _forget_what_was_cached() -> None:
    """Caches know of pages and pictures as they were before."""
    # Backups of versions before may lack the table of the cache that lies in the database.
    call_command("createcachetable", verbosity=0)
    for alias in settings.CACHES:
        try:
            caches[alias].clear()
        except Exception:
            logger.exception("The cache “%s” could not be cleared: do it before the site starts", alias)


def _refuse_newer(manifest: Manifest) -> None:
    known = {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
    ours = {name.partition(".")[0] for name in known}
    unknown = sorted(name for name in set(manifest.migrations) - known if name.partition(".")[0] in ours)
    if unknown:
        raise BackupError(
            f"The backup is of a newer version ({manifest.version}): this one has no migration {unknown[0]}. "
            "Update the site's code first."
        )
    if manifest.postgresql > (server := postgres.server_version()):
        raise BackupError(
            f"The backup is of PostgreSQL {manifest.postgresql}; this server is {server}, which is older."
        )


def _refuse_occupied() -> None:
    if not postgres.is_empty():
        raise BackupError("The database is not empty. With --replace everything in it is replaced by the backup.")
    if next(media.names(), None) is not None:
        raise BackupError("There are uploaded files. With --replace they are replaced by those of the backup.")
