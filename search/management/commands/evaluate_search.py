"""``manage.py evaluate_search DIR``: how good and how quick search is on a judged collection (BEIR format)."""

import json
import signal
import sys
from contextlib import nullcontext
from pathlib import Path
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import ProgrammingError

from search.beir import BeirError, read_collection
from search.dense.state import by_words_alone
from search.evaluation import evaluate
from search.judged import JudgedError, is_judged, measure, read_questions

ROWS = (
    ("nDCG@10", "ndcg@10"),
    ("recall@10", "recall@10"),
    ("MRR@10", "mrr@10"),
    ("success@1", "success@1"),
    ("p50, ms", "p50_ms"),
    ("p95, ms", "p95_ms"),
    ("documents", "documents"),
    ("queries", "queries"),
)


class Command(BaseCommand):
    """Works in tables of its own, which are gone afterwards, also after Ctrl-C; the site's data stays untouched.

    Questions about the site's own pages (``search.judged``) are sent to the site as it is.
    """

    help = (
        "Indexes the documents of a BEIR folder (corpus.jsonl, queries.jsonl, qrels/test.tsv) as pages, searches with"
        " its queries and prints how good and how quick that was. The site's own data is not touched. A folder with"
        " ru.toml and the like holds judged questions about the pages of this site: they are measured as they are."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--split", default="test", help="which judgements of qrels/ to use")
        parser.add_argument("--lexical", action="store_true", help="by words alone, without search by meaning")
        parser.add_argument("--json", action="store_true", help="print the figures as one JSON object on the last line")

    def handle(self, *args: Any, **options: Any) -> None:
        with by_words_alone() if options["lexical"] else nullcontext():
            if is_judged(options["folder"]):
                self._measure_site(options["folder"], as_json=options["json"])
            else:
                self._measure_collection(options)

    def _measure_site(self, folder: Path, *, as_json: bool) -> None:
        try:
            reached = measure(read_questions(folder))
        except JudgedError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("language  group          questions  nDCG@10  recall@10  MRR@10  success@1")
        for each in reached:
            self.stdout.write(
                f"{each.language:<9} {each.group:<14} {each.questions:>9} {each.ndcg:>8.3f} {each.recall:>10.3f}"
                f" {each.mrr:>7.3f} {each.success:>10.3f}"
            )
        if as_json:
            self.stdout.write(json.dumps([each._asdict() for each in reached]))

    def _measure_collection(self, options: dict[str, Any]) -> None:
        try:
            collection = read_collection(options["folder"], options["split"])
        except BeirError as error:
            raise CommandError(str(error)) from error
        before = signal.signal(signal.SIGTERM, _stop)
        try:
            figures = evaluate(
                collection,
                self._say if options["verbosity"] > 1 else lambda text: None,
                by_meaning=not options["lexical"],
            )
        except ProgrammingError as error:
            raise CommandError(f"{error}\nThe database user needs the right to create schemas.") from error
        except KeyboardInterrupt:
            raise CommandError("Stopped; everything was cleared away.") from None
        finally:
            signal.signal(signal.SIGTERM, before)
        values = figures.as_json()
        for label, key in ROWS:
            self.stdout.write(f"{label:<10} {values[key]:>8}")
        if options["json"]:
            self.stdout.write(json.dumps(values))

    def _say(self, text: str) -> None:
        self.stderr.write(text)


def _stop(number: int, frame: FrameType | None) -> None:
    """Lets the clearing away run that a termination would skip."""
    sys.exit(128 + number)
