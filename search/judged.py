"""Judged questions about the pages of a site: read from TOML files, sent to the engine, measured by language and group.

A folder has one file per language of the reader (``ru.toml``), in it one table per group of questions, in it a line
per question: ``"what is typed" = { "address-of-a-page" = grade }``, the grade from 1 (touches on it) to 3 (answers it).
"""

import tomllib
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Any, NamedTuple

from django.conf import settings

from kb.models import EntryPage
from search import metrics
from search.filters import Filters
from search.interface import engine

DEPTH = 10
GRADES = (1, 2, 3)


class JudgedError(ValueError):
    """A set of questions that cannot be read or does not fit the site; the message names the file and the question."""


@dataclass(frozen=True, slots=True)
class Question:
    """What a reader of ``language`` types, and the grades of the pages that answer it, by their slug."""

    text: str
    language: str
    group: str
    pages: dict[str, int]


class Reached(NamedTuple):
    """The means over the questions of one language and group."""

    language: str
    group: str
    questions: int
    ndcg: float
    recall: float
    mrr: float
    success: float


def is_judged(folder: Path) -> bool:
    """Whether the folder holds such a set, rather than a collection with texts of its own."""
    return any(folder.glob("*.toml"))


def read_questions(folder: Path) -> list[Question]:
    """The questions of a folder; raises ``JudgedError``."""
    questions: list[Question] = []
    for language, _name in settings.LANGUAGES:
        path = folder / f"{language}.toml"
        if path.exists():
            questions += _of_file(path, language)
    if not questions:
        raise JudgedError(f"{folder}: there is no file such as ru.toml with questions")
    return questions


def _of_file(path: Path, language: str) -> Iterable[Question]:
    try:
        groups = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise JudgedError(f"{path}: {error}") from error
    for group, questions in groups.items():
        if not isinstance(questions, dict):
            raise JudgedError(f"{path}: “{group}” stands outside of a group")
        for text, pages in questions.items():
            if not _is_graded(pages):
                raise JudgedError(f"{path}, “{text}”: expected pages with grades from 1 to 3")
            yield Question(text, language, group, pages)


def _is_graded(pages: Any) -> bool:
    return isinstance(pages, dict) and bool(pages) and all(grade in GRADES for grade in pages.values())


def measure(questions: Iterable[Question]) -> list[Reached]:
    """How well the engine answers on the pages that are live now; raises ``JudgedError`` where one of them is missing.

    A page counts in whatever language it is shown.
    """
    slugs = dict(EntryPage.objects.live().values_list("pk", "slug"))
    scores: dict[tuple[str, str], list[tuple[float, ...]]] = defaultdict(list)
    for question in questions:
        if missing := question.pages.keys() - set(slugs.values()):
            raise JudgedError(f"“{question.text}”: no such page is published: {', '.join(sorted(missing))}")
        hits = engine().search(question.text, Filters(), language=question.language, page_size=DEPTH).hits
        ranked = [slugs[hit.page_id] for hit in hits]
        scores[question.language, question.group].append(
            (
                metrics.ndcg(ranked, question.pages, DEPTH),
                metrics.recall(ranked, question.pages, DEPTH),
                metrics.reciprocal_rank(ranked, question.pages, DEPTH),
                metrics.success(ranked, question.pages, 1),
            )
        )
    return [
        Reached(language, group, len(rows), *(fmean(column) for column in zip(*rows, strict=True)))
        for (language, group), rows in scores.items()
    ]
