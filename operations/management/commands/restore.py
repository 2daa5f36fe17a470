"""``manage.py restore FILE``: puts a backup back."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import BackupError, NotMigratedError, making, restoring


class Command(BaseCommand):
    """Verifies the whole backup, then puts it in the place of database and uploaded files, then migrates."""

    help = "Puts a backup back. Stop the site and the worker first."
    # The database may be empty, or broken.
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """What, and whether what is there may go."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--replace", action="store_true", help="what is there now may be lost")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            done = restoring.restore(options["file"], making.passphrase(), replace=options["replace"])
        except BackupError as error:
            raise CommandError(f"{error} Nothing was changed.") from error
        except NotMigratedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"Restored: {done.manifest.summary}. {done.removed_files:,} other files were removed. "
            "The database is migrated to this version."
        )
