"""The order of the best hits, with what is too dear to ask of every candidate."""

from django.db import connection

from search import grams, ranking
from search.matching import Condition
from search.query import Query

# Every version of an entry may be the one whose letters fit.
_VERSIONS = """
    SELECT x.page_id, x.score, x.factor, v.skeleton
    FROM ({best}) x
    JOIN search_searchdocument d ON d.page_id = x.page_id
    JOIN search_searchdocument v ON v.translation_key = d.translation_key
    ORDER BY x.place
"""


def rerank(query: Query, best: Condition) -> list[int]:
    """The pages that the statement ``best`` gives, the first ``ranking.RERANKED`` of them in their final order."""
    letters = grams.letters(query)
    scores: dict[int, float] = {}
    later: dict[int, None] = {}
    with connection.cursor() as cursor:
        cursor.execute(_VERSIONS.format(best=best.sql), best.params)
        for page_id, score, factor, skeleton in cursor:
            if page_id not in scores and len(scores) == ranking.RERANKED:
                later[page_id] = None
            else:
                worth = score + factor * ranking.LETTERS * letters.score(skeleton)
                scores[page_id] = max(worth, scores.get(page_id, worth))
    return sorted(scores, key=lambda page_id: -scores[page_id]) + list(later)
