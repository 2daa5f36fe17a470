"""How rare a word is: in how many documents of the index its lexeme stands.

A small index is counted, a large one known from the statistics that PostgreSQL collects (ANALYZE, which autovacuum
runs by itself): ``pg_stats`` has the ten thousand most frequent lexemes; what is not among them is rarer than the
last one that is.
"""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db import connection

from replicas import reading
from search.query import Term

COUNTED_UP_TO = 1_000
"""Rows up to which counting is quicker than being wrong is cheap."""
KEPT_SECONDS = 600
COUNTS_KEPT_SECONDS = 10
MOST_COUNTS_KEPT = 10_000

_SNAPSHOT = """
    SELECT c.reltuples::bigint, s.most_common_elems::text::text[], s.most_common_elem_freqs
    FROM pg_class c
    JOIN pg_namespace n ON n.oid = c.relnamespace
    LEFT JOIN pg_stats s ON s.schemaname = n.nspname AND s.tablename = c.relname AND s.attname = 'vector'
    WHERE c.oid = 'search_searchdocument'::regclass
"""
COUNTS = """
    (SELECT sum(count) FROM search_facetcount WHERE reader = '' AND entry_type = '' AND facet = 'language'),
    ARRAY(
        SELECT (SELECT count(*) FROM search_searchdocument d WHERE d.vector @@ l.query::tsquery)
        FROM unnest(%s::text[]) WITH ORDINALITY l(query, place) ORDER BY l.place
    )
"""
"""Columns: the number of documents, and in how many of them each word of a parameter (tsquery notation) stands."""


@dataclass
class _Snapshot:
    """What the statistics say, and until when that is good enough."""

    rows: int = 0
    frequencies: Mapping[str, float] = field(default_factory=dict)
    least: float = 0.0
    good_until: float = 0.0


@dataclass
class _Counts:
    """What was counted a moment ago, by the word in tsquery notation."""

    total: int = 0
    of: dict[str, int] = field(default_factory=dict)
    good_until: float = 0.0


_snapshot = _Snapshot()
_counts = _Counts()


class Frequencies(NamedTuple):
    """Document frequencies of words among ``total`` documents."""

    of: dict[Term, int]
    total: int

    @property
    def any(self) -> bool:
        """Whether any of the words stands in any document."""
        return any(self.of.values())


def document_frequencies(terms: Iterable[Term]) -> Frequencies:
    """In how many documents each word stands: about, where the statistics have the word, else exactly."""
    wanted = list(dict.fromkeys(terms))
    if asked := uncounted(wanted):
        with reading.connection.cursor() as cursor:
            cursor.execute(f"SELECT {COUNTS}", [asked])
            keep(asked, *cursor.fetchone())
    snapshot = _current()
    # Another thread may have forgotten meanwhile what was counted; a rare word is a better guess than none.
    return Frequencies(
        {
            term: _estimate(term, snapshot) if _is_known(term, snapshot) else _counts.of.get(term.tsquery, 1)
            for term in wanted
        },
        snapshot.rows if _is_large(snapshot) else _counts.total,
    )


def uncounted(terms: Iterable[Term]) -> list[str]:
    """Those words, in tsquery notation, that ``document_frequencies`` would have to count.

    All of a small index; of a large one what the statistics lack, which is rare and so is quickly counted.
    """
    if time.monotonic() >= _counts.good_until or len(_counts.of) > MOST_COUNTS_KEPT:
        forget_counts()
    snapshot = _current()
    unknown = (term.tsquery for term in terms if not _is_known(term, snapshot))
    return [query for query in dict.fromkeys(unknown) if query not in _counts.of]


def keep(queries: Sequence[str], total: int | None, counts: Sequence[int]) -> None:
    """Remembers for a moment what ``COUNTS`` gave for ``queries``: the same words are asked for more than once."""
    if not _counts.of:
        _counts.good_until = time.monotonic() + COUNTS_KEPT_SECONDS
    _counts.total = int(total or 0)
    _counts.of.update(zip(queries, counts, strict=True))


def _is_large(snapshot: _Snapshot) -> bool:
    return snapshot.rows >= COUNTED_UP_TO and bool(snapshot.frequencies)


def _is_known(term: Term, snapshot: _Snapshot) -> bool:
    """Whether the statistics say enough of a word; beginnings and phrases are too dear to count in a large index."""
    if not _is_large(snapshot):
        return False
    return bool(term.prefixes or term.phrases) or not snapshot.frequencies.keys().isdisjoint(term.lexemes)


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
    forget_counts()


def forget_counts() -> None:
    """Lets this process count again, after a change of the index."""
    _counts.of = {}


def _current() -> _Snapshot:
    now = time.monotonic()
    if now >= _snapshot.good_until:
        with reading.connection.cursor() as cursor:
            cursor.execute(_SNAPSHOT)
            rows, elements, frequencies = cursor.fetchone()
        _snapshot.rows = rows
        # Two further figures at the end are the least and the greatest frequency.
        _snapshot.frequencies = dict(zip(elements, frequencies, strict=False)) if elements else {}
        _snapshot.least = min(_snapshot.frequencies.values(), default=0.0)
        _snapshot.good_until = now + KEPT_SECONDS
    return _snapshot
