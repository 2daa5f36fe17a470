"""``manage.py load_glossary``: concepts of the glossary with their labels, from ``kb/data/glossary.csv``.

Each label of the file is brought once: what editors changed stays changed, what they removed stays removed.
"""

from collections.abc import Iterator
from typing import Any, NamedTuple

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from kb.management.commands.load_taxonomy import LANGUAGES, rows_of
from kb.models import Concept, ConceptLabel, LoadedConcept, TechnologyArea
from kb.models.glossary import LONGEST_CODE

FILE = "glossary.csv"
BETWEEN = "|"
LONGEST_LABEL = 200


class _Label(NamedTuple):
    language: str
    text: str
    is_preferred: bool

    @property
    def mark(self) -> str:
        """How ``LoadedConcept`` remembers it."""
        return f"{self.language} {ConceptLabel.fold(self.text)}"


class _Row(NamedTuple):
    code: str
    area: TechnologyArea | None
    labels: list[_Label]


class Command(BaseCommand):
    """Loads what is new in the file; all or nothing."""

    help = "Adds new concepts and labels from kb/data/glossary.csv; keeps what editors changed or removed."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        rows = list(_rows())
        loaded = {known.code: known for known in LoadedConcept.objects.all()}
        concepts = {concept.code: concept for concept in Concept.objects.all()}
        held: dict[str, list[ConceptLabel]] = {}
        for label in ConceptLabel.objects.select_related("concept"):
            held.setdefault(label.concept.code, []).append(label)
        new = [Concept(code=row.code, area=row.area) for row in rows if row.code not in {*loaded, *concepts}]
        concepts |= {concept.code: concept for concept in Concept.objects.bulk_create(new)}
        labels: list[ConceptLabel] = []
        remembered: list[LoadedConcept] = []
        for row in rows:
            known = loaded.get(row.code) or LoadedConcept(code=row.code)
            if wanted := [label for label in row.labels if label.mark not in known.labels]:
                known.labels += [label.mark for label in wanted]
                remembered.append(known)
                if row.code in concepts:
                    labels += _missing(concepts[row.code], held.get(row.code, []), wanted)
        ConceptLabel.objects.bulk_create(labels)
        LoadedConcept.objects.bulk_create(
            remembered, update_conflicts=True, unique_fields=["code"], update_fields=["labels"]
        )
        if options["verbosity"]:
            self.stdout.write(f"Added {len(new)} concepts, {len(labels)} labels.")


def _rows() -> Iterator[_Row]:
    areas = {area.code: area for area in TechnologyArea.objects.select_related("merged_into")}
    alternatives = {language: f"{language}_alt" for language in LANGUAGES}
    seen: set[str] = set()
    for number, cells in rows_of(FILE, {"key", "area", *LANGUAGES, *alternatives.values()}):
        code = _code(number, cells["key"], seen)
        area = areas.get(cells["area"])
        if cells["area"] and area is None:
            raise _refusal(number, "area", f"{cells['area']} does not exist")
        labels: list[_Label] = []
        for language, column in alternatives.items():
            labels += _labels(number, language, column, cells)
        yield _Row(code, area and (area.merged_into or area), labels)


def _code(number: int, code: str, seen: set[str]) -> str:
    if not code or len(code) > LONGEST_CODE or not code.replace("-", "").isalnum() or not code.isascii():
        raise _refusal(number, "key", f"write at most {LONGEST_CODE} Latin letters, digits and hyphens")
    if code in seen:
        raise _refusal(number, "key", f"{code} stands in the file twice")
    seen.add(code)
    return code


def _labels(number: int, language: str, column: str, cells: dict[str, str]) -> Iterator[_Label]:
    texts = [(language, cells[language])]
    texts += [(column, text) for text in (cells[column] or "").split(BETWEEN) if cells[column]]
    seen: set[str] = set()
    for field, written in texts:
        text = " ".join((written or "").split())
        if not text:
            raise _refusal(number, field, "a label is missing")
        if len(text) > LONGEST_LABEL:
            raise _refusal(number, field, f"a label has more than {LONGEST_LABEL} characters")
        if ConceptLabel.fold(text) in seen:
            raise _refusal(number, field, f"{text} stands there twice")
        seen.add(ConceptLabel.fold(text))
        yield _Label(language, text, field == language)


def _missing(concept: Concept, held: list[ConceptLabel], wanted: list[_Label]) -> Iterator[ConceptLabel]:
    """The labels that the concept does not have; one that has a preferred label keeps it."""
    has = {(label.language, label.folded) for label in held}
    named = {label.language for label in held if label.is_preferred}
    for label in wanted:
        folded = ConceptLabel.fold(label.text)
        if (label.language, folded) in has:
            continue
        preferred = label.is_preferred and label.language not in named
        kind = ConceptLabel.Kind.PREFERRED if preferred else ConceptLabel.Kind.ALTERNATIVE
        yield ConceptLabel(concept=concept, language=label.language, text=label.text, kind=kind, folded=folded)


def _refusal(number: int, field: str, problem: str) -> CommandError:
    return CommandError(f"{FILE}, row {number}, {field}: {problem}.")
