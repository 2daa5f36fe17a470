"""Every weight of the order of hits, and which entries are weighed at all. Nothing else decides on order.

The score of an entry is the sum over the query's words of idf(word) · ts_rank(vector, word), for longer texts a little
less. For a single word ``ts_rank`` is a saturating term frequency, so the sum behaves as BM25 does; ranking all words
at once would not, since ``ts_rank`` does not know how rare a word is. The best of these are put in order once more by
what their letters share with the query (``search.reranking``). ``evaluate_search`` measures a change.
"""

from collections.abc import Mapping, Sequence
from itertools import combinations
from math import log, prod
from typing import Any, NamedTuple

from search.query import Query, Term, side_by_side
from search.signatures import may_have
from search.vectors import IN_TITLE, quote
from search.wanted import NOTHING, Wanted, any_of, nothing_of

# D attachments, C text, B summary, tags and areas, A title.
WEIGHTS = "{0.4, 0.65, 0.8, 1.0}"
MOST_CANDIDATES = 500
"""How many entries are expected to match at most, where words can be required together; later pages show as many."""
MOST_READ = 1_000
"""Of words so common that more match: versions of which those to be weighed are chosen."""
WEIGHED = 160
"""Versions that are weighed, unless a later page asks for more: those with most of the words by their signatures."""
MOST_TOLD = 12
"""The heaviest words, whose bits are looked up in signatures."""
TOLD_IN_TITLE = 0.5
"""What a word counts more there for being in the title."""
MOST_WAYS = 24
MOST_COMBINED = 10
"""Words of which combinations are tried, the rarest ones: of n words there are 2^n."""
RERANKED = 50
LETTERS = 0.65
WORDS_TO_MEANING = 0.8
PASSAGES = 150
"""Nearest passages that are looked at for the nearest entries."""
NEAREST = 50
NEAR = 50
FEWEST_NEAR = 5
"""Of these, how many count as found whatever words they have: what those found by words leave room for, or few."""
WHOLE = 0.3
"""How much all passages of an entry count beside its two nearest."""
FAMILIAR = 0.25
"""The share of a query's 4-grams that entries must have for it to be answered by its meaning alone."""
SYNONYM = 0.6
AREA = 0.2
RESPELLED = 0.9
"""A spelling in letters that a Russian keyboard lacks, beside what was typed."""
ARCHIVED = 0.5
UNCONFIRMED = 0.9
SAME_TITLE = 2.0

Params = list[Any]


class Plan(NamedTuple):
    """Which entries match, and about how many; the words they are weighed by with their idf.

    Where more match than can be weighed, those that also fulfil ``named`` go first: a word of theirs is in the title.
    The entries ``near`` match by their meaning, whatever words they have. ``best`` has the pages to be weighed, as far
    as they are known already: those with most of the words first. ``wider`` is for where nothing matches: words too
    common to suffice alone may never stand together.
    """

    wanted: Wanted
    expected: int
    named: Wanted
    weighed: tuple[tuple[Term, float], ...]
    near: tuple[int, ...] = ()
    best: tuple[int, ...] = ()
    wider: "Plan | None" = None

    @property
    def room(self) -> int:
        """How many entries are to be found by their meaning."""
        return max(NEAR - self.expected, FEWEST_NEAR)

    @property
    def reranked(self) -> int:
        """How many of the first candidates are put in order once more; the near ones come before all others."""
        return RERANKED + len(self.near)


def idf(frequency: int, total: int) -> float:
    """Robertson and Spärck Jones' weight of a word that stands in ``frequency`` of ``total`` documents."""
    return log(1 + (max(total - frequency, 0) + 0.5) / (frequency + 0.5))


def plan(query: Query, frequencies: Mapping[Term, int], total: int) -> Plan:
    """Decides before asking which words a candidate must have, so that no more than some hundreds are weighed.

    Rare words suffice each by itself, as many as fit. Of the others any two suffice together, any three and so on, as
    far as those are expected to fit, and where none of these do, all of them.
    """
    found = {term: sum(frequencies[way] for way in (term, *term.synonyms)) for term in query.weighty}
    terms = sorted((term for term in query.weighty if found[term]), key=lambda term: found[term])
    weighed = tuple(
        (way, way.share * idf(frequencies[way], total))
        for term in terms
        for way in (term, *term.synonyms)
        if frequencies[way]
    )
    # A word that is typed twice weighs twice and lets nothing else in.
    once: dict[str, Term] = {}
    for term in terms:
        once.setdefault(term.matching, term)
    distinct = list(once.values())
    alone: list[tuple[Term, ...]] = []
    expected = 0.0
    for term in distinct:
        if expected + found[term] > MOST_CANDIDATES:
            break
        alone.append((term,))
        expected += found[term]
    common = distinct[len(alone) :]
    together, expected = _conjunctions(common, expected, found, total)
    words = any_of([*alone, *together])
    if not words and query.terms:
        # None of the words is in any entry.
        words = any_of([[term for term in query.weighty if term.matching]])
    wanted = words.and_also(query.restrictions)
    if query.restrictions:
        expected = expected or total
    if query.excluded and not words and not query.phrases:
        wanted = nothing_of(query.excluded)
    narrow = Plan(wanted, round(expected), _named(terms, wanted, expected), weighed)
    if alone or len(common) < 2:
        return narrow
    rarest = any_of([common[:1]]).and_also(query.restrictions)
    has_rarest = found[common[0]]
    return narrow._replace(wider=Plan(rarest, has_rarest, _named(terms, rarest, has_rarest), weighed))


def _conjunctions(
    terms: Sequence[Term], expected: float, frequencies: Mapping[Term, int], total: int
) -> tuple[list[tuple[Term, ...]], float]:
    """Any two of these words, any three and so on, as far as candidates are to spare; all of them in any case.

    Also returns how many entries are expected with these and the ``expected`` others. Whoever has more of the words has
    fewer of them too, so what holds others is left out: the index would read the lists of all its words for nothing.
    """
    required: list[Term] = []
    for term in terms:
        # Forms of one word stand together wherever one of them does: the rarest is enough.
        if not term.is_whole and all(set(term.lexemes).isdisjoint(other.lexemes) for other in required):
            required.append(term)
    if not required:
        return [], expected

    def likely(together: Sequence[Term]) -> float:
        return total * prod(frequencies[term] / max(total, 1) for term in together)

    chosen: dict[frozenset[Term], tuple[Term, ...]] = {}
    rarest = required[:MOST_COMBINED]
    for size in range(2, len(required)):
        for together in sorted(combinations(rarest, size), key=likely):
            words = frozenset(together)
            if any(fewer < words for fewer in chosen):
                continue
            if expected + likely(together) > MOST_CANDIDATES or len(chosen) == MOST_WAYS:
                break
            chosen[words] = together
            expected += likely(together)
        else:
            # Whoever has more of the words has these two.
            break
    if chosen:
        return list(chosen.values()), expected
    return [tuple(required)], expected + likely(required)


def _named(terms: Sequence[Term], wanted: Wanted, expected: float) -> Wanted:
    if expected <= MOST_CANDIDATES:
        return NOTHING
    titles = [quote(IN_TITLE + lexeme) for term in terms for lexeme in term.lexemes]
    return wanted.and_also(f"({' | '.join(titles)})") if titles else NOTHING


def score(plan: Plan, vector: str) -> tuple[str, Params]:
    """The SQL expression of the score of ``vector``, a name within the statement, with its parameters."""
    parts, params = ["0"], Params()
    for term, weight in plan.weighed:
        ways = [(len(term.single_words), " | ".join(term.single_words))] if term.single_words else []
        for count, tsquery in [*ways, *((1, side_by_side(phrase)) for phrase in term.phrases)]:
            # For alternatives ts_rank gives the mean; an entry has one of them, as a rule.
            parts.append(f"%s * ts_rank(%s::float4[], {vector}, %s::tsquery)")
            params += [weight * count, WEIGHTS, tsquery]
    return f"({' + '.join(parts)}) / sqrt(ln(2 + length({vector})))", params


def outline(plan: Plan, signature: str) -> tuple[str, Params]:
    """The SQL expression of about what ``score`` will be, without unpacking a vector, with its parameters.

    The sum of the weights of the words that an entry may have, as its ``signature`` says, and more for those that were
    typed and may be in the title.
    """
    parts, params = ["0::float8"], Params()
    for term, weight in sorted(plan.weighed, key=lambda weighed: -weighed[1])[:MOST_TOLD]:
        told = [([*((lexeme,) for lexeme in term.lexemes), *term.phrases], weight)]
        if term.share == 1:
            told.append(([(IN_TITLE + lexeme,) for lexeme in term.lexemes], TOLD_IN_TITLE * weight))
        for ways, worth in told:
            if ways:
                bits = [may_have(signature, way) for way in ways]
                parts.append(f"%s::float8 * GREATEST({', '.join(sql for sql, _numbers in bits)})")
                params += [worth, *(number for _sql, numbers in bits for number in numbers)]
    return " + ".join(parts), params


def factor(query: Query, row: str) -> tuple[str, Params]:
    """The SQL expression of what a score is multiplied by, for the candidate ``row``, with its parameters.

    Entries of that very title are looked up once; comparing the title of every candidate takes longer than weighing it.
    """
    namesakes = "SELECT t.page_id FROM search_searchdocument t WHERE lower(t.title) = lower(%s)"
    sql = (
        f"CASE {row}.standing WHEN 'archived' THEN %s WHEN 'needs_confirmation' THEN %s ELSE 1 END"
        f" * CASE WHEN {row}.version = ANY(ARRAY({namesakes})) THEN %s ELSE 1 END"
    )
    return sql, [ARCHIVED, UNCONFIRMED, query.text, SAME_TITLE]


def copied(vector: str) -> str:
    """The SQL expression of a copy of ``vector`` in memory, so that it is unpacked once for all words of a score."""
    return f"(ARRAY[{vector}])[1]"
