"""``manage.py rebuild_search``: the search index anew, while the old one serves."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandParser

from search import attachments, tasks
from search.dense import embedders
from search.interface import engine


class Command(BaseCommand):
    """Reads all public entries again and takes over what differs, in one step at the end."""

    help = "Builds the search index anew, of one language or of all. The old index serves until the new one is ready."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=[code for code, _name in settings.LANGUAGES], default="")

    def handle(self, *args: Any, **options: Any) -> None:
        def show(done: int, total: int) -> None:
            self.stdout.write(f"{done} of {total} entries read")

        for document in attachments.unread():
            tasks.read_attachment.enqueue(document)
        talkative = options["verbosity"] > 0
        total = engine().rebuild(options["language"], show if talkative else None)
        if embedders.chosen():
            tasks.embed_missing.enqueue()
        if talkative:
            self.stdout.write(f"The index holds {total} entries anew. {engine().status().detail}.")
