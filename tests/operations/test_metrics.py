"""What Prometheus reads."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from kb.models import Enterprise
from notifications.models import Mail
from search.models import SearchDocument
from tests.factories.accounts import UserFactory
from tests.factories.kb import make_entry

TOKEN = "a-token-of-this-test"

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def token(settings: Any) -> None:
    settings.METRICS_TOKEN = TOKEN


def figures(client: Client) -> dict[str, float]:
    """By name with labels, as Prometheus keeps them."""
    response = client.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    assert response.status_code == 200
    assert response.headers["Content-Type"].startswith("text/plain")
    found = re.findall(r"^([^#\s]\S*) (\S+)$", response.content.decode(), re.MULTILINE)
    return {name: float(value) for name, value in found}


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x"])
def test_without_the_token_nothing_is_told(client: Client, given: str) -> None:
    assert client.get("/metrics", headers={"Authorization": given}).status_code == 403


def test_where_no_token_is_set_nobody_may_read(client: Client, settings: Any) -> None:
    settings.METRICS_TOKEN = ""
    assert client.get("/metrics", headers={"Authorization": "Bearer "}).status_code == 403


def test_answers_are_counted_by_view_not_by_path(client: Client) -> None:
    name = 'kb_requests_total{method="GET",status="200",view="search"}'
    before = figures(client).get(name, 0)
    client.get("/ru/search/?q=x")
    client.get("/en/search/?q=y")
    after = figures(client)
    assert after[name] == before + 2
    assert after['kb_request_seconds_count{view="search"}'] >= 2
    assert not [key for key in after if "/ru/" in key]


def test_made_up_methods_and_addresses_make_no_series_of_their_own(client: Client) -> None:
    client.generic("BREW", "/ru/search/")
    before = len(figures(client))
    for number in range(20):
        client.generic(f"BREW{number}", f"/nowhere-{number}/")
    assert len(figures(client)) - before <= 30


def test_what_waits_and_what_failed_is_told(client: Client, enterprise: Enterprise, queue: None) -> None:
    before = figures(client)
    user = UserFactory()
    for state in (Mail.State.FAILED, Mail.State.WAITING):
        Mail.objects.create(kind="x", user=user, language="ru", state=state, next_attempt=timezone.now())
    make_entry("technology", enterprise=enterprise)
    SearchDocument.objects.all().delete()
    after = figures(client)
    changed = {name: after[name] - before[name] for name in before if after[name] != before[name]}
    assert changed["kb_mails_failed"] == 1
    assert changed["kb_mails_waiting"] == 1
    assert changed["kb_tasks_ready"] >= 1
    assert after["kb_search_missing_entries"] == 1
    assert after["kb_tasks_oldest_seconds"] >= 0


@pytest.mark.django_db(transaction=True)
def test_the_pool_of_the_process_is_told(client: Client) -> None:
    # A test that changes TIME_ZONE makes Django begin a new pool beside the connection that is in use.
    connection.close()
    told = figures(client)
    assert told["kb_database_pool_size"] >= 1
    assert told["kb_database_requests_errors"] == 0
