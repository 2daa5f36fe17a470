"""Signing in: one door, in four languages, to the right place."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from notifications.models import Mail
from tests.factories.accounts import PASSWORD, UserFactory
from tests.mail import SmtpServer

LANGUAGES = ("ru", "be", "kk", "en")


@pytest.fixture(autouse=True)
def no_attempts_counted() -> None:
    """allauth counts attempts in the cache; each test begins at none."""
    from django.core.cache import cache

    cache.clear()


def sign_in(client: Client, user: User, password: str = PASSWORD, **more: str) -> Any:
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def test_a_contributor_comes_to_my_pages(client: Client, contributor: User) -> None:
    assert sign_in(client, contributor).headers["Location"] == "/ru/contribute/"


@pytest.mark.parametrize("role", ["expert", "editor", "chief_editor", "administrator"])
def test_reviewers_come_to_the_admin(client: Client, db: None, role: str, request: pytest.FixtureRequest) -> None:
    assert sign_in(client, request.getfixturevalue(role)).headers["Location"] == "/admin/"


def test_the_page_asked_for_comes_first(client: Client, contributor: User) -> None:
    assert sign_in(client, contributor, next="/ru/articles/").headers["Location"] == "/ru/articles/"


def test_no_other_site_is_led_to(client: Client, contributor: User) -> None:
    assert sign_in(client, contributor, next="https://example.org/").headers["Location"] == "/ru/contribute/"


def test_case_and_spaces_of_the_address_do_not_matter(client: Client, contributor: User) -> None:
    data = {"login": f" {contributor.email.upper()} ", "password": PASSWORD}
    assert client.post(reverse("account_login"), data).status_code == 302


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_wrong_password_is_refused_without_saying_which_was_wrong(
    client: Client, contributor: User, language: str
) -> None:
    url = f"/{language}/accounts/login/"
    known = client.post(url, {"login": contributor.email, "password": "wrong"})
    unknown = client.post(url, {"login": "nobody@example.org", "password": "wrong"})
    assert known.context["form"].errors == unknown.context["form"].errors != {}


def test_too_many_attempts_are_stopped(client: Client, contributor: User) -> None:
    for _attempt in range(6):
        sign_in(client, contributor, "wrong")
    assert sign_in(client, contributor).status_code == 200


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("ru", "Слишком много попыток"),
        ("be", "Занадта шмат спроб"),
        ("kk", "Әрекет тым көп"),
        ("en", "Too many attempts"),
    ],
)
def test_who_tries_passwords_in_the_form_of_a_new_one_is_told_to_wait(
    client: Client, contributor: User, language: str, said: str
) -> None:
    client.force_login(contributor)
    wrong = {"oldpassword": "wrong", "password1": "new battery staple", "password2": "new battery staple"}
    for _attempt in range(6):
        answer = client.post(f"/{language}/accounts/password/change/", wrong)
    assert answer.status_code == 429
    assert f"<h1>{said}</h1>" in answer.text


@pytest.mark.parametrize("door", ["/admin/login/", "/ru/_util/login/"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_the_other_doors_lead_to_the_one(client: Client, administrator: User, door: str, method: str) -> None:
    data = {"username": administrator.email, "password": PASSWORD}
    response = getattr(client, method)(door, data)
    assert response.headers["Location"].startswith("/ru/accounts/login/?next=")
    assert "_auth_user_id" not in client.session


def test_the_admin_asks_to_sign_in_at_the_one_door(client: Client, db: None) -> None:
    assert client.get("/admin/").headers["Location"] == "/ru/accounts/login/?next=/admin/"


def test_a_contributor_does_not_enter_the_admin(client: Client, contributor: User) -> None:
    client.force_login(contributor)
    assert client.get("/admin/", follow=True).request["PATH_INFO"] == "/ru/contribute/"


@pytest.mark.parametrize("path", ["/admin/password_reset/", "/ru/accounts/signup/", "/ru/accounts/email/"])
def test_doors_that_nobody_needs_are_closed(client: Client, db: None, path: str) -> None:
    assert client.get(path, follow=True).status_code == 404


def test_demonstration_users_cannot_sign_in_where_they_are_forbidden(client: Client, db: None, settings: Any) -> None:
    user = UserFactory(is_demonstration=True)
    settings.DEMONSTRATION_USERS_ALLOWED = False
    assert sign_in(client, user).status_code == 200


def test_signing_out_takes_a_button(client: Client, contributor: User) -> None:
    client.force_login(contributor)
    client.get(reverse("account_logout"))
    assert "_auth_user_id" in client.session
    client.post(reverse("account_logout"))
    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", ["login/", "password/reset/", "password/reset/done/", "inactive/"])
def test_every_page_answers_in_every_language(client: Client, db: None, language: str, path: str) -> None:
    assert client.get(f"/{language}/accounts/{path}").status_code == 200


def test_a_new_password_is_chosen_by_the_link_in_the_letter(
    client: Client, contributor: User, mailoutbox: list[Any]
) -> None:
    client.post(reverse("account_reset_password"), {"email": contributor.email})
    (letter,) = mailoutbox
    (link,) = re.findall(r"https?://[^/]+(/\S+/reset/key/\S+)", letter.body)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "new battery staple", "password2": "new battery staple"})
    assert sign_in(client, contributor, "new battery staple").status_code == 302


def test_a_mail_server_that_is_away_neither_breaks_the_page_nor_loses_the_letter(
    client: Client, contributor: User, smtp_server: SmtpServer, work_off: Callable[[], None]
) -> None:
    smtp_server.answer = "451 Try again later"
    assert client.post(reverse("account_reset_password"), {"email": contributor.email}).status_code == 302
    work_off()
    smtp_server.answer = ""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())
    work_off()
    assert len(smtp_server.to(contributor.email)) == 1


def test_the_link_is_not_kept_once_the_letter_is_sent(client: Client, contributor: User, mailoutbox: list[Any]) -> None:
    client.post(reverse("account_reset_password"), {"email": contributor.email})
    sent = Mail.objects.get()
    assert (sent.state, sent.url, sent.params) == (Mail.State.SENT, "", {})


def test_two_different_passwords_are_refused(client: Client, contributor: User) -> None:
    client.force_login(contributor)
    data = {"oldpassword": PASSWORD, "password1": "new battery staple", "password2": "other battery staple"}
    response = client.post(reverse("account_change_password"), data)
    assert response.context["form"].errors.keys() == {"password2"}


@pytest.mark.parametrize("password", ["short1", "1234567890987", "password123"])
def test_a_weak_password_is_refused(client: Client, contributor: User, password: str) -> None:
    client.force_login(contributor)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    response = client.post(reverse("account_change_password"), data)
    assert response.context["form"].errors.keys() == {"password1"}


def test_who_has_no_account_is_not_told_apart(client: Client, contributor: User, mailoutbox: list[Any]) -> None:
    url = reverse("account_reset_password")
    known = client.post(url, {"email": contributor.email})
    unknown = client.post(url, {"email": "nobody@example.org"})
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
