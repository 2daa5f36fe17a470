"""Saving while somebody writes: one version for one sitting, never over somebody else's, and never published."""

from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import PageLogEntry, Revision

from accounts.models import User
from kb import workflow
from kb.models import EntryPage, Membership
from tests.contribute.conftest import sent_by_browser
from tests.contribute.test_editing import empty_form
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(enterprise: Any) -> EntryPage:
    return make_entry("article", enterprise=enterprise, published=False)


def latest(page: EntryPage) -> EntryPage:
    return EntryPage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()


def autosave(writer: Client, page: EntryPage, user: User, **changes: Any) -> Any:
    data = sent_by_browser(latest(page), user, **changes)
    return writer.post(reverse("contribute:edit", args=[page.pk]), data | {"action": "autosave"})


def test_the_draft_is_saved_and_the_answer_says_when(writer: Client, contributor: User, draft: EntryPage) -> None:
    answer = autosave(writer, draft, contributor, title="Новое").json()
    assert latest(draft).title == "Новое"
    at = timezone.localtime(latest(draft).latest_revision_created_at, ZoneInfo("Europe/Minsk"))
    assert answer["text"].startswith(f"Сохранено в {at:%H:%M}")


def test_one_sitting_makes_one_version(writer: Client, contributor: User, draft: EntryPage) -> None:
    before = Revision.objects.filter(object_id=str(draft.pk)).count()
    number = autosave(writer, draft, contributor, title="Раз").json()["revision"]
    autosave(writer, draft, contributor, title="Два", autosaved=number)
    assert Revision.objects.filter(object_id=str(draft.pk)).count() == before + 1
    assert latest(draft).title == "Два"


def test_its_saves_are_one_line_of_the_history(writer: Client, contributor: User, draft: EntryPage) -> None:
    number = autosave(writer, draft, contributor, title="Раз").json()["revision"]
    autosave(writer, draft, contributor, title="Два", autosaved=number)
    lines = PageLogEntry.objects.filter(page=draft.pk, action="wagtail.edit", user=contributor)
    assert len({line.uuid for line in lines}) == 1


def test_a_version_of_somebody_else_is_never_written_over(
    writer: Client, contributor: User, colleague: User, draft: EntryPage
) -> None:
    number = autosave(writer, draft, contributor, title="Раз").json()["revision"]
    data = sent_by_browser(latest(draft), contributor, title="Два", autosaved=number)
    theirs = latest(draft)
    theirs.title = "Коллеги"
    workflow.save_draft(theirs, user=colleague)
    answer = writer.post(reverse("contribute:edit", args=[draft.pk]), data | {"action": "autosave"})
    assert (answer.status_code, latest(draft).title) == (409, "Коллеги")


def test_a_second_window_of_the_same_person_is_told_too(writer: Client, contributor: User, draft: EntryPage) -> None:
    number = autosave(writer, draft, contributor, title="Раз").json()["revision"]
    second = sent_by_browser(latest(draft), contributor, title="Второе окно", action="autosave")
    autosave(writer, draft, contributor, title="Два", autosaved=number)
    assert writer.post(reverse("contribute:edit", args=[draft.pk]), second).status_code == 409
    assert latest(draft).title == "Два"


def test_a_version_that_was_reviewed_is_kept(writer: Client, contributor: User, expert: User, draft: EntryPage) -> None:
    number = autosave(writer, draft, contributor, title="На проверке").json()["revision"]
    workflow.submit(EntryPage.objects.get(pk=draft.pk).specific, user=contributor)
    workflow.withdraw(EntryPage.objects.get(pk=draft.pk).specific, user=contributor)
    autosave(writer, draft, contributor, title="Дальше", autosaved=number)
    assert Revision.objects.get(pk=number).content["title"] == "На проверке"


def test_a_live_page_stays_as_it_is(writer: Client, contributor: User, enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise)
    autosave(writer, page, contributor, title="Новое", autosaved=page.live_revision_id)
    stored = EntryPage.objects.get(pk=page.pk)
    assert (stored.title, stored.live_revision.content["title"]) == (page.title, page.title)


def test_what_is_wrong_is_named_and_nothing_is_saved(writer: Client, contributor: User, draft: EntryPage) -> None:
    answer = autosave(writer, draft, contributor, title="Новое", contact_email="author@")
    assert (answer.status_code, latest(draft).title) == (422, draft.title)
    assert "Электронная почта" in answer.json()["text"]


def test_a_page_in_review_is_not_saved(writer: Client, contributor: User, expert: User, draft: EntryPage) -> None:
    workflow.submit(draft, user=contributor)
    assert autosave(writer, draft, contributor, title="Новое").status_code == 409
    assert latest(draft).title == draft.title


def test_a_new_page_gets_an_address_of_its_own(writer: Client) -> None:
    url = reverse("contribute:new", args=["article"])
    form = writer.get(url).context["form"]
    data = sent_by_browser(form.entry, User.objects.get(email="contributor@example.org"), title="Первая строка")
    answer = writer.post(url, data | {"action": "autosave"}).json()
    assert answer["address"] == reverse("contribute:edit", args=[EntryPage.objects.get(title="Первая строка").pk])


def test_two_who_save_in_the_same_moment_do_not_overwrite_each_other(
    contributor: User, colleague: User, draft: EntryPage
) -> None:
    mine, theirs = latest(draft), latest(draft)
    workflow.save_draft(theirs, user=colleague)
    with pytest.raises(workflow.Outdated):
        workflow.save_draft(mine, user=contributor)


def test_the_answer_says_how_far_the_draft_is(writer: Client, contributor: User, draft: EntryPage) -> None:
    answer = autosave(writer, draft, contributor, clearance=None).json()
    assert 'href="#part-clearance"' in answer["completeness"]


def test_nonsense_for_the_number_of_a_version_is_no_version(
    writer: Client, contributor: User, draft: EntryPage
) -> None:
    assert autosave(writer, draft, contributor, title="Новое", autosaved="9" * 5000).status_code == 200


@pytest.mark.parametrize("action", ["autosave", "save"])
def test_what_was_typed_is_not_lost_when_a_colleague_sends_the_page_to_review_in_that_moment(
    writer: Client, contributor: User, colleague: User, draft: EntryPage, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hold = workflow.hold

    def hold_too_late(page_id: int) -> Any:
        monkeypatch.setattr(workflow, "hold", hold)
        workflow.submit(EntryPage.objects.get(pk=page_id).specific, user=colleague)
        return hold(page_id)

    monkeypatch.setattr(workflow, "hold", hold_too_late)
    data = sent_by_browser(latest(draft), contributor, title="Моё") | {"action": action}
    answer = writer.post(reverse("contribute:edit", args=[draft.pk]), data)
    assert answer.status_code == 409
    if action == "save":
        assert answer.context["form"]["title"].value() == "Моё"


def test_without_an_enterprise_nothing_can_be_saved_and_the_form_says_so(
    writer: Client, contributor: User, other_enterprise: Any
) -> None:
    Membership.objects.create(user=contributor, enterprise=other_enterprise)
    address = reverse("contribute:new", args=["article"])
    data = empty_form(writer, "article") | {"title": "Сушка", "enterprise": ""}
    response = writer.post(address, data)
    assert (response.status_code, EntryPage.objects.count()) == (422, 0)
    assert response.context["form"].errors["enterprise"] == ["Выберите одно из значений списка."]
    assert response.context["form"]["title"].value() == "Сушка"
    answer = writer.post(address, data | {"action": "autosave"})
    assert (answer.status_code, "в рецензи" in answer.json()["text"]) == (422, False)


def test_a_draft_whose_enterprise_was_taken_out_of_the_form_is_not_taken_for_one_in_review(
    writer: Client, contributor: User, other_enterprise: Any, draft: EntryPage
) -> None:
    Membership.objects.create(user=contributor, enterprise=other_enterprise)
    data = sent_by_browser(latest(draft), contributor, title="Новое", enterprise="")
    response = writer.post(reverse("contribute:edit", args=[draft.pk]), data)
    assert (response.status_code, response.context["may_edit"]) == (422, True)
