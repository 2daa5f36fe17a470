"""The audit log: what is on record, and that the site can change nothing of it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.db import ProgrammingError, transaction
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import AuditEvent
from kb.models import Membership
from tests.factories.accounts import PASSWORD

pytestmark = pytest.mark.django_db
Event = AuditEvent.Event


@pytest.fixture(autouse=True)
def no_attempts_counted():
    from django.core.cache import cache

    cache.clear()


def events(person=None):
    found = AuditEvent.objects.order_by("pk")
    return list(found.filter(concerning_id=person.pk) if person else found)


def sign_in(client, person, password=PASSWORD):
    return client.post("/ru/accounts/login/", {"login": person.email, "password": password})


def test_signing_in_and_out_is_on_record_with_the_address(client, contributor):
    sign_in(client, contributor)
    client.post("/ru/accounts/logout/")
    came, went = events(contributor)[-2:]
    assert [came.event, went.event] == [Event.SIGNED_IN, Event.SIGNED_OUT]
    assert (came.actor, came.address) == (contributor.email, "127.0.0.1")


def test_a_wrong_password_is_on_record_and_not_what_was_typed(client, contributor):
    sign_in(client, contributor, "a wrong password")
    event = events(contributor)[-1]
    assert event.event == Event.SIGN_IN_FAILED
    assert "a wrong password" not in str(event.__dict__)


def test_an_address_without_an_account_is_on_record(client, db):
    client.post("/ru/accounts/login/", {"login": "nobody@example.org", "password": "x"})
    event = events()[-1]
    assert (event.event, event.concerning, event.concerning_id) == (Event.SIGN_IN_FAILED, "nobody@example.org", None)


def test_a_new_password_is_on_record(client, contributor):
    sign_in(client, contributor)
    new = "Otkos-Bulat-2026"
    client.post(reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": new, "password2": new})
    assert Event.PASSWORD in [event.event for event in events(contributor)]
    assert not AuditEvent.objects.filter(details__icontains=new).exists()


def test_roles_are_on_record_by_name(contributor):
    group = Group.objects.order_by("name").first()
    contributor.groups.add(group)
    contributor.groups.remove(group)
    assert [event.details for event in events(contributor)[-2:]] == [{"add": [group.name]}, {"remove": [group.name]}]


def test_a_role_given_to_several_at_once_is_on_record(client, administrator, contributor):
    group = Group.objects.order_by("name").first()
    client.force_login(administrator)
    address = f"/admin/bulk/accounts/user/assign_role/?id={contributor.pk}&next=/admin/users/"
    client.post(address, {"role": group.pk})
    event = events(contributor)[-1]
    assert (event.event, event.actor, event.details) == (Event.RIGHTS, administrator.email, {"add": [group.name]})


def test_several_accounts_suspended_at_once_are_on_record(client, administrator, contributor):
    client.force_login(administrator)
    address = f"/admin/bulk/accounts/user/set_active_state/?id={contributor.pk}&next=/admin/users/"
    client.post(address, {"mark_as_active": "False"})
    event = events(contributor)[-1]
    assert (event.actor, event.details) == (administrator.email, {"is_active": [True, False]})


@pytest.mark.parametrize("lose", [lambda user, group: user.groups.clear(), lambda user, group: group.delete()])
def test_all_roles_taken_at_once_are_on_record(contributor, lose):
    group = Group.objects.order_by("name").first()
    contributor.groups.add(group)
    lose(contributor, group)
    assert events(contributor)[-1].details == {"remove": [group.name]}


def test_a_suspension_is_on_record_with_who_did_it(client, administrator, contributor):
    client.force_login(administrator)
    answer = client.post(
        reverse("wagtailusers_users:edit", args=[contributor.pk]),
        {
            "email": contributor.email, "first_name": "A", "last_name": "B", "preferred_language": "ru", "country": "",
            "password1": "", "password2": "", "is_active": "",
        },
    )  # fmt: skip
    assert answer.status_code == 302
    event = next(event for event in reversed(events(contributor)) if event.event == Event.RIGHTS)
    assert event.actor == administrator.email
    assert event.details["is_active"] == [True, False]


def test_memberships_are_on_record(contributor, other_enterprise):
    membership = Membership.objects.create(user=contributor, enterprise=other_enterprise)
    membership.delete()
    made, gone = events(contributor)[-2:]
    assert (made.event, made.details["enterprise"], made.details["created"]) == (
        Event.MEMBERSHIP, str(other_enterprise), True,
    )  # fmt: skip
    assert gone.details["deleted"]


def test_events_outlive_the_account(client, contributor):
    email, pk = contributor.email, contributor.pk
    sign_in(client, contributor)
    contributor.delete()
    assert AuditEvent.objects.filter(concerning_id=pk, concerning=email, event=Event.SIGNED_IN).exists()


@pytest.mark.parametrize("change", ["update", "delete", "save"])
def test_the_database_refuses_to_change_an_event(contributor, change):
    event = events(contributor)[-1]
    with pytest.raises(ProgrammingError, match="neither changed nor deleted"), transaction.atomic():
        if change == "update":
            AuditEvent.objects.filter(pk=event.pk).update(event=Event.SIGNED_OUT)
        elif change == "delete":
            event.delete()
        else:
            event.actor = "somebody else"
            event.save()


def test_old_events_go_by_retention_alone(contributor):
    AuditEvent.objects.create(event=Event.SIGNED_IN, at=timezone.now() - timedelta(days=2000))
    before = AuditEvent.objects.count()
    assert audit.forget_older_than(audit.KEPT_DAYS) == 1
    assert AuditEvent.objects.count() == before - 1


@pytest.mark.parametrize("role", ["contributor", "expert", "editor", "chief_editor"])
@pytest.mark.parametrize("name", ["audit_log:index", "audit_log:results"])
def test_nobody_but_administrators_sees_it(client, request, role, name):
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(name)).status_code == 302


def test_administrators_see_filter_and_export_it(client, administrator, contributor):
    sign_in(client, contributor, "wrong")
    client.force_login(administrator)
    page = client.get(reverse("audit_log:index"), {"event": "sign_in_failed"}).content.decode()
    assert contributor.email in page
    assert "127.0.0.1" in page
    sheet = client.get(reverse("audit_log:index"), {"export": "csv"})
    assert contributor.email in b"".join(sheet.streaming_content).decode()
