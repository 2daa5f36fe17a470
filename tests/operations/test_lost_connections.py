"""Connections that the server has closed, as it does when it is restarted."""

import psycopg
import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.urls import path


def cut_all_connections() -> int:
    """Ends every session with the test's database but its own; how many there were."""
    parameters = connection.get_connection_params()
    with psycopg.connect(**parameters) as administrator:
        ended = administrator.execute(
            "SELECT count(pg_terminate_backend(pid, 5000)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
        ).fetchone()
    assert ended is not None
    return int(ended[0])


@pytest.mark.django_db(transaction=True)
def test_a_restart_of_the_server_costs_nobody_an_error() -> None:
    visitor = Client(raise_request_exception=False)
    assert visitor.get("/ru/accounts/login/").status_code == 200
    for _round in range(3):
        # Back into the pool, as at the end of a request.
        connection.close()
        assert cut_all_connections() >= 1
        assert visitor.get("/ru/search/?q=%D1%82").status_code == 200


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
