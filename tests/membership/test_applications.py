"""Asking to write for an enterprise, up to the editor's list."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from kb.models import Enterprise
from membership import joining
from membership.models import Application
from notifications.models import Notification
from tests.factories.kb import bin_number
from tests.membership.conftest import UNP

Waiting = Callable[..., Application]
LANGUAGES = ("ru", "be", "kk", "en")
FORM = {
    "country": "BY",
    "enterprise_name": "ОАО «Новый завод»",
    "tax_id": UNP,
    "first_name": "Ольга",
    "last_name": "Ковальчук",
    "post": "инженер-технолог",
    "email": "Kovalchuk@plant.example.org",
    "language": "ru",
    "consent": "on",
}


def send(client: Client, **changes: str) -> Any:
    return client.post(reverse("membership:apply"), {**FORM, **changes})


def link_in(letter: Any) -> str:
    found = re.search(r"https?://[^/]+(/\S+/join/\S+)", letter.body)
    assert found is not None
    return found.group(1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_form_opens_in_every_language(client: Client, db: None, language: str) -> None:
    assert client.get(f"/{language}/join/").status_code == 200


def test_an_application_waits_until_the_address_is_confirmed(
    client: Client, editor: User, mailoutbox: list[Any]
) -> None:
    assert send(client).headers["Location"] == "/ru/join/sent/"
    assert Application.objects.get().state == Application.State.UNCONFIRMED
    (letter,) = mailoutbox
    assert letter.to == ["kovalchuk@plant.example.org"]
    assert not Notification.objects.exists()


def test_opening_the_link_does_not_confirm_yet(client: Client, editor: User, mailoutbox: list[Any]) -> None:
    send(client)
    assert client.get(link_in(mailoutbox[0])).status_code == 200
    assert Application.objects.get().state == Application.State.UNCONFIRMED


def test_once_confirmed_the_editors_of_the_country_must_act(
    client: Client, editor: User, other_editor: User, chief_editor: User, mailoutbox: list[Any]
) -> None:
    send(client)
    client.post(link_in(mailoutbox[0]))
    assert Application.objects.get().state == Application.State.WAITING
    told = Notification.objects.get()
    assert (told.recipient, told.must_act) == (editor, True)
    assert mailoutbox[1].to == [editor.email]


def test_confirming_twice_tells_nobody_twice(client: Client, editor: User, mailoutbox: list[Any]) -> None:
    send(client)
    for _time in range(2):
        client.post(link_in(mailoutbox[0]))
    assert Notification.objects.count() == 1


def test_a_country_without_an_editor_is_looked_after_by_the_chief_editors(
    client: Client, chief_editor: User, mailoutbox: list[Any]
) -> None:
    send(client)
    client.post(link_in(mailoutbox[0]))
    assert Notification.objects.get().recipient == chief_editor


def test_the_link_is_good_for_three_days(client: Client, db: None, mailoutbox: list[Any], monkeypatch: Any) -> None:
    send(client)
    monkeypatch.setattr("membership.links.CONFIRM_WITHIN", timedelta(seconds=-1))
    assert client.post(link_in(mailoutbox[0])).status_code == 404


def test_a_changed_link_confirms_nothing(client: Client, db: None) -> None:
    assert client.post(reverse("membership:confirm", args=["abc:def:ghi"])).status_code == 404


def test_a_later_application_takes_the_place_of_an_earlier_one(waiting: Waiting) -> None:
    waiting(post="инженер")
    later = waiting(post="главный инженер")
    assert Application.objects.get() == later
    assert Notification.objects.filter(read_at=None).count() == 1


def test_an_application_for_another_enterprise_leaves_the_first_one_waiting(waiting: Waiting) -> None:
    waiting()
    waiting(country="KZ", tax_id=bin_number(7))
    assert Application.objects.count() == 2


def test_the_letter_to_confirm_carries_nothing_that_was_typed(client: Client, db: None, mailoutbox: list[Any]) -> None:
    send(client, first_name="evil.example", enterprise_name="Выигрыш evil.example")
    (letter,) = mailoutbox
    html = str(letter.alternatives)
    assert "evil.example" not in letter.subject + letter.body + html


class TestNothingTellsWhetherAnAddressHasAnAccount:
    def test_the_answers_are_the_same(self, client: Client, stranger: User) -> None:
        unknown, known = send(client), send(client, email=stranger.email.upper())
        assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])

    def test_its_owner_is_told_by_a_letter(self, client: Client, stranger: User, mailoutbox: list[Any]) -> None:
        send(client, email=stranger.email)
        (letter,) = mailoutbox
        assert letter.to == [stranger.email]
        assert "учётная запись" in letter.subject
        assert not Application.objects.exists()

    def test_a_suspended_account_gets_no_letter(self, client: Client, stranger: User, mailoutbox: list[Any]) -> None:
        User.objects.filter(pk=stranger.pk).update(is_active=False)
        assert send(client, email=stranger.email).headers["Location"] == "/ru/join/sent/"
        assert mailoutbox == []


class TestWhatIsTyped:
    @pytest.mark.parametrize(
        ("country", "number"), [("BY", "123456789"), ("BY", bin_number(1)), ("KZ", UNP), ("KZ", "123456789012")]
    )
    def test_a_number_that_cannot_be_is_refused(self, client: Client, db: None, country: str, number: str) -> None:
        response = send(client, country=country, tax_id=number)
        assert response.context["form"].errors.keys() == {"tax_id"}

    def test_spaces_in_the_number_do_not_matter(self, client: Client, db: None) -> None:
        number = bin_number(5)
        send(client, country="KZ", tax_id=f" {number[:6]} {number[6:]} ")
        assert Application.objects.get().tax_id == number

    def test_nothing_typed_is_lost(self, client: Client, db: None) -> None:
        text = send(client, tax_id="1").text
        assert 'value="ОАО «Новый завод»"' in text
        assert 'value="инженер-технолог"' in text

    @pytest.mark.parametrize("field", [name for name in FORM if name != "language"])
    def test_every_field_is_needed(self, client: Client, db: None, field: str) -> None:
        assert field in send(client, **{field: ""}).context["form"].errors

    def test_without_consent_the_reason_is_given(self, client: Client, db: None) -> None:
        errors = send(client, consent="").context["form"].errors
        assert errors["consent"] == ["Без вашего согласия мы не вправе хранить заявку."]

    def test_the_page_of_an_enterprise_fills_in_what_it_knows(self, client: Client, enterprise: Enterprise) -> None:
        text = client.get(reverse("membership:apply"), {"enterprise": enterprise.slug}).text
        assert f'value="{enterprise.name_ru}"' in text


class TestPrograms:
    def test_that_fill_in_every_field_reach_nobody(self, client: Client, db: None, mailoutbox: list[Any]) -> None:
        assert send(client, homepage="https://example.org").headers["Location"] == "/ru/join/sent/"
        assert not Application.objects.exists()
        assert mailoutbox == []

    def test_cannot_fill_one_mailbox(self, client: Client, db: None, mailoutbox: list[Any]) -> None:
        for _time in range(3):
            send(client)
        assert send(client).status_code == 429
        assert len(mailoutbox) == 3

    def test_cannot_send_many_from_one_place(self, client: Client, db: None, mailoutbox: list[Any]) -> None:
        for number in range(20):
            send(client, email=f"person{number}@plant.example.org")
        assert send(client, email="last@plant.example.org").status_code == 429


class TestWhoIsSignedIn:
    def test_need_not_confirm_the_address(self, client: Client, stranger: User, editor: User) -> None:
        client.force_login(stranger)
        send(client)
        application = Application.objects.get()
        assert (application.state, application.user) == (Application.State.WAITING, stranger)
        assert application.email == stranger.email

    def test_does_not_apply_where_he_or_she_writes(
        self, client: Client, contributor: User, enterprise: Enterprise
    ) -> None:
        client.force_login(contributor)
        response = send(client, tax_id=enterprise.tax_id)
        assert response.context["form"].errors.keys() == {"tax_id"}


def test_what_is_never_confirmed_is_removed(client: Client, db: None) -> None:
    send(client)
    Application.objects.update(created_at=timezone.now() - timedelta(days=4))
    assert joining.remove_old().startswith("1 unconfirmed")


def test_who_was_declined_long_ago_is_forgotten(waiting: Waiting, editor: User) -> None:
    joining.decline(waiting(), reason="number", text="", user=editor)
    Application.objects.update(created_at=timezone.now() - joining.DECLINED_KEPT - timedelta(days=1))
    joining.remove_old()
    assert not Application.objects.exists()
