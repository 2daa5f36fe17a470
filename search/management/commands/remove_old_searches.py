"""``manage.py remove_old_searches``: what the query log need not keep."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from search import query_log


class Command(BaseCommand):
    """Removes counters of days long gone; safe to repeat."""

    help = "Removes from the query log what is older than 400 days, or than --days."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=query_log.KEPT_DAYS)

    def handle(self, *args: Any, **options: Any) -> None:
        removed = query_log.remove_old(options["days"])
        if options["verbosity"]:
            self.stdout.write(f"{removed} counters of searches and clicks removed.")
