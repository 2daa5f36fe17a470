"""Letters that did not arrive, as administrators see them, and the bell in the admin."""

import html
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from wagtail.models import ModelLogEntry

from accounts.models import User
from kb.models import Enterprise
from notifications.models import Mail, Notification

pytestmark = pytest.mark.django_db


@pytest.fixture
def failed(contributor: User) -> Mail:
    """A letter that the mail server has refused for good."""
    return Mail.objects.create(
        kind="membership.suspended",
        user=contributor,
        language="ru",
        params={"enterprise": "Завод"},
        state=Mail.State.FAILED,
        attempts=7,
        error="SMTPRecipientsRefused: 550 No such user",
    )


@pytest.mark.parametrize("role", ["contributor", "expert", "editor", "chief_editor"])
@pytest.mark.parametrize("name", ["letters:index", "letters:results", "letters:again"])
def test_nobody_else_sees_them(
    client: Client, failed: Mail, request: pytest.FixtureRequest, role: str, name: str
) -> None:
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(name)).status_code == 302
    client.post(reverse("letters:again"))
    failed.refresh_from_db()
    assert failed.state == Mail.State.FAILED


def test_administrators_see_to_whom_and_why(client: Client, failed: Mail, administrator: User) -> None:
    client.force_login(administrator)
    text = client.get(reverse("letters:index")).text
    assert failed.receiver in text
    assert "550 No such user" in text
    assert "Вы больше не пишете от имени предприятия: Завод" in html.unescape(text)
    assert reverse("letters:again") in text


def test_they_are_tried_again(client: Client, failed: Mail, administrator: User, mailoutbox: list[Any]) -> None:
    client.force_login(administrator)
    assert client.get(reverse("letters:again")).status_code == 200
    client.post(reverse("letters:again"))
    failed.refresh_from_db()
    assert failed.state == Mail.State.SENT
    assert [letter.to for letter in mailoutbox] == [[failed.receiver]]


def menu_of(client: Client) -> str:
    """The menu of the admin, which travels as JSON in an attribute."""
    return html.unescape(client.get("/admin/").text).encode().decode("unicode_escape", errors="ignore")


def test_the_admin_counts_what_is_unread(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert "Уведомления (" not in menu_of(client)
    Notification.objects.create(recipient=editor, kind="membership.joined", url="/ru/")
    assert "Уведомления (1)" in menu_of(client)


@pytest.mark.parametrize(("stays", "state"), [(True, "suspended"), (False, "removed")])
def test_a_member_changed_in_the_admin_is_in_the_log_of_the_enterprise(
    client: Client, editor: User, enterprise: Enterprise, contributor: User, stays: bool, state: str
) -> None:
    values = {
        "name_ru": "Новый завод",
        "country": "BY",
        "region": "BY-HM",
        "tax_id": enterprise.tax_id,
        "kind": "manufacturer",
        "slug": enterprise.slug,
        "memberships-TOTAL_FORMS": 1,
        "memberships-INITIAL_FORMS": 1,
        "memberships-MIN_NUM_FORMS": 0,
        "memberships-MAX_NUM_FORMS": 1000,
        "memberships-0-id": contributor.memberships.get().pk,
        "memberships-0-user": contributor.pk,
        "memberships-0-role": "member",
    }
    client.force_login(editor)
    client.post(
        reverse("enterprises:edit", args=[enterprise.pk]), values | ({} if stays else {"memberships-0-DELETE": "on"})
    )
    entry = ModelLogEntry.objects.get(action="kb.member")
    assert entry.data == {"member": str(contributor), "state": state}
    assert str(contributor) in entry.formatter.format_message(entry)
