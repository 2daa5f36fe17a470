"""``manage.py embed_passages``: for search by meaning, embeds what is not embedded yet."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import tasks
from search.dense import embedders, nearness, state, store
from search.dense.embedders import EmbedderError
from search.models import Passage


class Command(BaseCommand):
    """Goes on where it was broken off, and drops what an embedder made that is no longer chosen."""

    help = (
        "Embeds the entries of the search index that are not embedded yet, for search by meaning. The background"
        " worker does the same after publishing; this does all of it now."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--in-background",
            action="store_true",
            help="let the background worker do it; nothing where search goes by words alone",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if options["in_background"]:
            if embedders.chosen():
                tasks.embed_missing.enqueue()
            return
        embedder = embedders.chosen()
        if embedder is None or not (nearness.schema() or nearness.create_extension()):
            raise CommandError(f"Search goes by words alone: {state.problem()}.")
        talkative = options["verbosity"] > 0
        try:
            total = store.embed_missing(
                progress=(lambda done: self.stdout.write(f"{done} entries embedded")) if talkative else None
            )
        except EmbedderError as error:
            raise CommandError(str(error)) from error
        dropped, _models = Passage.objects.exclude(embedder=embedder.name).delete()
        if talkative:
            self.stdout.write(f"Embedded {total} entries with {embedder.name}; dropped {dropped} older passages.")
