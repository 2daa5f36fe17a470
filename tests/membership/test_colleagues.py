"""Inviting people, leaving, suspending."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import ModelLogEntry

from accounts.models import User
from kb.models import Enterprise, EntryPage, Membership
from membership import colleagues
from membership.models import Invitation
from notifications.models import Notification
from tests.factories.accounts import UserFactory, make_contributor
from tests.factories.kb import make_entry

LANGUAGES = ("ru", "be", "kk", "en")
NAMES = {"first_name": "Ольга", "last_name": "Ковальчук", "preferred_language": "be"}


def page_of(enterprise: Enterprise) -> str:
    return reverse("membership:colleagues", args=[enterprise.slug])


def invite(enterprise: Enterprise, user: User, email: str = "new@plant.example.org", **more: str) -> Invitation:
    return colleagues.invite(enterprise, **{"email": email, "language": "ru", "role": "member", "user": user, **more})


def link_in(letter: Any) -> str:
    found = re.search(r"https?://[^/]+(/\S+/join/invitation/\S+)", letter.body)
    assert found is not None
    return found.group(1)


def membership_of(user: User) -> Membership:
    return Membership.objects.select_related("user", "enterprise").get(user=user)


class TestInviting:
    def test_the_first_member_invites_from_the_page(
        self, client: Client, enterprise: Enterprise, owner: User, mailoutbox: list[Any]
    ) -> None:
        client.force_login(owner)
        client.post(page_of(enterprise), {"email": "New@plant.example.org", "language": "kk"})
        (letter,) = mailoutbox
        assert letter.to == ["new@plant.example.org"]
        assert "/kk/join/invitation/" in letter.body
        assert Invitation.objects.get().role == Membership.Role.MEMBER

    @pytest.mark.parametrize(
        ("role", "sees", "invites"),
        [
            ("owner", True, True),
            ("colleague", True, False),
            ("editor", True, True),
            ("chief_editor", True, True),
            ("other_editor", False, False),
            ("stranger", False, False),
            ("expert", False, False),
        ],
    )
    def test_who_may(
        self,
        client: Client,
        enterprise: Enterprise,
        request: pytest.FixtureRequest,
        role: str,
        sees: bool,
        invites: bool,
    ) -> None:
        client.force_login(request.getfixturevalue(role))
        assert (client.get(page_of(enterprise)).status_code == 200) is sees
        client.post(page_of(enterprise), {"email": "new@plant.example.org", "language": "ru", "role": "member"})
        assert Invitation.objects.exists() is invites

    def test_only_editors_appoint_a_first_member(self, enterprise: Enterprise, owner: User, editor: User) -> None:
        with pytest.raises(PermissionDenied):
            invite(enterprise, owner, role="owner")
        assert invite(enterprise, editor, role="owner").role == "owner"

    def test_who_writes_there_already_is_not_invited(
        self, client: Client, enterprise: Enterprise, owner: User, colleague: User
    ) -> None:
        client.force_login(owner)
        response = client.post(page_of(enterprise), {"email": colleague.email, "language": "ru"})
        assert response.context["form"].errors.keys() == {"email"}
        assert f'value="{colleague.email}"' in response.text

    def test_the_first_member_does_not_bring_back_who_was_suspended(
        self, enterprise: Enterprise, owner: User, colleague: User, editor: User
    ) -> None:
        colleagues.suspend(membership_of(colleague), user=editor)
        with pytest.raises(ValidationError):
            invite(enterprise, owner, colleague.email)
        assert invite(enterprise, editor, colleague.email)

    def test_sending_anew_ends_the_older_link(
        self, client: Client, enterprise: Enterprise, owner: User, mailoutbox: list[Any]
    ) -> None:
        invite(enterprise, owner)
        invite(enterprise, owner)
        first, second = mailoutbox
        assert client.get(link_in(second)).status_code == 200
        assert client.get(link_in(first)).status_code == 404

    def test_there_is_an_end_to_the_invitations_of_a_day(
        self, enterprise: Enterprise, owner: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(colleagues, "MOST_INVITATIONS_A_DAY", 1)
        invite(enterprise, owner)
        with pytest.raises(ValidationError):
            invite(enterprise, owner, "other@plant.example.org")

    def test_one_address_gets_only_a_few_letters_a_day(
        self, enterprise: Enterprise, owner: User, mailoutbox: list[Any]
    ) -> None:
        for _number in range(colleagues.MOST_LETTERS_A_DAY):
            invite(enterprise, owner)
        with pytest.raises(ValidationError):
            invite(enterprise, owner)
        assert len(mailoutbox) == colleagues.MOST_LETTERS_A_DAY

    def test_one_taken_back_no_longer_works(
        self, client: Client, enterprise: Enterprise, owner: User, mailoutbox: list[Any]
    ) -> None:
        invitation = invite(enterprise, owner)
        client.force_login(owner)
        client.post(reverse("membership:revoke", args=[enterprise.slug, invitation.pk]))
        assert Client().get(link_in(mailoutbox[0])).status_code == 404

    def test_a_plain_member_takes_none_back(
        self, client: Client, enterprise: Enterprise, owner: User, colleague: User
    ) -> None:
        invitation = invite(enterprise, owner)
        client.force_login(colleague)
        assert client.post(reverse("membership:revoke", args=[enterprise.slug, invitation.pk])).status_code == 403
        invitation.refresh_from_db()
        assert invitation.state == Invitation.State.SENT


class TestAnswering:
    @pytest.fixture
    def link(self, enterprise: Enterprise, owner: User, mailoutbox: list[Any]) -> str:
        """The link in the letter to an address without an account."""
        invite(enterprise, owner)
        return link_in(mailoutbox[0])

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_page_opens_in_every_language(self, client: Client, link: str, language: str) -> None:
        assert client.get(f"/{language}/{link.split('/', 2)[2]}").status_code == 200

    def test_a_newcomer_gives_a_name_and_goes_on_to_the_password(
        self, client: Client, link: str, enterprise: Enterprise
    ) -> None:
        response = client.post(link, NAMES)
        assert response.headers["Location"].startswith("/be/accounts/password/reset/key/")
        assert client.get(response.headers["Location"], follow=True).context.get("token_fail") is not True
        newcomer = User.objects.get(email="new@plant.example.org")
        assert (newcomer.get_full_name(), newcomer.preferred_language) == ("Ольга Ковальчук", "be")
        assert membership_of(newcomer).enterprise == enterprise

    def test_without_a_name_there_is_no_account(self, client: Client, link: str) -> None:
        response = client.post(link, {**NAMES, "last_name": ""})
        assert response.context["form"].errors.keys() == {"last_name"}
        assert not User.objects.filter(email="new@plant.example.org").exists()

    def test_it_works_once(self, client: Client, link: str) -> None:
        client.post(link, NAMES)
        assert Client().post(link, NAMES).status_code == 404

    def test_one_taken_back_while_the_page_was_open_makes_nobody_a_member(
        self, link: str, owner: User, stranger: User
    ) -> None:
        invitation = Invitation.objects.get()
        User.objects.filter(pk=stranger.pk).update(email=invitation.email)
        stranger.refresh_from_db()
        colleagues.revoke(Invitation.objects.get(), user=owner)
        with pytest.raises(PermissionDenied):
            colleagues.accept(invitation, user=stranger)

    def test_it_works_for_fourteen_days(self, client: Client, link: str, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("membership.links.ANSWER_WITHIN", timedelta(seconds=-1))
        assert client.post(link, NAMES).status_code == 404

    def test_who_invited_hears_of_it(self, client: Client, link: str, owner: User) -> None:
        client.post(link, NAMES)
        told = Notification.objects.get()
        assert (told.recipient, told.kind) == (owner, "membership.joined")

    def test_it_is_in_the_audit_log_of_the_enterprise(self, client: Client, link: str, enterprise: Enterprise) -> None:
        client.post(link, NAMES)
        actions = ModelLogEntry.objects.filter(object_id=str(enterprise.pk)).values_list("action", flat=True)
        assert {"membership.invite", "membership.join"} <= set(actions)

    def test_somebody_else_who_is_signed_in_cannot_use_it(self, client: Client, link: str, stranger: User) -> None:
        client.force_login(stranger)
        client.post(link, NAMES)
        assert not User.objects.filter(email="new@plant.example.org").exists()
        assert Invitation.objects.get().state == Invitation.State.SENT

    def test_the_owner_of_an_account_signs_in_first(
        self, client: Client, enterprise: Enterprise, owner: User, stranger: User, mailoutbox: list[Any]
    ) -> None:
        invite(enterprise, owner, stranger.email)
        link = link_in(mailoutbox[0])
        client.post(link, NAMES)
        assert stranger.memberships.count() == 1
        client.force_login(stranger)
        client.post(link)
        assert stranger.memberships.count() == 2


class TestLeaving:
    def test_the_pages_stay(self, client: Client, enterprise: Enterprise, contributor: User) -> None:
        entry = make_entry(enterprise=enterprise)
        EntryPage.objects.filter(pk=entry.pk).update(owner=contributor)
        client.force_login(contributor)
        path = reverse("membership:change", args=[enterprise.slug, membership_of(contributor).pk, "leave"])
        client.post(path)
        assert not membership_of(contributor).is_active
        kept = EntryPage.objects.get(pk=entry.pk)
        assert (kept.live, kept.enterprise, kept.owner) == (True, enterprise, contributor)
        assert client.get(reverse("contribute:edit", args=[entry.pk])).status_code == 404

    def test_nobody_makes_others_leave(self, client: Client, enterprise: Enterprise, owner: User) -> None:
        other = make_contributor(enterprise)
        client.force_login(owner)
        path = reverse("membership:change", args=[enterprise.slug, membership_of(other).pk, "leave"])
        assert client.post(path).status_code == 403
        assert membership_of(other).is_active

    def test_editors_hear_when_nobody_leads_any_more(
        self, enterprise: Enterprise, owner: User, colleague: User, editor: User, other_editor: User
    ) -> None:
        colleagues.leave(membership_of(owner), user=owner)
        told = Notification.objects.get(kind="membership.nobody_leads")
        assert (told.recipient, told.must_act) == (editor, True)

    def test_a_plain_member_leaves_quietly(
        self, enterprise: Enterprise, owner: User, colleague: User, editor: User
    ) -> None:
        colleagues.leave(membership_of(colleague), user=colleague)
        assert not Notification.objects.exists()


class TestSuspending:
    def test_the_person_is_told_and_may_not_write(
        self, client: Client, enterprise: Enterprise, contributor: User, editor: User, mailoutbox: list[Any]
    ) -> None:
        client.force_login(editor)
        client.post(reverse("membership:change", args=[enterprise.slug, membership_of(contributor).pk, "suspend"]))
        assert mailoutbox[-1].to == [contributor.email]
        writer = Client()
        writer.force_login(contributor)
        assert writer.get(reverse("contribute:new", args=["article"])).status_code in (302, 403, 404)
        assert not membership_of(contributor).is_active

    @pytest.mark.parametrize("whose", ["to", "from"])
    def test_takes_back_open_invitations_to_and_from_the_person(
        self, enterprise: Enterprise, owner: User, editor: User, whose: str
    ) -> None:
        if whose == "to":
            Membership.objects.filter(user=owner).delete()
            invitation = invite(enterprise, editor, owner.email)
            owner.memberships.create(enterprise=enterprise)
        else:
            invitation = invite(enterprise, owner, "second@plant.example.org")
        other = invite(enterprise, editor, "other@plant.example.org")
        colleagues.suspend(membership_of(owner), user=editor)
        invited = owner if whose == "to" else UserFactory(email="second@plant.example.org")
        with pytest.raises(PermissionDenied):
            colleagues.accept(invitation, user=invited)
        other.refresh_from_db()
        assert other.state == Invitation.State.SENT

    def test_an_editor_brings_back(self, enterprise: Enterprise, contributor: User, editor: User) -> None:
        colleagues.suspend(membership_of(contributor), user=editor)
        colleagues.restore(membership_of(contributor), user=editor)
        assert membership_of(contributor).is_active

    @pytest.mark.parametrize("action", ["suspend", "restore"])
    def test_strangers_are_told_nothing(
        self, client: Client, enterprise: Enterprise, contributor: User, stranger: User, action: str
    ) -> None:
        client.force_login(stranger)
        path = reverse("membership:change", args=[enterprise.slug, membership_of(contributor).pk, action])
        assert client.post(path).status_code == 404

    def test_a_member_of_another_enterprise_is_not_reached_through_ones_own(
        self, client: Client, enterprise: Enterprise, owner: User, stranger: User
    ) -> None:
        client.force_login(owner)
        path = reverse("membership:change", args=[enterprise.slug, membership_of(stranger).pk, "suspend"])
        assert client.post(path).status_code == 404
        assert membership_of(stranger).is_active


class TestThePage:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_opens_in_every_language(self, client: Client, enterprise: Enterprise, owner: User, language: str) -> None:
        client.force_login(owner)
        assert client.get(f"/{language}/colleagues/{enterprise.slug}/").status_code == 200

    def test_of_ones_only_enterprise_opens_at_once(
        self, client: Client, enterprise: Enterprise, contributor: User
    ) -> None:
        client.force_login(contributor)
        assert client.get(reverse("membership:own")).headers["Location"] == page_of(enterprise)

    def test_who_writes_nowhere_is_led_to_the_application(self, client: Client, db: None) -> None:
        client.force_login(UserFactory())
        assert reverse("membership:apply") in client.get(reverse("membership:own")).text

    def test_asks_the_database_no_more_often_when_it_grows(
        self, client: Client, enterprise: Enterprise, owner: User, django_assert_max_num_queries: Any
    ) -> None:
        for _number in range(8):
            make_contributor(enterprise)
        client.force_login(owner)
        with django_assert_max_num_queries(14):
            client.get(page_of(enterprise))


class TestMembersTabOfTheAdmin:
    def save(self, client: Client, editor: User, enterprise: Enterprise, membership: Membership, **more: str) -> None:
        client.force_login(editor)
        values = {
            "name_ru": enterprise.name_ru, "country": enterprise.country, "region": enterprise.region,
            "tax_id": enterprise.tax_id, "kind": enterprise.kind, "slug": enterprise.slug,
            "memberships-TOTAL_FORMS": 1, "memberships-INITIAL_FORMS": 1,
            "memberships-MIN_NUM_FORMS": 0, "memberships-MAX_NUM_FORMS": 1000,
            "memberships-0-id": membership.pk, "memberships-0-user": membership.user_id,
            "memberships-0-role": membership.role, **more,
        }  # fmt: skip
        client.post(reverse("enterprises:edit", args=[enterprise.pk]), values)
        if "memberships-0-DELETE" not in more:
            membership.refresh_from_db()

    def told(self, person: User) -> list[str]:
        return [told.kind for told in Notification.objects.filter(recipient=person).order_by("pk")]

    def test_tells_who_is_suspended_and_who_is_brought_back(
        self, client: Client, enterprise: Enterprise, colleague: User, editor: User
    ) -> None:
        membership = membership_of(colleague)
        Invitation.objects.create(
            enterprise=enterprise, email=colleague.email, language="ru", invited_by=editor, sent_at=timezone.now()
        )
        self.save(client, editor, enterprise, membership)
        assert not membership.is_active
        assert Invitation.objects.get().state == Invitation.State.REVOKED
        assert self.told(colleague) == ["membership.suspended"]
        self.save(client, editor, enterprise, membership, **{"memberships-0-is_active": "on"})
        assert membership.is_active
        assert self.told(colleague) == ["membership.suspended", "membership.restored"]

    def test_tells_who_is_removed(self, client: Client, enterprise: Enterprise, colleague: User, editor: User) -> None:
        self.save(client, editor, enterprise, membership_of(colleague), **{"memberships-0-DELETE": "on"})
        assert not Membership.objects.filter(user=colleague).exists()
        assert self.told(colleague) == ["membership.suspended"]

    def test_says_nothing_when_nothing_changes_for_the_member(
        self, client: Client, enterprise: Enterprise, colleague: User, editor: User
    ) -> None:
        membership = membership_of(colleague)
        more = {"memberships-0-is_active": "on", "memberships-0-role": "owner"}
        self.save(client, editor, enterprise, membership, **more)
        assert membership.role == "owner"
        assert self.told(colleague) == []
