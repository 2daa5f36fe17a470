"""Connections that the server has closed, as it does when it is restarted."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path


def backend() -> int:
    """The server's process behind the connection in use."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])


def end(process: int) -> None:
    """Ends a session with the server, from another one."""
    with psycopg.connect(**connection.get_connection_params()) as administrator:
        administrator.execute("SELECT pg_terminate_backend(%s, 5000)", [process])


@pytest.mark.django_db(transaction=True)
def test_a_restart_of_the_server_costs_nobody_an_error() -> None:
    visitor = Client(raise_request_exception=False)
    # The pool is this test's own, whatever others did to theirs.
    connection.close()
    connection.close_pool()
    for _round in range(3):
        lost_one = backend()
        # Back into the pool, as at the end of a request.
        connection.close()
        end(lost_one)
        assert visitor.get("/ru/search/?q=%D1%82").status_code == 200
        assert backend() != lost_one


def lost(request: object, language: str) -> None:
    """A view whose database is away."""
    raise OperationalError("the connection is lost")


urlpatterns = [path("<str:language>/lost/", lost)]
handler500 = "home.errors.server_error"


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_while_the_database_is_away_people_are_told_to_come_back(language: str) -> None:
    response = Client(raise_request_exception=False).get(f"/{language}/lost/")
    assert response.status_code == 503
    assert response.headers["Retry-After"] == "10"
    assert f'<html lang="{language}">' in response.content.decode()
