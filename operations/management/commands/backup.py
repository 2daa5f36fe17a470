"""``manage.py backup FILE``: database and uploaded files in one file."""

from argparse import ArgumentParser
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import BackupError, making


class Command(BaseCommand):
    """Makes a backup, or verifies one."""

    help = "Writes database and uploaded files into one file; a folder gets one named by the time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What and how."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--encrypt", action="store_true", help="with BACKUP_KEY or BACKUP_KEY_FILE")
        parser.add_argument("--check", action="store_true", help="verify this backup, restore nothing")
        parser.add_argument("--keep", type=int, metavar="N", help="in a folder: remove all but the newest N afterwards")

    def handle(self, *args: Any, **options: Any) -> None:
        file: Path = options["file"]
        keep = options["keep"]
        if keep is not None and (keep < 1 or not file.is_dir()):
            raise CommandError("--keep wants a folder, and a number from 1 upwards.")
        try:
            if options["check"]:
                manifest = making.check(file, making.passphrase())
            else:
                key = making.passphrase() if options["encrypt"] else None
                if options["encrypt"] and not key:
                    raise CommandError("--encrypt needs BACKUP_KEY or BACKUP_KEY_FILE. See docs/recovery.md.")
                if file.is_dir():
                    file /= f"kb-{datetime.now(UTC):%Y%m%d-%H%M%S}{making.SUFFIX}"
                manifest = making.make(file, key)
        except BackupError as error:
            raise CommandError(str(error)) from error
        state = "whole" if options["check"] else "written"
        self.stdout.write(f"{file}: {state}, {file.stat().st_size:,} bytes; {manifest.summary}.")
        if keep is not None and not options["check"]:
            for old in making.remove_older(file.parent, keep):
                self.stdout.write(f"{old}: removed")
