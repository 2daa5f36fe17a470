"""The extension pg_trgm: there after migrating, or a message that says who can bring it."""

import pytest
from django.core.management.base import CommandError
from django.db import connection, transaction

from search.trigrams import Trigrams, schema

pytestmark = pytest.mark.django_db


def test_the_extension_is_there_after_migrating() -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {schema()}.similarity('насос', 'насос')")
        assert cursor.fetchone() == (1.0,)


def test_a_role_that_may_not_create_it_is_told_who_can() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION pg_trgm CASCADE")
        cursor.execute("CREATE ROLE visitor_of_a_test")
        cursor.execute("SET LOCAL ROLE visitor_of_a_test")
        with (
            pytest.raises(CommandError, match="Let an administrator of the server run"),
            transaction.atomic(),
            connection.schema_editor() as editor,
        ):
            Trigrams().database_forwards("search", editor, None, None)
        transaction.set_rollback(True)


def test_where_it_is_already_a_role_needs_no_right() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("CREATE ROLE visitor_of_a_test")
        cursor.execute("SET LOCAL ROLE visitor_of_a_test")
        with connection.schema_editor() as editor:
            Trigrams().database_forwards("search", editor, None, None)
        transaction.set_rollback(True)
    assert schema()
