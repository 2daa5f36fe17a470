"""Lines of the log: what is in them, and what must not be."""

import io
import json
from typing import Any

import pytest
from django.test import Client
from django.urls import path

from accounts.models import User
from operations import context
from operations.private import without_secrets

PASSWORD = "Unsagbar-9041-geheim"
TOKEN = "3f9d2c77a1b04e6ea0c1-unguessable"


def lines(stream: io.StringIO, logger: str) -> list[dict[str, Any]]:
    everything = [json.loads(line) for line in stream.getvalue().splitlines()]
    return [line for line in everything if line["logger"] == logger]


@pytest.mark.django_db
def test_an_answer_is_one_line_with_number_view_status_and_times(client: Client, written: io.StringIO) -> None:
    response = client.get("/ru/search/", {"q": "редкая болезнь"})
    (line,) = lines(written, "operations.access")
    assert line["request_id"] == response.headers["X-Request-ID"]
    assert (line["method"], line["path"], line["status"]) == ("GET", "/ru/search/", 200)
    assert line["view"].endswith("search")
    assert line["queries"] > 0
    assert line["ms"] >= line["db_ms"] > 0
    assert "редкая" not in written.getvalue()
    assert "%D1" not in written.getvalue()


@pytest.mark.django_db
def test_a_person_is_a_number(client: Client, contributor: User, written: io.StringIO) -> None:
    client.force_login(contributor)
    client.get("/ru/contribute/")
    line = lines(written, "operations.access")[-1]
    assert line["user_id"] == contributor.pk
    assert contributor.email not in json.dumps(lines(written, "operations.access"))


@pytest.mark.django_db
@pytest.mark.parametrize("proxies", [0, 1])
def test_the_number_of_a_trusted_server_in_front_is_kept(client: Client, settings: Any, proxies: int) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = proxies
    offered = "0123456789abcdef"
    response = client.get("/healthz", headers={"X-Request-ID": offered})
    assert (response.headers["X-Request-ID"] == offered) == bool(proxies)


@pytest.mark.parametrize("offered", ["", "short", "a" * 65, 'x"}\n{"level": "ERROR', "кириллица-тоже-нет"])
def test_what_does_not_look_like_a_number_is_replaced(offered: str) -> None:
    number = context.identify(offered, trusted=True)
    assert number != offered
    assert context.ACCEPTED.fullmatch(number)


@pytest.mark.django_db
def test_passwords_and_tokens_reach_no_line(client: Client, contributor: User, written: io.StringIO) -> None:
    client.raise_request_exception = False
    client.post("/ru/accounts/login/", {"login": contributor.email, "password": PASSWORD})
    client.get(f"/ru/join/confirm/{TOKEN}/?token={TOKEN}")
    client.get(f"/ru/contacts/confirm/{TOKEN}/")
    client.get(f"/ru/accounts/password/reset/key/1-{TOKEN}/")
    client.get(f"/ru/nowhere/?token={TOKEN}", headers={"Authorization": f"Bearer {TOKEN}", "Cookie": f"a={TOKEN}"})
    assert len(lines(written, "operations.access")) == 5
    assert PASSWORD not in written.getvalue()
    assert TOKEN not in written.getvalue()


def broken(request: object, token: str) -> None:
    """A view that fails and says why, too loudly."""
    raise RuntimeError(f"token={token}")


urlpatterns = [path("broken/<str:token>/", broken)]


@pytest.mark.urls(__name__)
def test_an_error_is_logged_with_its_place_but_without_the_secret_in_its_address(written: io.StringIO) -> None:
    Client(raise_request_exception=False).get(f"/broken/{TOKEN}/")
    (line,) = lines(written, "django.request")
    assert line["message"] == "Internal Server Error: /broken/[left out]/"
    assert "RuntimeError" in line["exception"]
    assert TOKEN not in written.getvalue()


@pytest.mark.parametrize(
    "text",
    [
        f"postgresql://kb:{TOKEN}@127.0.0.1/kb refused",
        f"GET /ru/search/?q={TOKEN}",
        f"https://example.org/a/?next={TOKEN} was asked",
        f"{{'password': '{TOKEN}'}}",
        f"SECRET_KEY={TOKEN}",
        f"duplicate key value\nDETAIL:  Key (email)=({TOKEN}) already exists.",
        f"DETAIL:  Failing row contains (1, {TOKEN}, null).",
    ],
)
def test_a_message_loses_its_secrets(text: str) -> None:
    assert TOKEN not in without_secrets(text)


def test_a_message_without_secrets_stays_as_it_is() -> None:
    text = "Letter 7 (review.approved) was not taken, attempt 2: ConnectionRefusedError: [Errno 111]. Why? Unknown"
    assert without_secrets(text) == text
