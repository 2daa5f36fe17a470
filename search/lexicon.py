"""The write side of the index's own vocabulary: which words stand in the entries, as people write them.

What is typed wrong is corrected to one of these. Publishing adds the words that are new, in a time that depends on the
page alone; how many entries have a word is counted when the index is rebuilt, and words that no entry has any more go
then.
"""

# ruff: noqa: S608 - statements are put together from our own words.

import re
from collections import Counter
from collections.abc import Iterable

from django.db.backends.utils import CursorWrapper

from search.analysis.folding import fold

SHORTEST, LONGEST = 3, 40
TABLE = "search_indexedword"
COUNTED = "search_counted_words"
MOST_IN_MEMORY = 100_000
"""Distinct words that a rebuild counts before it writes them aside."""

_WORD = re.compile(rf"(?=.{{{SHORTEST},{LONGEST}}}\Z)[^\W\d_]+(?:'[^\W\d_]+)*")

_INSERT = f"""
    INSERT INTO {TABLE} (word, language, folded, documents)
    SELECT word, %s, folded, 1 FROM unnest(%s::text[], %s::text[]) typed(word, folded)
    ON CONFLICT DO NOTHING
"""
_SUM = f"""
    INSERT INTO {TABLE} AS kept (word, language, folded, documents)
    SELECT word, language, min(folded), sum(documents) FROM {COUNTED} GROUP BY word, language
    ON CONFLICT (word, language) DO UPDATE SET documents = excluded.documents
    WHERE kept.documents <> excluded.documents
"""


def is_word(text: str) -> bool:
    """Whether a normalised piece of text is a word that can be misspelled: letters only, neither short nor endless."""
    return _WORD.fullmatch(text) is not None


def add(cursor: CursorWrapper, words: Iterable[str], language: str) -> None:
    """Adds those of the words that are not there yet."""
    found = sorted(words)
    cursor.execute(_INSERT, [language, found, [fold(word) for word in found]])


class Count:
    """Counts the words of all entries aside, in a temporary table, and takes the figures over in one step."""

    def __init__(self, cursor: CursorWrapper) -> None:
        self._cursor = cursor
        self._found: Counter[tuple[str, str]] = Counter()
        self.drop()
        cursor.execute(
            f"CREATE TEMPORARY TABLE {COUNTED} AS SELECT word, language, folded, documents FROM {TABLE} WITH NO DATA"
        )
        cursor.execute(f"SELECT COALESCE(max(id), 0) FROM {TABLE}")
        self._newest = cursor.fetchone()[0]

    def add(self, words: Iterable[str], language: str) -> None:
        """The different words of one entry."""
        self._found.update((word, language) for word in words)
        if len(self._found) > MOST_IN_MEMORY:
            self._write()

    def take_over(self, language: str) -> None:
        """Puts the figures in place of those of ``language`` (or of all), to be called within a transaction.

        Words that were added meanwhile stay.
        """
        self._write()
        self._cursor.execute(f"CREATE INDEX ON {COUNTED} (word, language)")
        self._cursor.execute(f"ANALYZE {COUNTED}")
        self._cursor.execute(
            f"DELETE FROM {TABLE} k WHERE k.id <= %(newest)s AND (%(language)s = '' OR k.language = %(language)s)"
            f" AND NOT EXISTS (SELECT FROM {COUNTED} c WHERE c.word = k.word AND c.language = k.language)",
            {"newest": self._newest, "language": language},
        )
        self._cursor.execute(_SUM)

    def drop(self) -> None:
        """Drops what was written aside."""
        self._cursor.execute(f"DROP TABLE IF EXISTS {COUNTED}")

    def _write(self) -> None:
        rows = [(word, language, fold(word), count) for (word, language), count in self._found.items()]
        self._found.clear()
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            self._cursor.execute(
                f"INSERT INTO {COUNTED} (word, language, folded, documents)"
                " SELECT * FROM unnest(%s::text[], %s::text[], %s::text[], %s::int[])",
                columns,
            )
