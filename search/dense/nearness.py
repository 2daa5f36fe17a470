"""pgvector: the types, operators and indexes of nearest neighbours, where the database has them."""

import hashlib
from collections.abc import Sequence
from typing import Any

from django.db import DatabaseError, connection, transaction
from django.db.migrations.operations.base import Operation

from replicas import reading
from search.dense.embedders import Embedder

_SCHEMA = """
    SELECT quote_ident(n.nspname)
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'vector'
"""
_INSTALLABLE = "SELECT EXISTS (SELECT FROM pg_available_extensions WHERE name = 'vector')"
_INDEXED = "SELECT to_regclass(%s) IS NOT NULL"

_schemas: dict[str, str] = {}


class Nearness(Operation):
    """A migration's part: creates the extension where that is possible. Search does without it otherwise."""

    reduces_to_sql = False
    reversible = True

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Nothing of it is known to the models."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        create_extension()

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """The extension stays: others may use it."""

    def describe(self) -> str:
        return "Creates the extension vector, if the server has it"


def schema() -> str:
    """The schema of the extension, quoted; empty where the database has it not. Only what is there is remembered."""
    database = str(connection.settings_dict["NAME"])
    if not _schemas.get(database):
        with reading.connection.cursor() as cursor:
            cursor.execute(_SCHEMA)
            row = cursor.fetchone()
        _schemas[database] = row[0] if row else ""
    return _schemas[database]


def create_extension() -> bool:
    """Creates the extension if the server brings it and the role may; whether it is there afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(_INSTALLABLE)
        if not cursor.fetchone()[0]:
            return False
        try:
            with transaction.atomic():
                cursor.execute("CREATE EXTENSION IF NOT EXISTS vector")
        except DatabaseError:
            return False
    _schemas.clear()
    return bool(schema())


def point(embedder: Embedder, column: str) -> str:
    """An array of numbers as a point of the embedder's space: SQL."""
    return f"({column}::{schema()}.halfvec({embedder.dimensions}))"


def nearness(embedder: Embedder, column: str) -> str:
    """The SQL of how near ``column`` is to a parameter, from -1 to 1: their inner product."""
    return f"-({distance(embedder, column)})"


def distance(embedder: Embedder, column: str) -> str:
    """What the index orders by: the negative inner product of ``column`` and a parameter."""
    return f"{point(embedder, column)} OPERATOR({schema()}.<#>) {point(embedder, '%s')}"


def of_embedder(embedder: Embedder, column: str) -> str:
    """Whether a passage is the embedder's, written so that the planner knows its index: SQL without parameters."""
    name = embedder.name.replace("'", "''").replace("%", "%%")
    return f"{column} = '{name}'"


def literal(embedding: Sequence[float]) -> str:
    """An embedding as a parameter of these statements."""
    return "[" + ",".join(f"{number:.5g}" for number in embedding) + "]"


def index_name(embedder: Embedder) -> str:
    """Each embedder has an index of its own, for its points have their own number of dimensions."""
    return f"search_nearest_{hashlib.sha256(embedder.name.encode()).hexdigest()[:12]}"


def has_index(embedder: Embedder) -> bool:
    """Whether the embedder's index is there."""
    with reading.connection.cursor() as cursor:
        cursor.execute(_INDEXED, [index_name(embedder)])
        return bool(cursor.fetchone()[0])


def create_index(embedder: Embedder) -> None:
    """Creates the embedder's index if need be: hierarchical navigable small worlds (Malkov and Yashunin, 2016)."""
    if has_index(embedder):
        return
    with connection.cursor() as cursor:
        cursor.execute(
            f"CREATE INDEX IF NOT EXISTS {index_name(embedder)} ON search_passage"
            f" USING hnsw ({point(embedder, 'embedding')} {schema()}.halfvec_ip_ops)"
            f" WHERE {of_embedder(embedder, 'embedder')}",
            [],
        )
