"""The bell and the list behind it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from notifications import kinds
from notifications.models import Notification
from notifications.views import PER_PAGE

Tell = Callable[..., list[Notification]]
COUNTS = {
    "ru": "Уведомления: 2 непрочитанных",
    "kk": "Хабарландырулар: 2 оқылмаған",
    "be": "Апавяшчэнні: 2 непрачытаныя",
}


@pytest.fixture
def reader(client: Client, contributor: User) -> Client:
    client.force_login(contributor)
    return client


def unread(user: User) -> int:
    return Notification.objects.filter(recipient=user, read_at=None).count()


@pytest.mark.parametrize("language", COUNTS)
def test_the_header_counts_what_is_unread(reader: Client, contributor: User, tell: Tell, language: str) -> None:
    tell(contributor)
    tell(contributor, kind="test.duty")
    assert COUNTS[language] in reader.get(f"/{language}/areas/").text


def test_visitors_have_no_bell(client: Client, db: None) -> None:
    with CaptureQueriesContext(connection) as queries:
        page = client.get("/ru/areas/")
    assert "bell" not in page.text
    assert not [query for query in queries if "notifications_" in query["sql"]]


def test_the_bell_costs_one_query(reader: Client, contributor: User, tell: Tell) -> None:
    tell(contributor)
    with CaptureQueriesContext(connection) as queries:
        reader.get("/ru/areas/")
    assert len([query for query in queries if "notifications_" in query["sql"]]) == 1


def test_the_list_is_in_the_language_of_the_page_with_the_latest_first(
    reader: Client, contributor: User, tell: Tell
) -> None:
    first, second = tell(contributor) + tell(contributor)
    response = reader.get("/kk/notifications/")
    assert [item.pk for item in response.context["items"]] == [second.pk, first.pk]
    assert "жаңа" in response.text


def test_a_longer_list_asks_the_database_no_more_often(
    reader: Client, contributor: User, tell: Tell, django_assert_max_num_queries: Any
) -> None:
    for _number in range(PER_PAGE + 1):
        tell(contributor)
    with django_assert_max_num_queries(9):
        response = reader.get("/ru/notifications/")
    assert len(response.context["items"]) == PER_PAGE
    assert len(reader.get("/ru/notifications/?page=2").context["items"]) == 1


def test_opening_one_reads_it_and_leads_to_its_page(reader: Client, contributor: User, tell: Tell) -> None:
    (told,) = tell(contributor)
    response = reader.get(reverse("notifications:open", args=[told.pk]))
    assert response.headers["Location"] == "/ru/articles/"
    assert unread(contributor) == 0


def test_one_is_marked_as_read(reader: Client, contributor: User, tell: Tell) -> None:
    told, _other = tell(contributor) + tell(contributor)
    response = reader.post(reverse("notifications:read", args=[told.pk]), {"page": "2"})
    assert response.headers["Location"] == "/ru/notifications/?page=2"
    assert unread(contributor) == 1


def test_all_are_marked_as_read(reader: Client, contributor: User, tell: Tell) -> None:
    tell(contributor)
    tell(contributor)
    reader.post(reverse("notifications:read_all"))
    assert unread(contributor) == 0


@pytest.mark.parametrize("name", ["open", "read"])
def test_nobody_touches_those_of_others(reader: Client, colleague: User, tell: Tell, name: str) -> None:
    (told,) = tell(colleague)
    path = reverse(f"notifications:{name}", args=[told.pk])
    assert (reader.get(path) if name == "open" else reader.post(path)).status_code in (302, 404)
    assert unread(colleague) == 1


def test_reading_all_leaves_those_of_others(reader: Client, colleague: User, tell: Tell) -> None:
    tell(colleague)
    reader.post(reverse("notifications:read_all"))
    assert unread(colleague) == 1


def test_a_kind_that_the_site_no_longer_knows_is_left_out(reader: Client, contributor: User, tell: Tell) -> None:
    tell(contributor)
    del kinds._kinds["test.hello"]
    assert reader.get("/ru/notifications/").context["items"] == []


@pytest.mark.parametrize("path", ["", "1/", "preferences/"])
def test_visitors_are_asked_to_sign_in(client: Client, db: None, path: str) -> None:
    assert client.get(f"/ru/notifications/{path}").headers["Location"].startswith("/ru/accounts/login/")
