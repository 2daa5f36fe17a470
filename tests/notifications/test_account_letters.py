"""Whose account is changed gets a letter about it."""

from urllib.parse import urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import update_last_login
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.factories.accounts import PASSWORD
from tests.mail import LINK
from tests.second_factor import code

pytestmark = pytest.mark.django_db
NEW = "new battery staple"


def change_password(user: User) -> None:
    client = Client()
    client.force_login(user)
    data = {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    assert client.post(reverse("account_change_password"), data).status_code == 302


@pytest.mark.parametrize(
    ("language", "subject"),
    [
        ("ru", "Обмен технологиями: ваш пароль изменён"),
        ("be", "Абмен тэхналогіямі: ваш пароль зменены"),
        ("kk", "Технология алмасу: құпиясөзіңіз өзгертілді"),
        ("en", "Technology exchange: your password was changed"),
    ],
)
def test_a_new_password_is_told_in_the_language_of_the_account(contributor, mailoutbox, language, subject):
    contributor.preferred_language = language
    contributor.save()

    change_password(contributor)

    (letter,) = mailoutbox
    assert (letter.to, letter.subject) == ([contributor.email], subject)
    assert f"/{language}/accounts/password/reset/" in letter.body
    assert NEW not in letter.body


def test_a_new_password_by_the_link_of_a_letter_is_told(client, contributor, mailoutbox):
    update_last_login(User, contributor)
    choose_by_letter(client, contributor, mailoutbox)

    assert len(mailoutbox) == 2


def test_the_first_password_is_no_news(client, contributor, mailoutbox):
    choose_by_letter(client, contributor, mailoutbox)

    assert len(mailoutbox) == 1


def choose_by_letter(client: Client, user: User, mailoutbox: list) -> None:
    assert user.has_usable_password()
    client.post(reverse("account_reset_password"), {"email": user.email})
    link = next(link for link in LINK.findall(mailoutbox[0].body) if "/reset/key/" in link)
    form = client.get(urlsplit(link).path, follow=True)
    answer = client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    assert answer.status_code == 302


def test_setting_up_renewing_and_removing_the_second_factor_is_told(
    client, contributor, mailoutbox, django_capture_on_commit_callbacks
):
    client.force_login(contributor)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    secret = client.get(reverse("mfa_activate_totp")).context["form"].secret
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_activate_totp"), {"code": code(secret)})
    assert Authenticator.objects.filter(user=contributor).count() == 2
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_generate_recovery_codes"))
    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("mfa_deactivate_totp"))

    assert [letter.subject for letter in mailoutbox] == [
        "Обмен технологиями: второй фактор настроен",
        "Обмен технологиями: новые резервные коды",
        "Обмен технологиями: второй фактор отключён",
    ]
