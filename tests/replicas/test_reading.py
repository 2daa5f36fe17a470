"""Who reads where, and that nobody misses what they wrote."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connections
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from accounts.models import User
from kb.models import Enterprise
from replicas import middleware, reading, servers
from tests.contribute.test_editing import empty_form
from tests.factories.kb import make_entry
from tests.replicas.conftest import Replica

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("named_replica"),
]
SEARCH = "/ru/search/?q=сушилка"


@pytest.fixture
def entry(replica: Replica, enterprise: Enterprise) -> Any:
    entry = make_entry("technology", title="Сушилка зерна", enterprise=enterprise)
    replica.catch_up()
    return entry


@contextmanager
def statements() -> Iterator[dict[str, int]]:
    """Counts what each server is asked."""
    counts = dict.fromkeys((servers.PRIMARY, servers.REPLICA), 0)

    def counting(alias: str) -> Any:
        def count(execute: Any, *rest: Any) -> Any:
            counts[alias] += 1
            return execute(*rest)

        return count

    with (
        connections[servers.PRIMARY].execute_wrapper(counting(servers.PRIMARY)),
        connections[servers.REPLICA].execute_wrapper(counting(servers.REPLICA)),
    ):
        yield counts


@pytest.mark.parametrize(
    "path", [SEARCH, "/kk/technologies/?country=BY", "/ru/search/suggest/?q=суш", "/en/search/?q=dryer"]
)
def test_searches_and_filtered_lists_ask_the_replica_alone(entry: Any, path: str) -> None:
    Client().get(path)
    with statements() as asked:
        assert Client().get(path).status_code == 200
    assert asked[servers.PRIMARY] == 0
    assert asked[servers.REPLICA] > 0


def test_whoever_wrote_reads_it_at_once_and_others_a_moment_later(
    entry: Any, replica: Replica, contributor: User, client: Client
) -> None:
    client.force_login(contributor)
    replica.stand_still()
    written = empty_form(client, "article") | {"title": "Наладка молота", "action": "save"}
    assert client.post("/ru/contribute/new/article/", written).status_code == 302
    cookie = client.cookies[middleware.COOKIE]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"
    assert "Наладка молота" in client.get("/ru/contribute/").content.decode()

    elsewhere = Client()
    elsewhere.cookies.update({name: morsel for name, morsel in client.cookies.items() if name != middleware.COOKIE})
    assert "Наладка молота" not in elsewhere.get("/ru/contribute/").content.decode()

    replica.go_on()
    replica.catch_up()
    with statements() as asked:
        assert "Наладка молота" in client.get("/ru/contribute/").content.decode()
    assert asked[servers.REPLICA] > 0


def test_a_replica_that_is_too_late_is_not_read_from(entry: Any, replica: Replica, settings: Any) -> None:
    replica.stand_still()
    newer = make_entry("technology", title="Сушилка угля", enterprise=entry.enterprise)
    assert newer.url_path not in Client().get(SEARCH).content.decode()
    settings.REPLICA_MOST_SECONDS = 0
    assert newer.url_path in Client().get(SEARCH).content.decode()


def test_a_page_that_is_kept_for_everybody_is_never_late(entry: Any, replica: Replica) -> None:
    Client().get(entry.url_path)
    replica.stand_still()
    entry.title = "Сушилка зерна и семян"
    entry.save_revision().publish()
    for _visitor in range(2):
        answer = Client().get(entry.url_path)
        assert "Сушилка зерна и семян" in answer.content.decode()
    assert answer.headers["X-Accel-Expires"] != "0"


def test_who_edits_in_the_admin_reads_from_the_primary(entry: Any, editor: User, client: Client) -> None:
    client.force_login(editor)
    client.get("/admin/")
    with statements() as asked:
        assert client.get("/admin/").status_code == 200
    assert asked[servers.REPLICA] == 0


def test_what_a_request_changes_it_reads_where_it_changed_it(entry: Any, replica: Replica) -> None:
    replica.stand_still()
    seen = []

    def view(request: HttpRequest) -> HttpResponse:
        seen.append(type(entry).objects.get(pk=entry.pk).title)
        type(entry).objects.filter(pk=entry.pk).update(title="Другая")
        seen.append(type(entry).objects.get(pk=entry.pk).title)
        return HttpResponse()

    middleware.ReplicaMiddleware(view)(RequestFactory().get("/ru/"))
    assert seen == [entry.title, "Другая"]
    assert reading.alias() == servers.PRIMARY


@pytest.mark.parametrize("forged", ["FFFFFFFF/FFFFFFFF", "0/0", "'; DROP TABLE x", "x" * 5_000, ""])
def test_a_forged_cookie_costs_nobody_anything(entry: Any, forged: str) -> None:
    visitor = Client()
    visitor.cookies[middleware.COOKIE] = forged
    assert entry.url_path in visitor.get(SEARCH).content.decode()


def test_nobody_else_gets_a_cookie(entry: Any) -> None:
    visitor = Client()
    for path in ("/ru/", SEARCH, entry.url_path, "/healthz"):
        assert middleware.COOKIE not in visitor.get(path).cookies
