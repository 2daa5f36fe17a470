"""How good a ranking is, given judgements. Pure functions over one query; average them over the queries.

`ranked` are document ids, best first; `judged` maps a document id to its relevance, where 0 means not relevant and a
missing id counts as 0. Every value lies between 0 and 1. A query without any relevant document has no defined value:
leave such queries out, as trec_eval does; the functions return 0 for them.
"""

from collections.abc import Mapping, Sequence
from math import log2

Judgements = Mapping[str, int]


def ndcg(ranked: Sequence[str], judged: Judgements, depth: int = 10) -> float:
    """Normalised discounted cumulative gain of the first `depth` hits.

    Järvelin and Kekäläinen 2002, "Cumulated gain-based evaluation of IR techniques", in the form of trec_eval's
    ndcg_cut, which BEIR reports: the gain of a hit is its relevance, divided by log2(rank + 1); the sum is divided
    by that of the best ranking possible.
    """
    ideal = _discounted(sorted(judged.values(), reverse=True)[:depth])
    return _discounted([judged.get(document, 0) for document in _distinct(ranked)[:depth]]) / ideal if ideal else 0.0


def recall(ranked: Sequence[str], judged: Judgements, depth: int = 10) -> float:
    """The share of the relevant documents that are among the first `depth` hits.

    trec_eval's recall_N; Manning, Raghavan and Schütze 2008, "Introduction to Information Retrieval", section 8.3.
    """
    relevant = _relevant(judged)
    return len(relevant.intersection(_distinct(ranked)[:depth])) / len(relevant) if relevant else 0.0


def reciprocal_rank(ranked: Sequence[str], judged: Judgements, depth: int = 10) -> float:
    """One divided by the rank of the first relevant hit, 0 where none is among the first `depth`.

    Its mean over the queries is MRR: Voorhees 1999, "The TREC-8 Question Answering Track Report".
    """
    relevant = _relevant(judged)
    return next((1 / rank for rank, hit in enumerate(_distinct(ranked)[:depth], 1) if hit in relevant), 0.0)


def success(ranked: Sequence[str], judged: Judgements, depth: int = 1) -> float:
    """1 where one of the first `depth` hits is relevant, else 0: trec_eval's success_N."""
    return float(reciprocal_rank(ranked, judged, depth) > 0)


def _relevant(judged: Judgements) -> set[str]:
    return {document for document, relevance in judged.items() if relevance > 0}


def _discounted(gains: Sequence[int]) -> float:
    return sum(max(gain, 0) / log2(rank + 1) for rank, gain in enumerate(gains, 1))


def _distinct(ranked: Sequence[str]) -> list[str]:
    """A document listed twice must not be counted twice."""
    return list(dict.fromkeys(ranked))
