"""What is offered while a visitor types: entries, searches of others, areas, tags and enterprises, in one statement.

A source is a ``Source`` in ``SOURCES``; the order of the tuple is that of the groups. Its SQL chooses among ``found``,
the rows of ``search_suggestion`` with the words that were typed.
"""

# ruff: noqa: S608 - statements are put together from our own words; what visitors type is a parameter.

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from replicas.reading import connection
from search.analysis.keyboard import readings
from search.analysis.normalise import clean
from search.analysis.transliteration import in_cyrillic
from search.languages import known
from search.redaction import LEFT_OUT
from search.suggestion_rows import AREA, ENTERPRISE, ENTRY, TAG, words_of
from search.vectors import quote

QUERY = "query"
MOST = 10
LONGEST = 100
SHORTEST = 2
MOST_WORDS = 6
MOST_WEIGHED = 200
"""Entries that are put in order, where a beginning is that of many."""
FREQUENT_SEARCHES, FREQUENT_DAYS, PERIOD_DAYS = 5, 3, 30
"""A query is offered that was searched for so often, on so many of the last days: nobody is known by it then."""

_FOUND = """
    found AS MATERIALIZED (
        SELECT s.source, s.object_id, position(E'\\n' || %(beginning)s IN E'\\n' || s.text) > 0 AS begins
        FROM search_suggestion s WHERE s.words @@ (SELECT %(words)s::tsquery)
    )
"""


_PLAIN = str.maketrans({sign: f"\\{sign}" for sign in "\\%_"})


@dataclass(frozen=True)
class Source:
    """Something that can be offered.

    ``sql`` gives label, key of the address, language of the label and number of entries, the most useful first;
    ``address`` makes the address of the key.
    """

    name: str
    label: str | Promise
    most: int
    sql: str
    address: Callable[[str], str]


class Offer(NamedTuple):
    """A page to go to."""

    label: str
    url: str
    language: str
    """Of the label, where it is known; else empty."""
    entries: int
    """How many it leads to; 0 for what is an entry itself."""


class Group(NamedTuple):
    """The offers of one source."""

    name: str
    label: str | Promise
    offers: list[Offer]


def _named(name: str) -> str:
    return f"COALESCE(NULLIF({name}.name_{{reader}}, ''), {name}.name_ru)"


def _counted(facet: str) -> str:
    return (
        f"JOIN search_facetcount k ON k.reader = '{{reader}}' AND k.entry_type = '' AND k.facet = '{facet}'"
        " AND k.value = f.object_id::text"
    )


SOURCES = (
    Source(
        name=ENTRY,
        label=_("Entries"),
        most=MOST,
        sql=f"""
            SELECT d.title, p.url_path, d.language, 0
            FROM (
                SELECT * FROM found WHERE source = '{ENTRY}' ORDER BY begins DESC, object_id DESC LIMIT {MOST_WEIGHED}
            ) f
            JOIN search_searchdocument c ON c.page_id = f.object_id
            JOIN search_searchdocument d ON d.translation_key = c.translation_key
                AND d.shown_in @> ARRAY['{{reader}}']::varchar[]
            JOIN wagtailcore_page p ON p.id = d.page_id AND p.live
            GROUP BY d.page_id, p.id
            ORDER BY bool_or(f.begins) DESC, d.language = '{{reader}}' DESC, d.standing = 'archived',
                d.published_at DESC, d.page_id DESC
        """,
        address=str,
    ),
    Source(
        name=QUERY,
        label=_("Frequent searches"),
        most=2,
        sql=f"""
            SELECT q.query, q.query, '{{reader}}', 0
            FROM search_querycount q
            WHERE q.language = '{{reader}}' AND q.query LIKE %(like)s AND q.query NOT LIKE '%%{LEFT_OUT}%%'
                AND q.day > CURRENT_DATE - {PERIOD_DAYS}
            GROUP BY q.query
            HAVING sum(q.searches - q.found_nothing) >= {FREQUENT_SEARCHES} AND count(*) >= {FREQUENT_DAYS}
            ORDER BY sum(q.searches) DESC, q.query
        """,
        address=lambda query: f"{reverse('search')}?{urlencode({'q': query})}",
    ),
    Source(
        name=AREA,
        label=_("Areas"),
        most=2,
        sql=f"""
            SELECT {_named("a")}, a.slug, '', k.count
            FROM found f JOIN kb_technologyarea a ON a.id = f.object_id AND a.merged_into_id IS NULL
                {_counted("area")}
            WHERE f.source = '{AREA}'
            ORDER BY f.begins DESC, k.count DESC, a.code
        """,
        address=lambda slug: reverse("area", args=[slug]),
    ),
    Source(
        name=TAG,
        label=_("Tags"),
        most=2,
        sql=f"""
            SELECT t.name, t.slug, '', k.count
            FROM found f JOIN kb_tag t ON t.id = f.object_id {_counted("tag")}
            WHERE f.source = '{TAG}'
            ORDER BY f.begins DESC, k.count DESC, t.name
        """,
        address=lambda slug: reverse("tag", args=[slug]),
    ),
    Source(
        name=ENTERPRISE,
        label=_("Enterprises"),
        most=2,
        sql=f"""
            SELECT {_named("e")}, e.slug, '', COALESCE(k.count, 0)
            FROM found f JOIN kb_enterprise e ON e.id = f.object_id LEFT {_counted("enterprise")}
            WHERE f.source = '{ENTERPRISE}'
            ORDER BY f.begins DESC, COALESCE(k.count, 0) DESC, e.name_ru
        """,
        address=lambda slug: reverse("enterprise", args=[slug]),
    ),
)


def suggest(typed: str, language: str) -> list[Group]:
    """What begins with the words typed, each of them, in any of the four languages, for a reader of ``language``.

    At most ``MOST`` offers: two of each other source, and entries in the other places. Searches are those that
    begin as it was typed. What was typed in another layout of the keyboard, or by ear in Latin letters, is understood
    too.
    """
    reader = known(language)
    typed = clean(typed[:LONGEST])
    words = words_of(typed)[:MOST_WORDS]
    if len("".join(words)) < SHORTEST:
        return []
    texts = (typed, *readings(typed, reader), *in_cyrillic(typed.casefold()))
    ways = dict.fromkeys(_all_begin(words_of(text)[:MOST_WORDS]) for text in texts)
    like = " ".join(typed.casefold().split()).translate(_PLAIN) + "%"
    found = _read({"words": " | ".join(filter(None, ways)), "beginning": " ".join(words), "like": like}, reader)
    return list(_shared_out(found))


def _all_begin(words: list[str]) -> str:
    condition = " & ".join(f"{quote(word)}:*" for word in words)
    return f"({condition})" if condition else ""


def _read(typed: dict[str, str], reader: str) -> dict[str, list[Offer]]:
    selects = (
        f"(SELECT '{source.name}', of_source.* FROM ({source.sql.format(reader=reader)} LIMIT {source.most}) of_source)"
        for source in SOURCES
    )
    statement = f"WITH {_FOUND} {' UNION ALL '.join(selects)}"
    found: dict[str, list[Offer]] = {source.name: [] for source in SOURCES}
    addresses: dict[str, Callable[[str], Any]] = {source.name: source.address for source in SOURCES}
    with connection.cursor() as cursor:
        cursor.execute(statement, typed)
        for name, label, key, language, entries in cursor.fetchall():
            found[name].append(Offer(label, addresses[name](key), language, entries))
    return found


def _shared_out(found: dict[str, list[Offer]]) -> Iterator[Group]:
    """The first source, entries, takes the places that the others leave."""
    first, *others = SOURCES
    left = MOST - sum(len(found[source.name]) for source in others)
    for source in SOURCES:
        offers = found[source.name][:left] if source is first else found[source.name]
        if offers:
            yield Group(source.name, source.label, offers)
