"""What an editor decides on an application, in the admin."""

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from kb.models import Enterprise, Membership
from membership import joining
from membership.models import Application
from notifications.models import Notification
from tests.membership.conftest import UNP

Waiting = Callable[..., Application]
NEW = {
    "decision": "accept",
    "accept-tax_id": UNP,
    "accept-name_ru": "ОАО «Новый завод»",
    "accept-region": "BY-HM",
    "accept-kind": "manufacturer",
    "accept-verified": "on",
    "accept-role": "owner",
}


def page_of(application: Application) -> str:
    return reverse("applications:decide", args=[application.pk])


@pytest.fixture
def desk(client: Client, editor: User) -> Client:
    """The browser of the editor of Belarus."""
    client.force_login(editor)
    return client


def test_the_list_shows_the_editor_s_country_alone(desk: Client, waiting: Waiting) -> None:
    waiting()
    waiting(country="KZ", email="other@example.org", last_name="Ахметов")
    text = desk.get(reverse("applications:index")).text
    assert "Ковальчук" in text
    assert "Ахметов" not in text


def test_the_spreadsheet_reads_like_the_list(desk: Client, waiting: Waiting) -> None:
    application = waiting(enterprise_name="=1+1")
    content = desk.get(reverse("applications:index"), {"export": "csv"}).getvalue().decode()  # type: ignore[attr-defined]
    heading, row = csv.reader(content.splitlines())
    assert (heading[1], row[1:4]) == ("Заявитель", ["Ольга Ковальчук", "инженер-технолог", application.email])
    assert row[4:] == ["'=1+1", application.tax_id, "Беларусь", "ожидает решения"]
    assert row[0] == f"{timezone.localtime(application.confirmed_at):%Y-%m-%d %H:%M:%S}"


def test_addresses_never_confirmed_are_not_shown(desk: Client, waiting: Waiting) -> None:
    application = waiting()
    Application.objects.update(state=Application.State.UNCONFIRMED)
    assert "Ковальчук" not in desk.get(reverse("applications:index")).text
    assert desk.get(page_of(application), follow=True).status_code == 404


@pytest.mark.parametrize(
    ("role", "opens"),
    [
        ("editor", True),
        ("chief_editor", True),
        ("administrator", True),
        ("other_editor", False),
        ("expert", False),
        ("contributor", False),
        ("owner", False),
    ],
)
def test_who_may_decide(
    client: Client, waiting: Waiting, request: pytest.FixtureRequest, role: str, opens: bool
) -> None:
    application = waiting()
    client.force_login(request.getfixturevalue(role))
    assert (client.get(page_of(application)).status_code == 200) is opens
    client.post(page_of(application), NEW)
    application.refresh_from_db()
    assert (application.state == Application.State.ACCEPTED) is opens


def test_the_page_says_that_the_number_is_new(desk: Client, waiting: Waiting) -> None:
    assert "среди участников ещё нет" in desk.get(page_of(waiting())).text


def test_the_page_compares_with_the_enterprise_known(
    desk: Client, waiting: Waiting, enterprise: Enterprise, contributor: User
) -> None:
    text = desk.get(page_of(waiting(tax_id=enterprise.tax_id, enterprise_name="ОАО «Минский завод»"))).text
    assert "Название совпадает" in text
    assert contributor.email in text
    text = desk.get(page_of(waiting(tax_id=enterprise.tax_id, enterprise_name="Другое", email="b@example.org"))).text
    assert "Название другое" in text


def test_accepting_makes_enterprise_account_and_first_member(
    desk: Client, waiting: Waiting, mailoutbox: list[Any]
) -> None:
    application = waiting()
    mailoutbox.clear()
    desk.post(page_of(application), NEW)
    member = Membership.objects.get(enterprise__tax_id=UNP)
    assert (member.user.email, member.role) == (application.email, Membership.Role.OWNER)
    assert (member.enterprise.slug, member.enterprise.country) == ("oao-novyy-zavod", "BY")
    assert member.enterprise.verified
    assert not member.user.has_usable_password()
    (letter,) = mailoutbox
    assert letter.to == [application.email]
    assert "пароль" in letter.body


def test_the_link_in_the_letter_sets_the_password(
    desk: Client, waiting: Waiting, mailoutbox: list[Any], client: Client
) -> None:
    application = waiting()
    desk.post(page_of(application), NEW)
    found = re.search(r"https?://[^/]+(/ru/accounts/password/reset/key/\S+)", mailoutbox[-1].body)
    assert found is not None
    newcomer = Client()
    form = newcomer.get(found.group(1), follow=True)
    newcomer.post(form.request["PATH_INFO"], {"password1": "new battery staple", "password2": "new battery staple"})
    assert newcomer.login(email=application.email, password="new battery staple")


def test_an_enterprise_that_is_known_is_not_entered_twice(
    desk: Client, waiting: Waiting, enterprise: Enterprise, owner: User
) -> None:
    application = waiting(tax_id=enterprise.tax_id)
    desk.post(page_of(application), {"decision": "accept", "accept-role": "member"})
    assert Enterprise.objects.count() == 1
    assert Membership.objects.get(user__email=application.email).role == Membership.Role.MEMBER
    told = Notification.objects.get(kind="membership.joined")
    assert told.recipient == owner


def test_a_number_corrected_to_a_known_one_finds_the_enterprise(
    desk: Client, waiting: Waiting, enterprise: Enterprise
) -> None:
    desk.post(page_of(waiting()), {"decision": "accept", "accept-tax_id": enterprise.tax_id, "accept-role": "member"})
    assert enterprise.memberships.count() == 1


def test_what_a_new_enterprise_lacks_is_said_and_nothing_is_lost(desk: Client, waiting: Waiting) -> None:
    application = waiting()
    response = desk.post(page_of(application), {**NEW, "accept-region": "", "accept-name_ru": "Имя нового"})
    assert response.status_code == 422
    assert response.context["accept"].errors.keys() == {"region"}
    assert "Имя нового" in response.text
    application.refresh_from_db()
    assert application.state == Application.State.WAITING


def test_who_had_left_comes_back(desk: Client, waiting: Waiting, enterprise: Enterprise, contributor: User) -> None:
    contributor.memberships.update(is_active=False)
    application = waiting(tax_id=enterprise.tax_id)
    Application.objects.update(user=contributor)
    desk.post(page_of(application), {"decision": "accept", "accept-role": "member"})
    assert contributor.memberships.get().is_active


def test_declining_tells_the_reason_in_the_applicant_s_language(
    desk: Client, waiting: Waiting, mailoutbox: list[Any]
) -> None:
    application = waiting(language="kk")
    desk.post(page_of(application), {"decision": "decline", "decline-reason": "number", "decline-text": "См. реестр."})
    letter = mailoutbox[-1]
    assert letter.to == [application.email]
    assert "УНП немесе БСН көрсетілген кәсіпорындікі емес" in letter.body
    assert "См. реестр." in letter.body
    assert not User.objects.filter(email=application.email).exists()


@pytest.mark.parametrize("given", [{}, {"decline-reason": "other"}, {"decline-reason": "other", "decline-text": " "}])
def test_nobody_is_declined_without_a_reason(desk: Client, waiting: Waiting, given: dict[str, str]) -> None:
    application = waiting()
    assert desk.post(page_of(application), {"decision": "decline", **given}).status_code == 422
    application.refresh_from_db()
    assert application.state == Application.State.WAITING


def test_the_second_of_two_editors_is_told_that_it_is_decided(
    desk: Client, waiting: Waiting, chief_editor: User
) -> None:
    application = waiting()
    joining.decline(application, reason="number", text="", user=chief_editor)
    desk.post(page_of(application), NEW)
    application.refresh_from_db()
    assert application.state == Application.State.DECLINED
    assert not Enterprise.objects.filter(tax_id=UNP).exists()


def test_a_decision_settles_what_the_other_editors_were_told(
    desk: Client, waiting: Waiting, chief_editor: User
) -> None:
    application = waiting()
    assert Notification.objects.filter(read_at=None, about=application.matter).exists()
    desk.post(page_of(application), NEW)
    assert not Notification.objects.filter(read_at=None, about=application.matter).exists()


def test_editors_are_reminded_once_of_who_has_waited_for_days(
    waiting: Waiting, editor: User, mailoutbox: list[Any]
) -> None:
    waiting()
    mailoutbox.clear()
    assert joining.remind() == "0 applications"
    long_ago = timezone.now() - joining.REMIND_AFTER - timedelta(hours=1)
    Application.objects.update(created_at=long_ago, confirmed_at=long_ago)
    assert [joining.remind(), joining.remind()] == ["1 applications", "0 applications"]
    assert [letter.to for letter in mailoutbox] == [[editor.email]]
    assert Notification.objects.filter(read_at=None).count() == 1


def test_nobody_is_reminded_of_what_is_decided(waiting: Waiting, editor: User) -> None:
    joining.decline(waiting(), reason="number", text="", user=editor)
    Application.objects.update(
        created_at=timezone.now() - timedelta(days=9), confirmed_at=timezone.now() - timedelta(days=9)
    )
    assert joining.remind() == "0 applications"


def test_decisions_are_in_the_audit_log(desk: Client, waiting: Waiting, editor: User) -> None:
    desk.post(page_of(waiting()), NEW)
    entry = ModelLogEntry.objects.get(action="membership.accept")
    assert (entry.user, entry.data["member"]) == (editor, "Ольга Ковальчук")
    assert "Ольга Ковальчук" in entry.formatter.format_message(entry)


def test_no_enterprise_of_another_country_is_given_away(
    waiting: Waiting, editor: User, other_enterprise: Enterprise
) -> None:
    with pytest.raises(PermissionDenied):
        joining.accept(waiting(), enterprise=other_enterprise, role="member", user=editor)


def test_what_an_applicant_typed_is_no_formula_in_a_spreadsheet(desk: Client, waiting: Waiting) -> None:
    waiting(enterprise_name='=HYPERLINK("https://example.org")', post="@SUM(1)")
    answer = desk.get(reverse("applications:index"), {"export": "csv"})
    _heading, row = csv.reader(io.StringIO(b"".join(answer).decode()))
    assert {'\'=HYPERLINK("https://example.org")', "'@SUM(1)"} <= set(row)


def test_a_sign_that_no_table_can_hold_does_not_keep_the_list_from_being_downloaded(
    desk: Client, waiting: Waiting
) -> None:
    waiting(enterprise_name="ОАО\x0b«Завод»")
    assert desk.get(reverse("applications:index"), {"export": "xlsx"}).status_code == 200


def test_the_list_asks_the_database_no_more_often_when_it_grows(
    desk: Client, waiting: Waiting, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        waiting(email=f"person{number}@plant.example.org")
    desk.get(reverse("applications:index"))
    with django_assert_max_num_queries(29):
        desk.get(reverse("applications:index"))
