"""The read side: where a query points, which entries lie there, and how near given ones are."""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Mapping
from functools import lru_cache
from typing import NamedTuple

from replicas.reading import connection
from search import ranking
from search.dense import nearness, state
from search.dense.embedders import Embedder, EmbedderError, Embedding
from search.dense.leaning import leanings
from search.filters import Filters
from search.matching import TRUE, Condition, all_of, chosen, in_languages, shown
from search.query import Query

KEPT_QUERIES = 4_096
# How far the index looks, and that it goes on where filters leave too little: for this statement alone. A condition on
# no row is settled before the first row is asked for; settings that are read beside the rows may come too late.
_WIDE = f"""
    (SELECT set_config('hnsw.ef_search', '{ranking.PASSAGES}', true)) <> ''
    AND (SELECT set_config('hnsw.iterative_scan', 'relaxed_order', true)) <> ''
"""


class Direction(NamedTuple):
    """Where in the embedder's space a query points, and how much it leans towards each language."""

    embedder: Embedder
    literal: str
    leanings: Mapping[str, float]

    def without_leaning(self, nearness: float, language: str) -> float:
        """How near a text of ``language`` is by what it says."""
        return nearness - self.leanings.get(language, 0.0)


def direction(words: str) -> Direction | None:
    """Where ``words``, those of a query, point; None where search goes by words alone."""
    embedder = state.at_work()
    if embedder is None or not words:
        return None
    try:
        embedding = _embedding(embedder, words)
    except EmbedderError as error:
        state.failed(error)
        return None
    return Direction(embedder, nearness.literal(embedding), leanings(embedder, embedding))


@lru_cache(maxsize=KEPT_QUERIES)
def _embedding(embedder: Embedder, text: str) -> Embedding:
    return embedder.query(text)


class Neighbour(NamedTuple):
    """An entry that is near: how near, whatever its language, and its letters, by the version that is the nearest."""

    page_id: int
    nearness: float
    skeleton: str


def nearest(towards: Direction, query: Query, filters: Filters, reader: str) -> list[Neighbour]:
    """The entries nearest to where a query points.

    What the list is fixed to, the languages chosen, and phrases and excluded words of the query hold for them too.
    Other filters are left to the counts and to the list: whatever is chosen there, the same entries are near.
    """
    embedder = towards.embedder
    distance = nearness.distance(embedder, "p.embedding")
    fixed = all_of(*(chosen(filters, facet) for facet in filters.chosen if facet in filters.fixed))
    stands = all_of(shown(filters, reader), fixed)
    restricted = TRUE
    if query.restrictions:
        # Of entries that are near already: not by the index of words.
        restricted = Condition("(c.vector @@ %s::tsquery) IS TRUE", [query.restrictions])
    match = all_of(in_languages(filters, "c"), restricted)
    narrowed = TRUE
    if fixed is not TRUE or filters.languages:
        group = "SELECT FROM search_searchdocument d WHERE d.translation_key = c.translation_key"
        narrowed = Condition(f"EXISTS ({group} AND {stands.sql})", stands.params)
    where = all_of(match, narrowed)
    whole = near(towards, "n.page_id")
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT d.page_id, {whole.sql}, v.skeleton, v.language FROM (
                SELECT page_id FROM (
                    SELECT c.page_id, {distance} AS distance
                    FROM search_passage p
                    JOIN search_searchdocument c ON c.page_id = p.page_id
                    WHERE {_WIDE} AND {nearness.of_embedder(embedder, "p.embedder")} AND {where.sql}
                    ORDER BY {distance} LIMIT {ranking.PASSAGES}
                ) passages
                GROUP BY page_id ORDER BY min(distance), page_id LIMIT {ranking.NEAREST}
            ) n
            JOIN search_searchdocument v ON v.page_id = n.page_id
            JOIN search_searchdocument d ON d.translation_key = v.translation_key AND {stands.sql}
            """,
            [*whole.params, towards.literal, *where.params, towards.literal, *stands.params],
        )
        found: dict[int, Neighbour] = {}
        for page_id, nearness_of, skeleton, language in cursor.fetchall():
            neighbour = Neighbour(page_id, towards.without_leaning(nearness_of, language), skeleton)
            other = found.setdefault(neighbour.page_id, neighbour)
            if neighbour.nearness > other.nearness:
                found[neighbour.page_id] = neighbour
    return sorted(found.values(), key=lambda each: (-each.nearness, each.page_id))


def near(towards: Direction | None, page: str) -> Condition:
    """How near ``page``, a name within the statement, is: SQL; NULL where that is not known.

    Mostly the mean of its two nearest passages, for one may be near by chance; a little that of all its passages.
    """
    if towards is None:
        return Condition("NULL::float8", [])
    nearness_of = nearness.nearness(towards.embedder, "p.embedding")
    passages = (
        f"SELECT {nearness_of} AS nearness, row_number() OVER (ORDER BY {nearness_of} DESC) AS place"
        f" FROM search_passage p WHERE p.page_id = {page} AND {nearness.of_embedder(towards.embedder, 'p.embedder')}"
    )
    nearest_two = f"{1 - ranking.WHOLE} * avg(nearness) FILTER (WHERE place <= 2)"
    return Condition(
        f"(SELECT {nearest_two} + {ranking.WHOLE} * avg(nearness) FROM ({passages}) n)", [towards.literal] * 2
    )
