"""How rare the words of a query are, and the letters of its words: one statement, whatever the size of the index."""

# ruff: noqa: S608 - the statement is put together from our own words.

import json
from collections.abc import Iterable
from itertools import chain

from replicas.reading import connection
from search import grams, vocabulary
from search.grams import Letters
from search.query import Query, Term
from search.vocabulary import Frequencies

_RARITY = f"""
    SELECT (SELECT jsonb_object_agg(gram, documents) FROM search_gramcount WHERE gram = ANY(%s)), {vocabulary.COUNTS}
"""


def rarity(query: Query, ways: Iterable[Term]) -> tuple[Frequencies, Letters]:
    """The document frequencies of ``ways``, which are the words of the query and what may stand for them, and the
    letters of its words with their weights."""
    ways = list(ways)
    parts = grams.of_words(query)
    asked = vocabulary.uncounted(ways)
    with connection.cursor() as cursor:
        cursor.execute(_RARITY, [[grams.TOTAL, *set(chain.from_iterable(parts))], asked])
        counted, total, counts = cursor.fetchone()
    if asked:
        vocabulary.keep(asked, total, counts)
    return vocabulary.document_frequencies(ways), grams.letters(parts, json.loads(counted or "{}"))
