"""``manage.py load_taxonomy``: areas, their alternative labels and the indicators from ``kb/data``.

Existing rows keep what editors changed; only what is missing is added.
"""

import csv
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.text import slugify
from modelsearch.backends import get_search_backends

from kb.models import AlternativeLabel, Indicator, TechnologyArea
from search import suggestion_rows

DATA = Path(__file__).resolve().parent.parent.parent / "data"
LANGUAGES = ("ru", "be", "kk", "en")


def rows_of(name: str, columns: set[str]) -> list[tuple[int, dict[str, str]]]:
    """Numbered rows of a CSV file of ``kb/data``; raises ``CommandError`` when a column is missing."""
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        if missing := columns - set(reader.fieldnames or ()):
            raise CommandError(f"{name}: column missing: {', '.join(sorted(missing))}.")
        return list(enumerate(reader, start=2))


class Command(BaseCommand):
    """Loads what is missing of the taxonomy; all or nothing."""

    help = "Adds missing technology areas, alternative labels and indicators from kb/data."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        areas = self._areas()
        labels = self._alternative_labels()
        indicators = self._indicators()
        if options["verbosity"]:
            self.stdout.write(f"Added {areas} areas, {labels} alternative labels, {indicators} indicators.")

    def _areas(self) -> int:
        known = {area.code: area for area in TechnologyArea.objects.all()}
        added = 0
        for number, row in rows_of("technology-areas.csv", {"code", "nace_rev2", *LANGUAGES}):
            code = row["code"]
            if code in known:
                continue
            broader, _dot, narrower = code.partition(".")
            if narrower and broader not in known:
                raise CommandError(f"technology-areas.csv, row {number}, code: {broader} does not exist.")
            slug = slugify(row["en"])[:80].rstrip("-")
            if any(area.slug == slug for area in known.values()):
                slug = f"{slug}-{code.replace('.', '-')}"
            known[code] = TechnologyArea.objects.create(
                code=code,
                slug=slug,
                nace=row["nace_rev2"],
                parent=known[broader] if narrower else None,
                **{f"name_{language}": row[language] for language in LANGUAGES},
            )
            added += 1
        return added

    def _alternative_labels(self) -> int:
        areas = {area.code: area.pk for area in TechnologyArea.objects.all()}
        labels = []
        for number, row in rows_of("alternative-labels.csv", {"code", "language", "label"}):
            if row["code"] not in areas:
                raise CommandError(f"alternative-labels.csv, row {number}, code: {row['code']} does not exist.")
            if row["language"] not in LANGUAGES:
                raise CommandError(f"alternative-labels.csv, row {number}, language: {row['language']}.")
            labels.append(AlternativeLabel(area_id=areas[row["code"]], language=row["language"], text=row["label"]))
        before = AlternativeLabel.objects.count()
        AlternativeLabel.objects.bulk_create(labels, ignore_conflicts=True)
        # Which sends no signal.
        suggestion_rows.put(map(suggestion_rows.row_of, TechnologyArea.objects.prefetch_related("alternative_labels")))
        added = AlternativeLabel.objects.count() - before
        if added:
            for backend in get_search_backends(with_auto_update=True):
                backend.add_bulk(TechnologyArea, list(TechnologyArea.get_indexed_objects()))
        return added

    def _indicators(self) -> int:
        added = 0
        columns = {"code", "unit", "lower_is_better", *LANGUAGES}
        for number, row in rows_of("indicators.csv", columns):
            if row["lower_is_better"] not in ("yes", "no"):
                raise CommandError(f"indicators.csv, row {number}, lower_is_better: write yes or no.")
            _indicator, created = Indicator.objects.get_or_create(
                code=row["code"],
                defaults={
                    "unit": row["unit"],
                    "lower_is_better": row["lower_is_better"] == "yes",
                    "position": number,
                    **{f"name_{language}": row[language] for language in LANGUAGES},
                },
            )
            added += created
        return added
