"""Each role in the admin: what opens, what is refused, and that reviews work through the admin's own addresses."""

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import User
from kb import permissions, workflow
from kb.models import EntryPage, Tag
from kb.workflow_views import outcome
from tests.factories.accounts import UserFactory, make_administrator
from tests.factories.kb import TagFactory, make_entry
from tests.sent_form import inputs_of

pytestmark = pytest.mark.django_db

LISTS = ("entries", "enterprises", "tags", "areas", "glossary", "indicators", "experts")
OPEN, REFUSED = 200, 302


@pytest.fixture
def submitted(draft, contributor):
    workflow.submit(draft, user=contributor)
    return EntryPage.objects.get(pk=draft.pk)


def messages_of(response):
    return " ".join(str(message) for message in get_messages(response.wsgi_request))


def table(response):
    """The list itself, without the filters beside it."""
    return response.content.decode().split('<table class="listing')[1].split("</table>")[0]


class TestContributor:
    @pytest.mark.parametrize(
        "address", ["/admin/", "/admin/pages/", "/admin/entries/", "/admin/tags/", "/admin/images/"]
    )
    def test_never_enters(self, client, contributor, address):
        client.force_login(contributor)
        response = client.get(address)
        assert (response.status_code, "/accounts/login/" in response.url) == (REFUSED, True)

    def test_does_not_open_the_editor_of_the_own_entry(self, visit, draft):
        assert visit("contributor", "wagtailadmin_pages:edit", draft.pk).status_code == REFUSED

    def test_does_not_open_the_dialog_of_users(self, visit):
        assert visit("contributor", "person_chooser:choose").status_code == REFUSED


class TestLists:
    @pytest.mark.parametrize("name", LISTS)
    def test_open_for_the_chief_editor(self, visit, name):
        make_entry()
        assert visit("chief_editor", f"{name}:index").status_code == OPEN

    @pytest.mark.parametrize("name", LISTS)
    def test_open_for_an_editor(self, visit, name):
        assert visit("editor", f"{name}:index").status_code == OPEN

    @pytest.mark.parametrize("name", LISTS)
    def test_are_refused_to_an_expert(self, visit, name):
        assert visit("expert", f"{name}:index").status_code == REFUSED

    @pytest.mark.parametrize("name", LISTS[1:])
    def test_take_a_new_one_from_the_chief_editor(self, visit, name):
        assert visit("chief_editor", f"{name}:add").status_code == OPEN

    @pytest.mark.parametrize(
        ("name", "status"), [("enterprises", OPEN), ("tags", OPEN), ("areas", REFUSED), ("indicators", REFUSED)]
    )
    def test_take_from_an_editor_what_is_not_taxonomy(self, visit, name, status):
        assert visit("editor", f"{name}:add").status_code == status

    @pytest.mark.parametrize("name", LISTS)
    def test_can_be_searched(self, visit, name):
        assert visit("chief_editor", f"{name}:index", q="насос").status_code == OPEN

    def test_of_enterprises_is_exported_in_words(self, visit, enterprise):
        sheet = visit("editor", "enterprises:index", export="csv").getvalue().decode()
        said = [enterprise.get_country_display(), enterprise.get_region_display(), enterprise.get_kind_display()]
        assert [word in sheet for word in said] == [True, True, True]

    def test_of_entries_shows_enterprise_and_area(self, visit, draft):
        text = table(visit("editor", "entries:index"))
        assert [word for word in (draft.title, "Минский завод", "Тракторы") if word not in text] == []

    def test_of_entries_leaves_out_the_other_country(self, visit, draft):
        assert draft.title not in visit("other_editor", "entries:index").content.decode()

    @pytest.mark.parametrize(
        ("data", "shown"),
        [
            ({"country": "BY"}, True),
            ({"country": "KZ"}, False),
            ({"language": "ru"}, True),
            ({"language": "kk"}, False),
            ({"state": "draft"}, True),
            ({"state": "in_review"}, False),
            ({"state": "live"}, False),
            ({"state": "archived"}, False),
        ],
    )
    def test_of_entries_is_filtered(self, visit, draft, data, shown):
        assert (draft.title in visit("chief_editor", "entries:index", **data).content.decode()) is shown

    def test_of_entries_is_filtered_by_the_broader_area(self, visit, draft, area):
        text = visit("chief_editor", "entries:index", areas=area.parent_id).content.decode()
        assert draft.title in text

    @pytest.mark.parametrize("name", ["entries", "explorer"])
    def test_costs_the_same_for_more_entries(self, client, editor, sections, name):
        explorer = reverse("wagtailadmin_explore", args=[sections["ru", "technology"].pk])
        address = explorer if name == "explorer" else reverse("entries:index")
        client.force_login(editor)
        counts = []
        for _number in range(2):
            make_entry()
            make_entry(published=False)
            client.get(address)
            with CaptureQueriesContext(connection) as queries:
                client.get(address)
            counts.append(len(queries))
        assert counts[0] == counts[1]

    def test_of_a_section_shows_the_enterprise(self, visit, draft):
        text = table(visit("editor", "wagtailadmin_explore", draft.get_parent().pk))
        assert "Минский завод" in text

    def test_of_a_section_leaves_out_the_other_country(self, visit, draft):
        text = visit("other_editor", "wagtailadmin_explore", draft.get_parent().pk).content.decode()
        assert draft.title not in text

    def test_of_tags_counts_uses(self, visit, draft):
        assert "экономия" in visit("editor", "tags:index").content.decode()


class TestEditorOfAnEntry:
    @pytest.mark.parametrize("kind", ["technology", "case_study", "article"])
    def test_opens_for_each_type(self, visit, kind):
        assert visit("chief_editor", "wagtailadmin_pages:edit", make_entry(kind).pk).status_code == OPEN

    @pytest.mark.parametrize("kind", ["technologypage", "casestudypage", "articlepage"])
    def test_opens_for_a_new_one(self, visit, sections, kind):
        names = {"technologypage": "technology", "casestudypage": "case_study", "articlepage": "article"}
        section = sections["ru", names[kind]]
        assert visit("editor", "wagtailadmin_pages:add", "kb", kind, section.pk).status_code == OPEN

    @pytest.mark.parametrize(
        ("role", "status"),
        [
            ("editor", OPEN),
            ("other_editor", REFUSED),
            ("chief_editor", OPEN),
            ("administrator", OPEN),
            ("expert", REFUSED),
        ],
    )
    def test_of_a_draft_opens_for_the_editors_of_its_country(self, visit, draft, role, status):
        assert visit(role, "wagtailadmin_pages:edit", draft.pk).status_code == status

    @pytest.mark.parametrize(
        ("role", "status"), [("expert", OPEN), ("other_expert", REFUSED), ("other_editor", REFUSED)]
    )
    def test_of_an_entry_in_review_opens_for_its_expert(self, visit, submitted, role, status):
        assert visit(role, "wagtailadmin_pages:edit", submitted.pk).status_code == status

    @pytest.mark.parametrize("view", ["history", "delete", "copy", "move", "view_draft", "usage", "unpublish"])
    def test_every_door_is_closed_to_the_other_country(self, visit, draft, view):
        response = visit("other_editor", f"wagtailadmin_pages:{view}", draft.pk)
        assert response.status_code in (302, 403)

    def test_translation_is_closed_to_the_other_country(self, visit, draft):
        response = visit("other_editor", "simple_translation:submit_page_translation", draft.pk)
        assert response.status_code in (302, 403)

    def test_translation_is_open_to_the_editor(self, visit, draft):
        assert visit("editor", "simple_translation:submit_page_translation", draft.pk).status_code == OPEN

    def test_shows_no_publish_button_to_an_editor(self, visit, draft):
        assert "action-publish" not in visit("editor", "wagtailadmin_pages:edit", draft.pk).content.decode()

    def test_preview_beside_the_form_can_be_checked(self, client, editor, draft):
        client.force_login(editor)
        address = reverse("wagtailadmin_pages:preview_on_edit", args=[draft.pk])
        client.post(
            address, dict(inputs_of(client.get(reverse("wagtailadmin_pages:edit", args=[draft.pk])).context["form"]))
        )
        beside = client.get(address, {"in_preview_panel": "true"}).content.decode()
        alone = client.get(address).content.decode()
        assert ("wagtail-userbar-template" in beside, "wagtail-userbar-template" in alone) == (True, False)

    def test_previews_the_draft(self, visit, draft):
        assert draft.title in visit("editor", "wagtailadmin_pages:view_draft", draft.pk).content.decode()


class TestReview:
    def decide(self, client, user, entry, action, **data):
        client.force_login(user)
        state = EntryPage.objects.get(pk=entry.pk).current_workflow_task_state
        address = reverse("wagtailadmin_pages:workflow_action", args=[entry.pk, action, state.pk])
        return client.post(address, data)

    def test_publishes_after_both_approved(self, client, submitted, expert, editor):
        self.decide(client, expert, submitted, "approve")
        self.decide(client, editor, submitted, "approve")
        assert EntryPage.objects.get(pk=submitted.pk).live

    @pytest.mark.parametrize("role", ["other_expert", "editor", "other_editor"])
    def test_is_refused_to(self, request, client, submitted, role):
        self.decide(client, request.getfixturevalue(role), submitted, "approve")
        assert EntryPage.objects.get(pk=submitted.pk).current_workflow_task.specific.stage == "technical"

    def test_returns_with_a_reason(self, client, submitted, expert):
        self.decide(client, expert, submitted, "reject", reason="evidence", comment="Нет протокола.")
        assert EntryPage.objects.get(pk=submitted.pk).current_workflow_state.status == "needs_changes"

    def test_does_not_approve_what_became_incomplete(self, client, submitted, expert):
        latest = submitted.get_latest_revision_as_object()
        latest.clearance = False
        latest.save_revision(user=expert)
        self.decide(client, expert, submitted, "approve")
        assert EntryPage.objects.get(pk=submitted.pk).current_workflow_task.specific.stage == "technical"

    def test_says_which_step_is_next(self, client, submitted, expert):
        self.decide(client, expert, submitted, "approve")
        assert "Редакционная проверка" in outcome(EntryPage.objects.get(pk=submitted.pk))

    def test_says_that_the_page_is_published(self, client, submitted, expert, editor):
        self.decide(client, expert, submitted, "approve")
        self.decide(client, editor, submitted, "approve")
        assert "опубликовано" in outcome(EntryPage.objects.get(pk=submitted.pk))

    def test_says_that_the_page_went_back(self, client, submitted, expert):
        self.decide(client, expert, submitted, "reject", reason="evidence", comment="Нет протокола.")
        assert "возвращено автору" in outcome(EntryPage.objects.get(pk=submitted.pk))

    def test_says_below_the_form_that_an_edited_page_is_reviewed_anew(self, client, submitted, expert, editor):
        self.decide(client, expert, submitted, "approve")
        client.force_login(editor)
        address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
        data = dict(inputs_of(client.get(address).context["form"])) | {
            "summary": "Другое описание.",
            "action-workflow-action": "true",
            "workflow-action-name": "approve",
        }
        said = messages_of(client.post(address, data))
        assert ("Техническая проверка" in said, "заново" in said) == (True, True)

    def test_tells_beforehand_that_an_edited_page_is_reviewed_anew(self, client, submitted, expert):
        client.force_login(expert)
        address = reverse("wagtailadmin_pages:edit", args=[submitted.pk])
        before = "заново, с первого этапа" in client.get(address).content.decode()
        submitted.specific.save_revision(user=expert)
        assert (before, "заново, с первого этапа" in client.get(address).content.decode()) == (False, True)

    def test_waits_on_the_first_page_of_its_expert(self, client, submitted, expert):
        client.force_login(expert)
        assert submitted.title in client.get(reverse("wagtailadmin_home")).content.decode()

    def test_does_not_wait_on_the_first_page_of_another_expert(self, client, submitted, other_expert):
        client.force_login(other_expert)
        assert submitted.title not in client.get(reverse("wagtailadmin_home")).content.decode()


class TestPublishing:
    def publish(self, client, user, *entries):
        client.force_login(user)
        address = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "publish"])
        query = "&".join(f"id={entry.pk}" for entry in entries)
        return client.post(f"{address}?{query}&next=/admin/")

    def test_takes_a_reviewed_entry_from_the_chief_editor(self, client, chief_editor, draft):
        EntryPage.objects.filter(pk=draft.pk).update(version=1)
        self.publish(client, chief_editor, draft)
        assert EntryPage.objects.get(pk=draft.pk).live

    def test_refuses_what_was_never_reviewed(self, client, chief_editor, draft):
        self.publish(client, chief_editor, draft)
        assert not EntryPage.objects.get(pk=draft.pk).live

    def test_refuses_the_editor_of_a_country(self, client, editor, draft):
        EntryPage.objects.filter(pk=draft.pk).update(version=1)
        self.publish(client, editor, draft)
        assert not EntryPage.objects.get(pk=draft.pk).live

    def test_refuses_an_incomplete_entry_and_names_the_field(self, client, administrator, draft):
        draft.clearance = False
        draft.save_revision()
        response = self.publish(client, administrator, draft)
        assert not EntryPage.objects.get(pk=draft.pk).live
        assert str(EntryPage._meta.get_field("clearance").verbose_name) in messages_of(response)

    def test_refuses_the_own_entry_of_an_administrator(self, client, enterprise):
        administrator = make_administrator()
        entry = make_entry(enterprise=enterprise, owner=administrator, published=False)
        self.publish(client, administrator, entry)
        assert not EntryPage.objects.get(pk=entry.pk).live


class TestExpert:
    @pytest.fixture
    def appointed(self, client, chief_editor, area):
        person = UserFactory()
        client.force_login(chief_editor)
        client.post(reverse("experts:add"), {"user": person.pk, "areas": [area.pk]})
        return person

    def test_is_appointed_by_the_chief_editor(self, appointed, draft):
        assert permissions.may_review(appointed, draft, permissions.TECHNICAL_REVIEW, draft.owner_id)

    def test_is_no_longer_one_when_taken_off_the_list(self, client, appointed):
        client.post(reverse("experts:delete", args=[appointed.reviewer_profile.pk]))
        assert not User.objects.get(pk=appointed.pk).groups.exists()

    def test_is_not_appointed_by_an_editor(self, client, editor, area):
        person = UserFactory()
        client.force_login(editor)
        client.post(reverse("experts:add"), {"user": person.pk, "areas": [area.pk]})
        assert not person.groups.exists()


class TestMerging:
    def test_of_tags_is_for_editors(self, client, editor):
        source, target = TagFactory(), TagFactory()
        client.force_login(editor)
        client.post(reverse("tags:merge", args=[source.pk]), {"target": target.pk})
        assert not Tag.objects.filter(pk=source.pk).exists()

    def test_of_tags_shows_what_is_merged(self, visit):
        assert visit("editor", "tags:merge", TagFactory().pk).status_code == OPEN

    def test_of_tags_is_not_for_experts(self, visit):
        assert visit("expert", "tags:merge", TagFactory().pk).status_code == REFUSED

    @pytest.mark.parametrize(("role", "status"), [("chief_editor", OPEN), ("editor", REFUSED)])
    def test_of_areas_is_for_chief_editors(self, visit, area, role, status):
        assert visit(role, "areas:merge", area.pk).status_code == status

    def test_tag_is_not_renamed_to_one_that_exists(self, client, editor):
        TagFactory(name="газ")
        second = TagFactory(name="нефть")
        client.force_login(editor)
        client.post(reverse("tags:edit", args=[second.pk]), {"name": " ГАЗ"})
        second.refresh_from_db()
        assert second.name == "нефть"


class TestMenu:
    @pytest.mark.parametrize(
        ("role", "address", "shown"),
        [
            ("editor", "/admin/enterprises/", True),
            ("expert", "/admin/enterprises/", False),
            ("editor", "/admin/entries/", True),
            ("expert", "/admin/entries/", False),
            ("expert", "/admin/reports/", False),
            ("expert", "/admin/images/", False),
            ("editor", "/admin/images/", True),
        ],
    )
    def test_holds_what_the_role_needs(self, visit, role, address, shown):
        assert (address in visit(role, "wagtailadmin_home").content.decode()) is shown


def test_an_administrator_reads_the_name_of_the_site_in_the_language_of_the_admin(client):
    client.force_login(make_administrator(email="admin@example.org"))
    assert "Обмен технологиями" in client.get(reverse("wagtailadmin_home")).content.decode()


def test_the_account_page_says_where_letters_are_chosen(visit):
    assert reverse("notifications:preferences") in visit("editor", "wagtailadmin_account").text
