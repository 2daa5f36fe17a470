"""The choice of letters, and the way out without signing in."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from notifications import unsubscribing
from notifications.models import MailPreferences, Notification

Tell = Callable[..., list[Notification]]
LANGUAGES = ("ru", "be", "kk", "en")


def choice_of(user: User) -> tuple[str, bool]:
    choice = MailPreferences.objects.get(user=user)
    return choice.wanted, choice.daily_digest


def test_each_letter_names_the_way_out(tell: Tell, contributor: User, mailoutbox: list[Any]) -> None:
    tell(contributor)
    (letter,) = mailoutbox
    link = letter.extra_headers["List-Unsubscribe"].strip("<>")
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in letter.body


def test_mail_programs_unsubscribe_by_one_request(
    tell: Tell, contributor: User, settings: Any, mailoutbox: list[Any]
) -> None:
    tell(contributor)
    link = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>").removeprefix(settings.WAGTAILADMIN_BASE_URL)
    program = Client(enforce_csrf_checks=True)
    assert program.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert choice_of(contributor) == ("none", False)
    tell(contributor, kind="test.duty")
    assert len(mailoutbox) == 1


def test_opening_the_link_changes_nothing_yet(client: Client, contributor: User) -> None:
    response = client.get(unsubscribing.path(contributor))
    assert contributor.email in response.text
    assert not MailPreferences.objects.exists()


@pytest.mark.parametrize("token", ["1", "1:abc", "x"])
def test_a_changed_link_does_nothing(client: Client, contributor: User, token: str) -> None:
    response = client.post(reverse("notifications:unsubscribe", args=[token]))
    assert response.status_code == 404
    assert not MailPreferences.objects.exists()


def test_the_link_of_a_removed_account_does_nothing(client: Client, contributor: User) -> None:
    path = unsubscribing.path(contributor)
    contributor.delete()
    assert client.post(path).status_code == 404


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_choice_is_made_in_every_language(client: Client, contributor: User, language: str) -> None:
    client.force_login(contributor)
    path = f"/{language}/notifications/preferences/"
    assert client.get(path).status_code == 200
    assert client.post(path, {"wanted": "must_act"}).status_code == 302
    assert choice_of(contributor) == ("must_act", False)


def test_the_choice_asks_to_sign_in(client: Client, db: None) -> None:
    assert client.get(reverse("notifications:preferences")).headers["Location"].startswith("/ru/accounts/login/?next=")


def test_who_never_chose_sees_what_holds(client: Client, contributor: User) -> None:
    client.force_login(contributor)
    form = client.get(reverse("notifications:preferences")).context["form"]
    assert (form["wanted"].value(), form["daily_digest"].value()) == ("all", True)


def test_the_language_of_letters_is_chosen_there(client: Client, contributor: User) -> None:
    client.force_login(contributor)
    path = reverse("notifications:preferences")
    assert client.get(path).context["form"]["language"].value() == "ru"
    client.post(path, {"wanted": "all", "daily_digest": "on", "language": "kk"})
    contributor.refresh_from_db()
    assert contributor.preferred_language == "kk"
    assert choice_of(contributor) == ("all", True)
