"""The made-up pages as rows of a table of their own, from which both sites take them; analysed where asked to."""

import sys
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from typing import Any

import psycopg

from benchmarks.texts import page
from search.vectors import Part, Vector, build

TABLE = "generated_pages"
PROCESSES = 2
COLUMNS = ("number", "language", "title", "summary", "paragraphs", "body_text", *Vector._fields)
_CREATE = f"""
    CREATE UNLOGGED TABLE IF NOT EXISTS {TABLE} (
        number int PRIMARY KEY, language text, title text, summary text, paragraphs text[], body_text text,
        literal text, body text, skeleton text, words bytea, offsets bytea, signature bytea, vocabulary text[]
    )
"""


def write(database: str, pages: int, *, labels: dict[str, str] | None = None) -> None:
    """Fills the table in two processes.

    With ``labels``, what stands beside the text of an entry in each language (areas, enterprise), the rows carry what
    the search of this site keeps of a page, made by the code that makes it in publishing.
    """
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        connection.execute(_CREATE)
    with ProcessPoolExecutor(PROCESSES) as pool:
        parts = [range(first, pages, PROCESSES) for first in range(PROCESSES)]
        list(pool.map(_copy, [database] * PROCESSES, parts, [labels] * PROCESSES))
    with psycopg.connect(database, autocommit=True) as connection:
        connection.execute(f"ANALYZE {TABLE}")


@contextmanager
def without_gin(cursor: Any, table: str) -> Iterator[None]:
    """Builds the GIN indexes of ``table`` anew afterwards, which is many times quicker than row by row."""
    cursor.execute("SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s", [table])
    found = [(name, definition) for name, definition in cursor.fetchall() if " USING gin " in definition]
    for name, _definition in found:
        cursor.execute(f"DROP INDEX {name}")
    yield
    cursor.execute("SET maintenance_work_mem = '512MB'")
    for _name, definition in found:
        cursor.execute(definition)


def _copy(database: str, numbers: Iterable[int], labels: dict[str, str] | None) -> None:
    command = f"COPY {TABLE} ({', '.join(COLUMNS)}) FROM STDIN"
    with psycopg.connect(database) as connection, connection.cursor().copy(command) as copy:
        for number in numbers:
            copy.write_row(_row(number, labels))


def _row(number: int, labels: dict[str, str] | None) -> tuple[object, ...]:
    made = page(number)
    text = " ".join(made.paragraphs)
    row = (number, made.language, made.title, made.summary, made.paragraphs, text)
    if labels is None:
        return (*row, *[None] * len(Vector._fields))
    parts = [
        Part(made.title, "A"), Part(made.summary, "B"), Part(text, "C"), Part(labels[made.language], "B"),
    ]  # fmt: skip
    vector = build(parts, made.language)
    return (*row, *vector._replace(vocabulary=sorted(vector.vocabulary)))


if __name__ == "__main__":
    write(sys.argv[1], int(sys.argv[2]))
