"""Names of browsers as their owners know them."""

import pytest
from django.test import Client
from django.utils.translation import override

from accounts.browsers import name
from accounts.models import User
from tests.factories.accounts import PASSWORD

LIKE_CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0"
YANDEX = f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {LIKE_CHROME} YaBrowser/25.8.0.0 Safari/537.36"


@pytest.mark.parametrize(
    ("user_agent", "shown"),
    [
        (YANDEX, "Yandex Browser · Windows"),
        (f"Mozilla/5.0 (Windows NT 10.0) {LIKE_CHROME} Safari/537.36 Edg/140.0", "Edge · Windows"),
        (f"Mozilla/5.0 (Linux; Android 14) {LIKE_CHROME} Mobile Safari/537.36", "Chrome · Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18.0 Mobile Safari/604.1", "Safari · iPhone"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 15.0; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox · macOS"),
        ("curl/8.0", "Unknown browser"),
        ("", "Unknown browser"),
    ],
)
def test_browser_and_system_are_named(user_agent: str, shown: str) -> None:
    with override("en"):
        assert name(user_agent) == shown


@pytest.mark.django_db
def test_people_see_the_names_of_their_browsers(contributor: User, client: Client) -> None:
    sign_in = {"login": contributor.email, "password": PASSWORD}
    client.post("/en/accounts/login/", sign_in, headers={"User-Agent": YANDEX})
    page = client.get("/en/accounts/security/sessions/", headers={"User-Agent": YANDEX}).content.decode()
    assert "Yandex Browser · Windows</span>" in page
