"""The second factor: who has to have it, and that no door of the admin forgets to ask."""

import re
from zoneinfo import ZoneInfo

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from allauth.usersessions.models import UserSession
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone, translation

from accounts.models import AuditEvent
from kb.dates import date_in_words
from tests.factories.accounts import PASSWORD
from tests.second_factor import SECRET, code

pytestmark = pytest.mark.django_db
DOORS = [
    "/admin/", "/admin/pages/", "/admin/pages/1/edit/", "/admin/users/", "/admin/account/", "/admin/images/",
    "/admin/documents/", "/admin/reports/site-history/", "/admin/choose-page/", "/ru/work/", "/kk/work/workload/",
]  # fmt: skip


@pytest.fixture(autouse=True)
def required(settings):
    settings.SECOND_FACTOR = "required"


@pytest.fixture(autouse=True)
def no_attempts_counted():
    from django.core.cache import cache

    cache.clear()


def give_second_factor(user):
    TOTP.activate(user, SECRET)
    return user


def sign_in(client, user, **more):
    return client.post("/ru/accounts/login/", {"login": user.email, "password": PASSWORD, **more})


def confirm_password(client):
    client.post("/ru/accounts/reauthenticate/", {"password": PASSWORD})


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("role", ["expert", "editor", "administrator"])
def test_without_one_every_door_leads_to_where_it_is_set_up(client, request, role, door):
    sign_in(client, request.getfixturevalue(role))
    for method in (client.get, client.post):
        answer = method(door)
        assert answer.status_code == 302
        assert answer.headers["Location"].endswith("/accounts/security/app/")


@pytest.mark.parametrize("door", DOORS)
def test_a_session_that_was_opened_without_it_is_asked_for_a_code(client, editor, door):
    client.force_login(give_second_factor(editor))
    answer = client.get(door)
    assert answer.status_code == 302
    assert "/accounts/security/code-again/?next=" in answer.headers["Location"]


def test_the_code_opens_the_door_that_was_wanted(client, editor):
    client.force_login(give_second_factor(editor))
    form = client.get("/admin/reports/site-history/").headers["Location"]
    answer = client.post(form, {"code": code(), "next": "/admin/reports/site-history/"})
    assert answer.headers["Location"] == "/admin/reports/site-history/"
    assert client.get("/admin/").status_code == 200


def test_signing_in_asks_for_the_code_after_the_password(client, editor):
    give_second_factor(editor)
    answer = sign_in(client, editor)
    assert answer.headers["Location"].endswith("/accounts/security/code/")
    assert client.get("/admin/").status_code == 302
    assert client.post(answer.headers["Location"], {"code": code()}).headers["Location"] == "/admin/"
    assert client.get("/admin/").status_code == 200


@pytest.mark.parametrize("path", ["/admin/login/", "/ru/_util/login/", "/kk/accounts/login/"])
def test_no_other_way_in_does_without_the_code(client, editor, path):
    give_second_factor(editor)
    client.post(path, {"login": editor.email, "username": editor.email, "password": PASSWORD}, follow=True)
    assert client.get("/admin/").status_code == 302


def test_a_wrong_code_is_refused_in_the_readers_language(client, editor):
    give_second_factor(editor)
    sign_in(client, editor)
    answer = client.post("/kk/accounts/security/code/", {"code": "000000"})
    assert "Бұл код сәйкес келмейді" in answer.content.decode()
    assert client.get("/admin/").status_code == 302


def test_a_code_is_good_for_one_time(client, editor):
    give_second_factor(editor)
    sign_in(client, editor)
    used = code()
    client.post("/ru/accounts/security/code/", {"code": used})
    other = Client()
    sign_in(other, editor)
    other.post("/ru/accounts/security/code/", {"code": used})
    assert other.get("/admin/").status_code == 302


def test_guessing_codes_is_stopped(client, editor):
    give_second_factor(editor)
    sign_in(client, editor)
    answers = [client.post("/ru/accounts/security/code/", {"code": f"{n:06}"}).status_code for n in range(15)]
    client.post("/ru/accounts/security/code/", {"code": code()})
    assert client.get("/admin/").status_code == 302, answers


@pytest.mark.django_db(transaction=True)
def test_it_is_set_up_in_one_go_and_the_door_is_open(client, editor):
    sign_in(client, editor)
    confirm_password(client)
    page = client.get("/ru/accounts/security/app/").content.decode()
    assert 'src="data:image/svg+xml;base64,' in page
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    answer = client.post("/ru/accounts/security/app/", {"code": code(secret)}, follow=True)
    assert len(re.findall(r"<code>\d{8}</code>", answer.content.decode())) == 10
    assert client.get("/admin/").status_code == 200


def test_a_recovery_code_works_once(client, editor):
    sign_in(client, editor)
    confirm_password(client)
    page = client.get("/ru/accounts/security/app/").content.decode()
    secret = re.search(r"<code>([A-Z2-7]+)</code>", page)[1]
    codes = re.findall(
        r"<code>(\d{8})</code>",
        client.post("/ru/accounts/security/app/", {"code": code(secret)}, follow=True).content.decode(),
    )
    for expected in (200, 302):
        other = Client()
        sign_in(other, editor)
        other.post("/ru/accounts/security/code/", {"code": codes[0]})
        assert other.get("/admin/").status_code == expected


def test_secrets_are_not_stored_in_the_clear(editor):
    give_second_factor(editor)
    assert SECRET not in str(Authenticator.objects.get().data)


def test_contributors_need_none_and_may_have_one(client, contributor):
    sign_in(client, contributor)
    assert client.get("/ru/contribute/").status_code == 200
    assert client.get("/ru/accounts/security/").status_code == 200
    confirm_password(client)
    assert client.get("/ru/accounts/security/app/").status_code == 200


def test_it_is_changed_only_with_the_password_typed_again(client, contributor):
    sign_in(client, contributor)
    assert "/accounts/reauthenticate/" in client.get("/ru/accounts/security/app/").headers["Location"]
    client.force_login(give_second_factor(contributor))
    assert "/accounts/reauthenticate/" in client.get("/ru/accounts/security/app/remove/").headers["Location"]


def test_where_it_is_only_offered_the_admin_opens_without_it(client, editor, settings):
    settings.SECOND_FACTOR = "offered"
    sign_in(client, editor)
    assert client.get("/admin/").status_code == 200


def test_an_administrator_takes_a_lost_one_away_and_its_owner_is_told(
    editor, capsys, mailoutbox, django_capture_on_commit_callbacks
):
    give_second_factor(editor)
    with django_capture_on_commit_callbacks(execute=True):
        call_command("reset_second_factor", editor.email)
    assert "taken away" in capsys.readouterr().out
    assert not Authenticator.objects.exists()
    taken = AuditEvent.objects.filter(event=AuditEvent.Event.SECOND_FACTOR_OFF, concerning=editor.email)
    assert {event.actor for event in taken} == {""}
    assert [letter.to for letter in mailoutbox] == [[editor.email]]
    with pytest.raises(CommandError, match="Nobody signs in"):
        call_command("reset_second_factor", "nobody@example.org")


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
@pytest.mark.parametrize("path", ["security/", "security/app/", "security/sessions/"])
def test_its_pages_are_there_in_every_language(client, contributor, language, path):
    sign_in(client, contributor)
    confirm_password(client)
    answer = client.get(f"/{language}/accounts/{path}")
    assert answer.status_code == 200
    assert f'<html lang="{language}"' in answer.content.decode()


def test_other_places_are_signed_out(client, contributor):
    elsewhere = Client()
    sign_in(elsewhere, contributor)
    sign_in(client, contributor)
    assert "Выйти во всех остальных местах" in client.get("/ru/accounts/security/sessions/").content.decode()
    client.post(reverse("usersessions_list"))
    assert elsewhere.get("/ru/contribute/").status_code == 302
    assert client.get("/ru/contribute/").status_code == 200


def test_a_new_password_signs_out_everywhere_else(client, contributor):
    elsewhere = Client()
    sign_in(elsewhere, contributor)
    sign_in(client, contributor)
    new = "Otkos-Bulat-2026"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert client.get("/ru/contribute/").status_code == 200
    assert elsewhere.get("/ru/contribute/").status_code == 302


def test_who_is_suspended_is_signed_out_at_once(client, contributor):
    sign_in(client, contributor)
    contributor.is_active = False
    contributor.save()
    assert client.get("/ru/contribute/").status_code == 302


def test_a_place_says_when_by_the_clock_and_in_the_words_of_the_reader(client, contributor):
    sign_in(client, contributor)
    now = timezone.localtime(timezone.now(), ZoneInfo("Europe/Minsk"))
    text = client.get("/kk/accounts/security/sessions/").text
    with translation.override("kk"):
        assert date_in_words(now.date()) in text
    assert UserSession.objects.get().created_at.astimezone(now.tzinfo).strftime("</time>, %H:%M") in text
