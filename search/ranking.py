"""Every weight of the order of hits, and which entries are weighed at all. Nothing else decides on order.

The score of an entry is the sum over the query's words of idf(word) · ts_rank(vector, word, 1). For a single word
``ts_rank`` is a saturating term frequency, its flag 1 a norm for length, so the sum behaves as BM25 does; ranking all
words at once would not, since ``ts_rank`` does not know how rare a word is. ``evaluate_search`` measures a change.
"""

from collections.abc import Mapping, Sequence
from math import log, prod
from typing import Any, NamedTuple

from search.query import Query, Term

# D attachments, C text, B summary, tags and areas, A title.
WEIGHTS = "{0.4, 0.65, 0.8, 1.0}"
LENGTH_NORM = 1
MOST_CANDIDATES = 2_000
ARCHIVED = 0.5
UNCONFIRMED = 0.9
SAME_TITLE = 2.0

Params = list[Any]


class Plan(NamedTuple):
    """Which entries are candidates (tsquery notation), and the words that they are weighed by with their idf."""

    condition: str
    weighed: tuple[tuple[Term, float], ...]


def idf(frequency: int, total: int) -> float:
    """Robertson and Spärck Jones' weight of a word that stands in ``frequency`` of ``total`` documents."""
    return log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))


def plan(query: Query, frequencies: Mapping[Term, int], total: int) -> Plan:
    """Decides before asking which words a candidate must have, so that no more than a couple of thousand are weighed.

    Rare words suffice each by itself, as many as fit. Whoever has all words is a candidate too, and so is whoever has
    all but the commonest, all but the two commonest, and so on, as far as that is expected to fit.
    """
    terms = sorted((term for term in query.weighty if frequencies[term]), key=lambda term: frequencies[term])
    weighed = tuple((term, idf(frequencies[term], total)) for term in terms)
    alone: list[Term] = []
    expected = 0.0
    for term in terms:
        if expected + frequencies[term] > MOST_CANDIDATES:
            break
        alone.append(term)
        expected += frequencies[term]
    ways = [f"({term.tsquery})" for term in alone]
    ways += _conjunctions(terms[len(alone) :], expected, frequencies, total)
    words = " | ".join(ways)
    if not words and query.terms:
        # None of the words is in any entry.
        words = " & ".join(f"({term.tsquery})" for term in query.weighty)
    parts = [f"({words})"] if words else []
    if query.restrictions:
        parts.append(query.restrictions)
    return Plan(" & ".join(parts), weighed)


def _conjunctions(terms: Sequence[Term], expected: float, frequencies: Mapping[Term, int], total: int) -> list[str]:
    """All of these words together, then without the commonest and so on, as far as candidates are to spare."""
    required = [term for term in terms if not term.is_whole]
    found: list[str] = []
    for count in range(len(required), 0, -1):
        together = required[:count]
        expected += total * prod(frequencies[term] / max(total, 1) for term in together)
        if found and expected > MOST_CANDIDATES:
            break
        found.append("(" + " & ".join(f"({term.tsquery})" for term in together) + ")")
    return found


def score(plan: Plan, query: Query, vector: str, row: str) -> tuple[str, Params]:
    """The SQL expression of the score with its parameters; ``vector`` and ``row`` are names within the statement."""
    parts, params = ["0"], Params()
    for term, weight in plan.weighed:
        # For alternatives ts_rank gives the mean; an entry has one of them, as a rule.
        parts.append(f"%s * ts_rank(%s::float4[], {vector}, %s::tsquery, {LENGTH_NORM})")
        params += [weight * term.width, WEIGHTS, term.tsquery]
    sql = (
        f"({' + '.join(parts)})"
        f" * CASE {row}.standing WHEN 'archived' THEN %s WHEN 'needs_confirmation' THEN %s ELSE 1 END"
        f" * CASE WHEN lower({row}.title) = lower(%s) THEN %s ELSE 1 END"
    )
    return sql, [*params, ARCHIVED, UNCONFIRMED, query.text, SAME_TITLE]
