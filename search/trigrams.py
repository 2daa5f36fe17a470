"""PostgreSQL's extension pg_trgm: brought by a migration, and named by its schema where it is used."""

from typing import Any

from django.contrib.postgres.operations import TrigramExtension
from django.core.management.base import CommandError
from django.db import NotSupportedError, ProgrammingError

from replicas.reading import connection

_SCHEMA = """
    SELECT quote_ident(n.nspname)
    FROM pg_extension e JOIN pg_namespace n ON n.oid = e.extnamespace
    WHERE e.extname = 'pg_trgm'
"""


class Trigrams(TrigramExtension):
    """Creates the extension where it is not there yet, or says who can."""

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        try:
            super().database_forwards(app_label, schema_editor, from_state, to_state)
        except (ProgrammingError, NotSupportedError) as error:
            settings = schema_editor.connection.settings_dict
            raise CommandError(
                f"The extension pg_trgm could not be created: {error}\n"
                f"Let an administrator of the server run, in the database {settings['NAME']!r}:"
                " CREATE EXTENSION pg_trgm; then migrate again. It is one of those that PostgreSQL brings itself"
                " (Debian and Ubuntu: in the package of the server; Fedora and Alpine: postgresql-contrib)."
            ) from error


_schemas: dict[str, str] = {}


def schema() -> str:
    """The schema of the extension, quoted: statements name it, for the search path need not have it."""
    database = str(connection.settings_dict["NAME"])
    if database not in _schemas:
        with connection.cursor() as cursor:
            cursor.execute(_SCHEMA)
            _schemas[database] = cursor.fetchone()[0]
    return _schemas[database]
