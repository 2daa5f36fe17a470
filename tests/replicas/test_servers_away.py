"""One of the servers is away: readers notice nothing, writers are told."""

from typing import Any

import pytest
from django.db import connections
from django.test import Client

from accounts.models import User
from kb.models import Enterprise
from replicas import servers
from tests.factories.kb import make_entry
from tests.replicas.conftest import Replica

pytestmark = [
    pytest.mark.django_db(transaction=True, databases="__all__"),
    pytest.mark.usefixtures("named_replica"),
]
SECTIONS = ("", "technologies/", "case-studies/", "articles/", "areas/", "enterprises/", "about/", "how-to-contribute/")
ASKED_EACH_TIME = ("search/?q=сушилка", "technologies/?country=BY", "accounts/login/", "join/")
PAGES = (*SECTIONS, "enterprises/minsk-plant/", *ASKED_EACH_TIME)


@pytest.fixture
def entries(replica: Replica, enterprise: Enterprise) -> list[Any]:
    made = [
        make_entry(kind, title="Сушилка зерна", enterprise=enterprise)
        for kind in ("technology", "case_study", "article")
    ]
    # One of them has been asked for, the others not.
    Client().get(made[0].url_path)
    return made


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_readers_do_not_notice_that_the_primary_is_away(entries: list[Any], primary_away: None, language: str) -> None:
    visitor = Client(raise_request_exception=False)
    for path in [f"/{language}/{rest}" for rest in PAGES] + [entry.url_path for entry in entries]:
        answer = visitor.get(path)
        assert answer.status_code == 200, path
        # A cache in front must not keep what may be late.
        assert answer.headers.get("X-Accel-Expires", "0") == "0", path


def test_somebody_signed_in_goes_on_reading_and_is_told_that_nothing_is_saved(
    entries: list[Any], contributor: User, client: Client, replica: Replica, request: pytest.FixtureRequest
) -> None:
    client.raise_request_exception = False
    client.force_login(contributor)
    request.getfixturevalue("primary_away")
    assert client.get("/ru/contribute/").status_code == 200
    answer = client.post("/ru/contribute/new/article/", {"title": "Наладка", "action": "save"})
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]


def test_the_site_is_ready_to_be_read(entries: list[Any], primary_away: None) -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200, answer.json()
    assert "replica" in answer.json()["database"]["detail"]


def test_the_primary_is_used_again_when_it_is_back(
    entries: list[Any], replica: Replica, request: pytest.FixtureRequest
) -> None:
    visitor = Client(raise_request_exception=False)
    described = connections[servers.PRIMARY].settings_dict
    host = described["HOST"]
    request.getfixturevalue("primary_away")
    assert visitor.get(entries[1].url_path).status_code == 200
    assert servers.primary.is_away()
    described["HOST"] = host
    connections[servers.PRIMARY].close_pool()
    servers.primary._asked_again_at = 0.0
    assert not servers.primary.is_away()
    assert visitor.get(entries[1].url_path).headers["X-Accel-Expires"] != "0"


def test_without_a_replica_everything_comes_from_the_primary(entries: list[Any], replica: Replica) -> None:
    visitor = Client(raise_request_exception=False)
    assert visitor.get("/ru/search/?q=сушилка").status_code == 200
    connections[servers.REPLICA].close()
    replica.stop()
    for path in ("/ru/search/?q=сушилка", "/ru/technologies/?country=BY", entries[0].url_path, "/readyz"):
        assert visitor.get(path).status_code == 200, path
    assert servers.replica.is_away()
    replica.start()
    servers.replica._asked_again_at = 0.0
    assert not servers.replica.is_away()
