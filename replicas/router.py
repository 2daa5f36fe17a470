"""Django's question which database a queryset goes to.

https://docs.djangoproject.com/en/6.1/topics/db/multi-db/#using-routers
"""

from typing import Any

from replicas import reading
from replicas.servers import PRIMARY


class ReplicaRouter:
    """Reads as the request in progress does, writes to the primary."""

    def db_for_read(self, model: Any, **hints: Any) -> str:
        """Where rows are read."""
        return reading.alias()

    def db_for_write(self, model: Any, **hints: Any) -> str:
        """Where rows are written, and read to be changed. Asked for every new object, saved or not."""
        return PRIMARY

    def allow_relation(self, one: Any, other: Any, **hints: Any) -> bool:
        """Both are the same database."""
        return True

    def allow_migrate(self, db: str, app_label: str, **hints: Any) -> bool:
        """A replica gets its tables from the primary."""
        return db == PRIMARY
