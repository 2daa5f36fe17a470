"""``manage.py load_demo``: demonstration enterprises, users and pages from ``kb/data/demo``. Safe to repeat."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

import exchange.demo
from kb.demo.files import DATA, DataError
from kb.demo.loading import load
from kb.demo.people import PASSWORD, read_users
from kb.demo.removal import StillUsed, remove

ROLES = {
    "contributor": "contributor",
    "expert": "expert",
    "editor": "editor",
    "chief_editor": "chief editor",
    "administrator": "administrator",
}


class _TakeBack(Exception):
    """Ends the transaction of a check without a trace."""


class Command(BaseCommand):
    """Loads what is missing; all or nothing."""

    help = "Adds the demonstration content, through the same review as any page, and prints the logins."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--only", nargs="+", default=[], metavar="KEY", help="load these entries alone")
        parser.add_argument("--check", action="store_true", help="check all files, keep nothing")
        parser.add_argument("--print-logins", action="store_true", help="print the logins, load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMONSTRATION_USERS_ALLOWED:
            raise CommandError(
                "Demonstration users have public passwords: these settings (DEMONSTRATION_USERS_ALLOWED) refuse them."
            )
        try:
            if options["check"]:
                self._check(options["only"])
                return
            if not options["print_logins"]:
                self._load(options["only"], verbose=options["verbosity"] > 0)
            if options["print_logins"] or options["verbosity"] > 0:
                self._print_logins()
        except (DataError, StillUsed) as error:
            raise CommandError(str(error)) from error

    def _load(self, only: list[str], *, verbose: bool) -> None:
        loaded = load(only=only)
        contacts = 0 if only else exchange.demo.load()
        if not verbose:
            return
        if loaded.originals or loaded.translations:
            self.stdout.write(f"Loaded {loaded.originals} entries and {loaded.translations} translations.")
        else:
            self.stdout.write("The demonstration content is there already.")
        if contacts:
            self.stdout.write(f"Loaded {contacts} contact requests.")

    def _check(self, only: list[str]) -> None:
        try:
            with transaction.atomic():
                remove()
                loaded = load(only=only, keep_files=False)
                if not only:
                    exchange.demo.load()
                raise _TakeBack
        except _TakeBack:
            self.stdout.write(f"In order: {loaded.originals} entries, {loaded.translations} translations.")

    def _print_logins(self) -> None:
        for user in read_users(DATA):
            role = " ".join(filter(None, (ROLES[user["role"]], user.get("country"))))
            self.stdout.write(f"  {user['email']:<32} {PASSWORD}   {role}")
