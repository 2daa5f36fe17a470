"""How near entries are to the text of another one, by the words of the search: forms, synonyms, other languages."""

# ruff: noqa: S608 - statements are put together from our own words; what is asked for is a parameter.

import re
from collections.abc import Collection, Sequence
from typing import Any, NamedTuple
from uuid import UUID

from replicas.reading import connection
from search import ranking
from search.expansion import expand
from search.query import LONGEST, Query, parse
from search.vocabulary import document_frequencies

# What is typed to steer a search is none of a text's business: quotes, minus before a word, star, bar, capital OR.
_OPERATORS = re.compile(r'["“”„‟«»″＂|*]|(?<!\w)[-−–]')


class Text(NamedTuple):
    """The words of the entry with the translation key ``key``, the weightiest first."""

    key: UUID
    words: str
    language: str


def as_query(text: Text) -> Query:
    """The beginning of ``text`` as a search for it, without anything that would steer one."""
    plain = _OPERATORS.sub(" ", text.words).lower()[:LONGEST]
    return expand(parse(plain, text.language), text.language)


def nearness(texts: Sequence[Text], keys: Collection[UUID]) -> dict[tuple[UUID, UUID], float]:
    """How near each live entry of ``keys`` is to each of ``texts``: by the key of the text and that of the entry.

    1 is as near as the entry whose words they are. What has none of the words is left out; of several versions the
    nearest counts. Two statements, however many there are.
    """
    queries = [(text.key, query) for text in texts if (query := as_query(text)).weighty]
    if not queries or not keys:
        return {}
    frequencies = document_frequencies(
        way for _key, query in queries for term in query.weighty for way in (term, *term.synonyms)
    )
    statements, params = [], list[Any]()
    for key, query in queries:
        score, weights = ranking.score(ranking.plan(query, frequencies.of, frequencies.total), "u.vector")
        statements.append(
            f"""
            SELECT %s::uuid, d.translation_key, max({score})
            FROM search_searchdocument d
            CROSS JOIN LATERAL (SELECT {ranking.copied("d.vector")} AS vector OFFSET 0) u
            WHERE d.translation_key = ANY(%s)
            GROUP BY d.translation_key
            """
        )
        params += [key, *weights, [key, *keys]]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), params)
        scores = {(text, entry): score for text, entry, score in cursor.fetchall()}
    own = {text: score for (text, entry), score in scores.items() if text == entry and score}
    return {
        (text, entry): min(1.0, score / own[text])
        for (text, entry), score in scores.items()
        if text != entry and score > 0 and text in own
    }
