"""How rare a word is: in how many documents of the index its lexeme stands.

A small index is counted, a large one known from the statistics that PostgreSQL collects (ANALYZE, which autovacuum
runs by itself): ``pg_stats`` has the ten thousand most frequent lexemes; what is not among them is rarer than the
last one that is.
"""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from search.query import Term

COUNTED_UP_TO = 1_000
"""Rows up to which counting is quicker than being wrong is cheap."""
KEPT_SECONDS = 600

_SNAPSHOT = """
    SELECT c.reltuples::bigint, s.most_common_elems::text::text[], s.most_common_elem_freqs
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = 'vector'
    WHERE c.oid = 'search_searchdocument'::regclass
"""
_COUNTS = """
    SELECT (SELECT sum(count) FROM search_facetcount WHERE reader = '' AND entry_type = '' AND facet = 'language'),
        ARRAY(
            SELECT (SELECT count(*) FROM search_searchdocument d WHERE d.vector @@ l.query::tsquery)
            FROM unnest(%s::text[]) WITH ORDINALITY l(query, place) ORDER BY l.place
        )
"""


@dataclass
class _Snapshot:
    """What the statistics say, and until when that is good enough."""

    rows: int = 0
    frequencies: Mapping[str, float] = field(default_factory=dict)
    least: float = 0.0
    good_until: float = 0.0


_snapshot = _Snapshot()


class Frequencies(NamedTuple):
    """Document frequencies of words among ``total`` documents; those ``guessed`` may also be in none."""

    of: dict[Term, int]
    total: int
    guessed: frozenset[Term] = frozenset()


def document_frequencies(terms: Iterable[Term]) -> Frequencies:
    """In how many documents each word stands: exactly in a small index, about in a large one."""
    wanted = list(dict.fromkeys(terms))
    snapshot = _current()
    if snapshot.rows < COUNTED_UP_TO or not snapshot.frequencies:
        return _count(wanted)
    guessed = (term for term in wanted if not term.prefixes and snapshot.frequencies.keys().isdisjoint(term.lexemes))
    return Frequencies({term: _estimate(term, snapshot) for term in wanted}, snapshot.rows, frozenset(guessed))


def counted(terms: Iterable[Term]) -> Frequencies:
    """The same, but that nothing is ``guessed``: what the statistics lack is rare, and so is quickly counted."""
    known = document_frequencies(terms)
    if not known.guessed:
        return known
    return Frequencies({**known.of, **_count(list(known.guessed)).of}, known.total)


def _estimate(term: Term, snapshot: _Snapshot) -> int:
    rare = snapshot.least / 2
    share = sum(snapshot.frequencies.get(lexeme, rare) for lexeme in term.lexemes)
    for prefix in term.prefixes:
        share += sum(found for lexeme, found in snapshot.frequencies.items() if lexeme.startswith(prefix)) or rare
    for phrase in term.phrases:
        share += min(snapshot.frequencies.get(lexeme, rare) for lexeme in phrase) / 2
    return min(snapshot.rows, max(1, round(snapshot.rows * share)))


def refresh() -> None:
    """Collects the statistics anew, after many rows changed at once."""
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE search_searchdocument")
    forget()


def forget() -> None:
    """Lets this process read the statistics again."""
    _snapshot.good_until = 0.0


def _count(terms: list[Term]) -> Frequencies:
    with connection.cursor() as cursor:
        cursor.execute(_COUNTS, [[term.tsquery for term in terms]])
        total, counts = cursor.fetchone()
    return Frequencies(dict(zip(terms, counts, strict=True)), int(total or 0))


def _current() -> _Snapshot:
    now = time.monotonic()
    if now >= _snapshot.good_until:
        with connection.cursor() as cursor:
            cursor.execute(_SNAPSHOT)
            rows, elements, frequencies = cursor.fetchone()
        _snapshot.rows = rows
        # Two further figures at the end are the least and the greatest frequency.
        _snapshot.frequencies = dict(zip(elements, frequencies, strict=False)) if elements else {}
        _snapshot.least = min(_snapshot.frequencies.values(), default=0.0)
        _snapshot.good_until = now + KEPT_SECONDS
    return _snapshot
