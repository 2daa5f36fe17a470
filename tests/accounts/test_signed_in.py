"""Whoever presses a button after the session has ended comes back to the page with the button."""

import pytest
from django.urls import reverse

pytestmark = pytest.mark.django_db

PAGE = "/ru/contacts/?show=new"


def asked_to_sign_in(client, **headers):
    address = reverse("exchange:note", args=[1])
    answer = client.post(address, {"text": "…"}, headers=headers)
    assert answer.status_code == 302
    return address, answer.url


def test_who_is_signed_out_comes_back_to_the_page_that_the_button_was_on(client):
    _address, target = asked_to_sign_in(client, referer=f"http://testserver{PAGE}")

    assert target.startswith(reverse("account_login"))
    assert target.endswith("?next=/ru/contacts/%3Fshow%3Dnew")


@pytest.mark.parametrize("referer", ["https://elsewhere.example.org/ru/contacts/", "", "javascript:alert(1)"])
def test_who_comes_from_elsewhere_gets_to_the_own_pages(client, referer):
    address, target = asked_to_sign_in(client, referer=referer)

    assert "elsewhere" not in target and "javascript" not in target and address not in target


def test_it_is_told_that_nothing_was_done(client):
    with_message = client.post(reverse("exchange:note", args=[1]), {"text": "…"}, follow=True)

    assert "ничего не сделано" in with_message.content.decode()


def test_a_page_is_come_back_to_itself(client):
    answer = client.get(reverse("exchange:inbox"), {"show": "new"})

    assert "show%3Dnew" in answer.url
