"""Synonyms and translations for queries, from the glossary and the technology areas.

Each process keeps all labels in memory. Every few seconds it asks for one number that changes with any label, and
reads the labels again when it did; the process in which an editor saved a label does so at once.
"""

import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from kb.models import AlternativeLabel, ConceptLabel, TechnologyArea
from replicas.reading import connection
from search.query import Term
from search.thesaurus import Concept, Expansion, Label, Thesaurus, words_of

CHECKED_SECONDS = 5

# A sum of hashes, for the order of rows says nothing. Seeds tell the tables apart.
_STATE = """
    SELECT (SELECT COALESCE(sum(hash_record_extended(ROW(id, concept_id, language, text), 1)), 0) FROM kb_conceptlabel)
        + (SELECT COALESCE(sum(hash_record_extended(ROW(id, area_id, language, text), 2)), 0) FROM kb_alternativelabel)
        + (SELECT COALESCE(sum(hash_record_extended(ROW(id, merged_into_id, name_ru, name_be, name_kk, name_en), 3)), 0)
            FROM kb_technologyarea)
"""

_analysed = lru_cache(maxsize=65_536)(words_of)


@dataclass
class _Kept:
    """The labels as they were read, of which state of the tables they are, and until when that is not asked again."""

    thesaurus: Thesaurus = field(default_factory=Thesaurus)
    state: int | None = None
    good_until: float = 0.0


_kept = _Kept()
_reading = threading.Lock()


def expansions(terms: Sequence[Term], reader: str) -> list[Expansion]:
    """What the words of a query are called otherwise in the four languages; at most one small SQL statement."""
    return _current().expansions(terms, reader)


def forget() -> None:
    """Lets this process look for changed labels at its next search."""
    _kept.good_until = 0.0


def _current() -> Thesaurus:
    # Whoever comes while another thread reads is served with what there is, unless there is nothing yet.
    if time.monotonic() >= _kept.good_until and _reading.acquire(blocking=_kept.state is None):
        try:
            _renew()
        finally:
            _reading.release()
    return _kept.thesaurus


def _renew() -> None:
    started = time.monotonic()
    if started < _kept.good_until:
        return
    # First, so that a label that is saved meanwhile makes the next search look again.
    _kept.good_until = started + CHECKED_SECONDS
    try:
        state = _state()
        if state != _kept.state:
            _kept.thesaurus = Thesaurus([*_concepts(), *_areas()])
            _kept.state = state
    except Exception:
        forget()
        raise


def _state() -> int:
    with connection.cursor() as cursor:
        cursor.execute(_STATE)
        return int(cursor.fetchone()[0])


def _concepts() -> Iterator[Concept]:
    labels: dict[int, list[Label]] = {}
    rows = ConceptLabel.objects.order_by("concept_id", "pk").values_list("concept_id", "language", "text")
    for concept, language, text in rows:
        labels.setdefault(concept, []).append(Label(language, _analysed(text, language)))
    for group in labels.values():
        yield Concept(tuple(group))


def _areas() -> Iterator[Concept]:
    """An area's alternative labels name things of its field that are not each other: they lead to its names alone."""
    labels: dict[int, list[Label]] = {}
    for area in TechnologyArea.objects.filter(merged_into=None):
        labels[area.pk] = [Label(language, _analysed(name, language)) for language, name in area.names.items()]
    for area_id, language, text in AlternativeLabel.objects.values_list("area_id", "language", "text"):
        if area_id in labels:
            labels[area_id].append(Label(language, _analysed(text, language), only_sought=True))
    for group in labels.values():
        yield Concept(tuple(group), is_area=True)
