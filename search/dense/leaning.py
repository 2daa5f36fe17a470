"""How much nearer a query is to the texts of one language than to those of another, whatever they say.

An embedder puts the texts of a language together, so that a question in Kazakh is near to anything in Kazakh. What the
passages of a language have in common is their mean; how near a query is to it says nothing of what is sought, and is
taken off (Libovický, Rosa and Fraser, "On the Language Neutrality of Pre-trained Multilingual Representations",
Findings of EMNLP 2020). Where all candidates are of one language, their order stays as it is.
"""

# ruff: noqa: S608 - statements are put together from our own words.

import time
from collections.abc import Mapping
from dataclasses import dataclass, field

from replicas.reading import connection
from search.analysis import LANGUAGES
from search.dense import nearness
from search.dense.embedders import Embedder, Embedding

SAMPLE = 1_000
"""Entries of a language that its mean is taken of."""
FEWEST = 5
"""Entries below which a language has no mean of its own."""
KEPT_SECONDS = 600


@dataclass
class _Known:
    means: dict[str, list[float]] = field(default_factory=dict)
    embedder: str = ""
    good_until: float = 0.0


_known = _Known()


def leanings(embedder: Embedder, embedding: Embedding) -> Mapping[str, float]:
    """By language, how much nearer the query with that ``embedding`` is to its texts than to those of all languages.

    A language without a mean is left out. One statement every ten minutes.
    """
    means = _means(embedder)
    near = {
        language: sum(one * other for one, other in zip(embedding, mean, strict=True))
        for language, mean in means.items()
    }
    middle = sum(near.values()) / len(near) if near else 0.0
    return {language: value - middle for language, value in near.items()}


def forget() -> None:
    """Lets the next query ask for the means again."""
    _known.good_until = 0.0


def _means(embedder: Embedder) -> dict[str, list[float]]:
    now = time.monotonic()
    if now >= _known.good_until or _known.embedder != embedder.name:
        point = nearness.point(embedder, "p.embedding")
        with connection.cursor() as cursor:
            # The first passages, which have title and summary.
            cursor.execute(
                f"""
                SELECT l.language, s.mean FROM unnest(%s::text[]) l(language) CROSS JOIN LATERAL (
                    SELECT ({nearness.schema()}.avg(sampled.point))::real[] AS mean, count(*) AS entries FROM (
                        SELECT {point} AS point
                        FROM search_searchdocument d JOIN search_passage p ON p.page_id = d.page_id AND p.number = 0
                        WHERE d.language = l.language AND {nearness.of_embedder(embedder, "p.embedder")}
                        LIMIT {SAMPLE}
                    ) sampled
                ) s
                WHERE s.entries >= {FEWEST}
                """,
                [list(LANGUAGES)],
            )
            _known.means = dict(cursor.fetchall())
        _known.embedder, _known.good_until = embedder.name, now + KEPT_SECONDS
    return _known.means
