"""How rare 4-grams are, and how well an entry's letters fit a query: what is left where no stem is shared.

The letters of "сварной" are half those of "сварка", which no stemmer brings together, and most of those of the Kazakh
"технологияның" are those of the Russian "технология".
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from math import log, sqrt

from ahocorasick_rs import AhoCorasick
from django.db import connection, transaction

from search.analysis import grams
from search.analysis.skeleton import GRAM
from search.models import GramCount
from search.query import Query

SAMPLE = 5_000
"""Entries that are counted: a frequency is then within 1.4 percentage points."""
SATURATION = 1.2
"""BM25's k1: how fast more of the same adds nothing."""
LETTERS_PER_LEXEME = 9
"""How much longer a text is than the number of different words in it."""
TOTAL = ""
"""Instead of a gram: the number of entries that were counted."""


@dataclass(frozen=True)
class Letters:
    """The 4-grams of a query, each with its weight."""

    weights: tuple[tuple[str, float], ...]
    familiar: float = 0.0
    """The share of them that entries have: a word of any of the languages has some, nonsense hardly one."""

    def score(self, skeleton: str) -> float:
        """How well a text fits, on the scale of ``ranking.score`` at weight 1."""
        found = Counter(
            number for number, *_place in self._automaton.find_matches_as_indexes(skeleton, overlapping=True)
        )
        worth = sum(self.weights[number][1] * count / (count + SATURATION) for number, count in found.items())
        return worth / sqrt(log(2 + len(skeleton) / LETTERS_PER_LEXEME))

    @cached_property
    def _automaton(self) -> AhoCorasick:
        """All of them are looked for in one pass over a text (Aho and Corasick, CACM 18, 1975)."""
        return AhoCorasick([gram for gram, _weight in self.weights])


def of_words(query: Query) -> list[Sequence[str]]:
    """The 4-grams of each of the query's words."""
    words = dict.fromkeys(word for term in query.weighty for word in term.words)
    return [found for word in words if (found := grams(word)) and found[0].strip()]


def letters(parts: Sequence[Sequence[str]], counted: Mapping[str, int]) -> Letters:
    """The 4-grams of some words with their weights; ``counted`` says in how many of the sampled entries each stands.

    A word's weight does not grow with its length, but with its square root.
    """
    rarity = _idf({gram for part in parts for gram in part}, counted)
    weights: dict[str, float] = dict.fromkeys(rarity, 0.0)
    for part in parts:
        for gram in part:
            weights[gram] += rarity[gram] / sqrt(len(part))
    familiar = sum(gram in counted for gram in rarity) / len(rarity) if rarity else 0.0
    return Letters(tuple(weights.items()), familiar)


def _idf(wanted: Iterable[str], counted: Mapping[str, int]) -> dict[str, float]:
    total = counted.get(TOTAL, 0)
    return {gram: log(1 + (total - found + 0.5) / (found + 0.5)) for gram, found in _known(counted, total, wanted)}


def _known(counted: Mapping[str, int], total: int, wanted: Iterable[str]) -> Iterator[tuple[str, int]]:
    """What is not among those counted is rare."""
    for gram in wanted:
        yield gram, min(total, counted.get(gram, 1))


@transaction.atomic
def refresh() -> None:
    """Counts the 4-grams of a sample of the index anew."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT skeleton FROM search_searchdocument ORDER BY md5(page_id::text) LIMIT %s", [SAMPLE])
        skeletons = [row[0] for row in cursor.fetchall()]
    counted = count(skeletons)
    GramCount.objects.all().delete()
    GramCount.objects.bulk_create(
        [GramCount(gram=gram, documents=found) for gram, found in counted.items()], batch_size=5_000
    )


def count(skeletons: Sequence[str]) -> dict[str, int]:
    """In how many of the texts each 4-gram stands; the empty one in all of them. Not those of one text alone."""
    counted: Counter[str] = Counter()
    for skeleton in skeletons:
        counted.update({skeleton[start : start + GRAM] for start in range(len(skeleton) - GRAM + 1)})
    frequent = {gram: found for gram, found in counted.items() if found > 1 and " " not in gram[1:]}
    return {TOTAL: len(skeletons), **frequent}
