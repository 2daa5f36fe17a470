"""What was meant by a word that no entry has: the likeliest of the words that entries do have.

Candidates are found by their trigrams, all words of a query in one SQL statement; the best one is that which takes
the fewest edits (``search.analysis.edits``), a frequent word before a rare one. A word that very few entries have is
corrected too, where another one is close by and much more frequent.
"""

from collections.abc import Iterable, Iterator, Sequence
from math import inf, log10
from typing import NamedTuple

from replicas.reading import connection
from search.analysis import analyse_query, lacks_letters, normalise_word
from search.analysis.edits import distance
from search.analysis.folding import fold, spellings
from search.analysis.tokenise import find_units, split_unit
from search.analysis.transliteration import in_cyrillic
from search.lexicon import is_word
from search.query import Term, languages_of, sought_places
from search.respelled import respelled, with_spellings
from search.trigrams import schema
from search.vocabulary import Frequencies, document_frequencies

MOST_WORDS = 6
"""Words of a query that are corrected."""
LEAST_SIMILARITY = 0.2
"""Of the trigrams; at PostgreSQL's usual 0.3, two letters swapped in a word of six would not be found."""
MOST_CANDIDATES = 30
LENGTHS_APART = 2
RARE_SHARE = 1_000
"""A word is very rare that not even one in so many entries has, ..."""
MOST_OF_RARE = 3
"""... nor more than so many: what several authors write is a word, however large the library."""
LARGE = 2_000
"""Entries from which on comparing with all words takes too long for a proposal."""
MUCH_MORE = 10
"""By this factor a word must be more frequent than the very rare one that it is offered for."""

# A correction may cost that many edits, by the length of the word; a rare word was hardly misspelled by two.
_MOST_EDITS = ((3, 0.5), (5, 1.0), (8, 1.6), (40, 2.5))
_MOST_EDITS_OF_RARE = 1.0
TENFOLD = 0.25
"""Edits that a word may be further away for each tenfold frequency."""
SIMILAR = 0.5
"""Edits that the greatest similarity of trigrams weighs: two mistakes side by side are likelier than two apart."""
FIRST_LETTER = 0.5
"""Edits that another first letter counts for besides."""
FOREIGN = 0.3
"""Edits that a word of another language than the query could be in counts as further away."""
_LANGUAGES = (0.0, 0.15, 0.15, 0.15)

# The threshold is set for this statement alone. The condition on it makes sure that it is set first. A form that stands
# in the entries as it was typed is no mistake. What is looked for in place of a word that entries have is frequent; of
# such words there are few, and they have an index of their own: comparing with all words takes ten times as long.
_CANDIDATES = """
    WITH threshold AS MATERIALIZED (SELECT set_config('pg_trgm.similarity_threshold', %s, true) AS value)
    SELECT typed.place, found.word, found.languages, found.documents, found.similarity
    FROM threshold
    CROSS JOIN unnest(%s::int[], %s::text[], %s::text[], %s::boolean[]) typed(place, word, folded, is_rare)
    CROSS JOIN LATERAL (
        SELECT w.word, array_agg(w.language) AS languages, sum(w.documents) AS documents,
            max({schema}.similarity(w.folded, typed.folded)) AS similarity
        FROM (
            SELECT * FROM search_indexedword c
            WHERE typed.is_rare AND c.documents >= {much_more} AND c.folded OPERATOR({schema}.%%) typed.folded
            UNION ALL
            SELECT * FROM search_indexedword c
            WHERE NOT typed.is_rare AND c.folded OPERATOR({schema}.%%) typed.folded
        ) w
        WHERE threshold.value <> '' AND length(w.folded) BETWEEN length(typed.folded) - %s AND length(typed.folded) + %s
        GROUP BY w.word
        ORDER BY similarity DESC, documents DESC, w.word
        LIMIT %s
    ) found
    WHERE NOT EXISTS (SELECT FROM search_indexedword same WHERE same.word = typed.word)
"""


class Typed(NamedTuple):
    """A word of the query that can be corrected: where it stands, how it is written, what is sought for it.

    ``ways`` are the spellings that it is compared by, normalised, the typed one first.
    """

    start: int
    end: int
    written: str
    term: Term
    ways: Sequence[str]

    def is_same_as(self, other: Term) -> bool:
        """Whether a word that is reduced to ``other`` is only another form of this one."""
        return not set(self.term.lexemes).isdisjoint(other.lexemes)


class Candidate(NamedTuple):
    """A word of the index that is like one of the query."""

    word: str
    languages: Sequence[str]
    documents: int
    similarity: float


def corrected(typed: str, reader: str = "", *, is_found: bool = False) -> str:
    """The query with the words that no or hardly any entry has replaced by those that were meant; empty if none is.

    Prefixes, excluded words, designations and what is shorter than three letters stay. Where something ``is_found``
    even so, a large index is asked for frequent words only, for nobody should wait for a mere proposal.
    """
    languages = _by_preference(languages_of(typed, reader), reader)
    words = list(_words(typed, languages, reader if lacks_letters(typed, reader) else ""))
    frequencies = document_frequencies(word.term for word in words) if words else Frequencies({}, 0)
    doubtful = [word for word in words if frequencies.of[word.term] <= most_of_rare(frequencies.total)][:MOST_WORDS]
    if not doubtful:
        return ""
    text = typed
    among_frequent = is_found and frequencies.total >= LARGE
    found = _candidates(doubtful, frequencies, among_frequent=among_frequent)
    for place, word in reversed(list(enumerate(doubtful))):
        if meant := best(word, found[place], languages, frequencies):
            text = text[: word.start] + _in_case_of(word.written, meant) + text[word.end :]
    return text if text != typed else ""


def most_of_rare(total: int) -> int:
    """In how many of ``total`` entries a very rare word stands at most."""
    return min(total // RARE_SHARE, MOST_OF_RARE)


def best(word: Typed, candidates: Iterable[Candidate], languages: Sequence[str], frequencies: Frequencies) -> str:
    """The candidate that was meant by ``word``; empty if none is likely enough.

    ``languages`` are those that the query could be in, the likeliest first.
    """
    documents = frequencies.of[word.term]
    if documents > most_of_rare(frequencies.total):
        return ""
    weighed = []
    for candidate in candidates:
        term = _terms(candidate.word, languages)[0]
        is_same = documents > 0 and word.is_same_as(term)
        if not is_same and documents and (candidate.documents < MUCH_MORE * documents or term.is_stop):
            continue
        cost = _cost(word, candidate, languages, is_rare=documents > 0)
        if cost is not None:
            weighed.append((cost, "" if is_same else candidate.word))
    # Where another form of the word itself is the likeliest, nothing was misspelled.
    return min(weighed, default=(0, ""))[1]


def _cost(word: Typed, candidate: Candidate, languages: Sequence[str], *, is_rare: bool) -> float | None:
    most = next(edits for length, edits in _MOST_EDITS if len(word.ways[0]) <= length)
    if is_rare:
        most = min(most, _MOST_EDITS_OF_RARE)
    edits = min(_edits(way, candidate.word, most) for way in word.ways)
    if edits > most:
        return None
    further = (away for language, away in zip(languages, _LANGUAGES, strict=False) if language in candidate.languages)
    nearness = TENFOLD * log10(candidate.documents) + SIMILAR * candidate.similarity
    return edits + next(further, FOREIGN) - nearness


def _edits(typed: str, word: str, most: float) -> float:
    """People hardly ever get the first letter wrong (Pollock and Zamora, CACM 27, 1984)."""
    edits = distance(typed, word, most)
    if edits is None:
        return inf
    return edits if fold(typed[0]) == fold(word[0]) else edits + FIRST_LETTER


def _by_preference(languages: Sequence[str], reader: str) -> list[str]:
    return sorted(languages, key=lambda language: language != reader)


def _words(text: str, languages: Sequence[str], lacking: str) -> Iterator[Typed]:
    """The words of a query in which nobody typed the letters that only the language ``lacking``, if any, has."""
    for start, end in sought_places(text):
        for unit in find_units(text[start:end]):
            if not is_word(normalise_word(unit[0]).replace("-", "")):
                continue
            for first, last, _atom, is_whole in split_unit(unit[0]):
                written = unit[0][first:last]
                if is_whole or not is_word(normalise_word(written)):
                    continue
                place = start + unit.start()
                for found in _terms(written, languages):
                    term = with_spellings(respelled(found, lacking))
                    if not term.is_stop:
                        yield Typed(place + first, place + last, written, term, _ways(written, languages))


def _ways(word: str, languages: Sequence[str]) -> list[str]:
    """A reader of English alone means English; others may have had no letters but Latin ones."""
    ways = spellings(word)
    return ways if set(languages) <= {"en"} else ways + in_cyrillic(ways[0])


def _terms(word: str, languages: Sequence[str]) -> list[Term]:
    found = analyse_query(word, languages)
    return [Term(tuple(sorted(term.lexemes)), words=(word,), is_stop=term.is_stop) for term in found]


def _candidates(
    words: Sequence[Typed], frequencies: Frequencies, *, among_frequent: bool = False
) -> list[list[Candidate]]:
    """The words of the index that are like each of ``words``; for what entries have, only frequent ones."""
    asked = [
        (place, normalise_word(word.written), folded, among_frequent or frequencies.of[word.term] > 0)
        for place, word in enumerate(words)
        for folded in dict.fromkeys(map(fold, word.ways))
        if folded
    ]
    found: list[list[Candidate]] = [[] for _word in words]
    columns = [list(column) for column in zip(*asked, strict=True)] or [[], [], [], []]
    with connection.cursor() as cursor:
        cursor.execute(
            _CANDIDATES.format(schema=schema(), much_more=MUCH_MORE),
            [str(LEAST_SIMILARITY), *columns, LENGTHS_APART, LENGTHS_APART, MOST_CANDIDATES],
        )
        for place, *candidate in cursor.fetchall():
            found[place].append(Candidate(*candidate))
    return found


def _in_case_of(written: str, meant: str) -> str:
    """``meant`` with capital letters where what was typed has them."""
    if written.isupper():
        return meant.upper()
    return meant[0].upper() + meant[1:] if written[0].isupper() else meant
