"""Types of PostgreSQL that Django has no field for."""

from typing import Any

from django.db import models


class TransactionField(models.Field):
    """The number of a transaction, ``xid8``: https://www.postgresql.org/docs/current/datatype-oid.html."""

    def db_type(self, connection: Any) -> str:
        return "xid8"


class SnapshotField(models.Field):
    """Which transactions were over at a moment, ``pg_snapshot``.

    https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT
    """

    def db_type(self, connection: Any) -> str:
        return "pg_snapshot"


class SnapshotOfNow(models.Func):
    """The transactions that are over now."""

    function = "pg_current_snapshot"
    output_field = SnapshotField()
