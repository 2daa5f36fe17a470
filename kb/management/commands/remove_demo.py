"""``manage.py remove_demo``: takes away what ``load_demo`` brought, and what was written with its users."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kb.demo.removal import StillUsed, remove


class Command(BaseCommand):
    """Deletes demonstration enterprises with their pages and files, and demonstration users."""

    help = "Deletes all demonstration enterprises, their pages and files, and all demonstration users."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            removed = remove()
        except StillUsed as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(
                f"Removed {removed.pages} pages, {removed.enterprises} enterprises and {removed.users} users."
            )
