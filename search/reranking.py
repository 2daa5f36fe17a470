"""The order of the best hits, with what is too dear to ask of every candidate."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from replicas.reading import connection
from search import ranking
from search.dense.neighbours import Direction, near
from search.grams import Letters
from search.matching import Condition
from search.scale import standardised

# Every version of an entry may be the one whose letters fit, or whose meaning is nearest.
_VERSIONS = """
    SELECT x.page_id, x.score, x.factor, v.skeleton, v.language, {near}
    FROM ({best}) x
    JOIN search_searchdocument d ON d.page_id = x.page_id
    JOIN search_searchdocument v ON v.translation_key = d.translation_key
    ORDER BY x.place
"""


@dataclass(slots=True)
class _Worth:
    """What speaks for an entry: its words with their letters, and how near it is; None where that is not known."""

    factor: float
    words: float
    nearness: float | None


class Ranked(NamedTuple):
    """Pages in their order, and which of them have none of the words, but only the meaning."""

    pages: list[int]
    wordless: frozenset[int]


def rerank(letters: Letters, best: Condition, count: int, towards: Direction | None = None) -> Ranked:
    """The pages that the statement ``best`` gives, the first ``count`` of them in their final order."""
    found: dict[int, _Worth] = {}
    later: dict[int, None] = {}
    worded: set[int] = set()
    nearness = near(towards, "v.page_id")
    with connection.cursor() as cursor:
        sql = _VERSIONS.format(best=best.sql, near=nearness.sql)
        cursor.execute(sql, [*nearness.params, *best.params])
        for page_id, score, factor, skeleton, language, nearest in cursor:
            if page_id not in found and len(found) == count:
                later[page_id] = None
                continue
            if score:
                worded.add(page_id)
            words = score + factor * ranking.LETTERS * letters.score(skeleton)
            if towards is not None and nearest is not None:
                nearest = towards.without_leaning(nearest, language)
            worth = found.setdefault(page_id, _Worth(factor, words, nearest))
            worth.words = max(worth.words, words)
            worth.nearness = max((way for way in (worth.nearness, nearest) if way is not None), default=None)
    final = _fused(found)
    pages = sorted(found, key=lambda page_id: -final[page_id]) + list(later)
    return Ranked(pages, frozenset(found.keys() - worded))


def _fused(found: Mapping[int, _Worth]) -> dict[int, float]:
    """Words and meaning, each by how much these entries differ in it."""
    words = standardised(worth.words for worth in found.values())
    known = [worth.nearness for worth in found.values() if worth.nearness is not None]
    # A page that was not embedded yet is neither favoured nor held back.
    unknown = sum(known) / len(known) if known else 0.0
    nearness = standardised(unknown if worth.nearness is None else worth.nearness for worth in found.values())
    return {
        page_id: ranking.WORDS_TO_MEANING * by_words + min(worth.factor, 1.0) * by_meaning
        for (page_id, worth), by_words, by_meaning in zip(found.items(), words, nearness, strict=True)
    }
