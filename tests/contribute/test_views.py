"""My pages, review and its answers, preview, and who may come in."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from contribute import review
from contribute.completeness import completeness_of
from contribute.review import Standing
from kb import workflow
from kb.models import EntryPage, ReviewState
from kb.review_forms import ReturnReason
from tests.contribute.conftest import sent_by_browser
from tests.contribute.test_editing import empty_form, latest, new_url
from tests.factories.accounts import PASSWORD, make_contributor
from tests.factories.kb import make_entry

DASHBOARD = "contribute:dashboard"
OWN_VIEWS = ("edit", "preview", "submit", "withdraw")


@pytest.fixture
def draft(enterprise: Any, contributor: User) -> EntryPage:
    """A complete case study that waits to be sent."""
    return make_entry("case_study", enterprise=enterprise, owner=contributor, published=False)


def address(view: str, page: Any) -> str:
    return reverse(f"contribute:{view}", args=[page.pk])


def groups(client: Client) -> dict[str, list[str]]:
    shown = client.get(reverse(DASHBOARD)).context["groups"]
    return {standing: [own.title for own in entries] for standing, entries in shown}


def answer(page: Any, user: User, action: str, comment: str) -> None:
    reason = {"reason": "evidence"} if action == "reject" else {}
    state = page.current_workflow_state.current_task_state
    state.task.specific.on_action(state, user, action, comment=comment, **reason)


# Who may come in


@pytest.mark.parametrize("view", OWN_VIEWS)
def test_a_page_of_another_enterprise_does_not_exist_here(
    client: Client, stranger: User, draft: EntryPage, view: str
) -> None:
    client.force_login(stranger)
    send = client.get if view in ("edit", "preview") else client.post
    assert send(address(view, draft)).status_code == 404


@pytest.mark.parametrize("view", OWN_VIEWS)
def test_an_editor_uses_the_admin_instead(client: Client, editor: User, draft: EntryPage, view: str) -> None:
    client.force_login(editor)
    send = client.get if view in ("edit", "preview") else client.post
    assert send(address(view, draft)).status_code == 404


def test_what_is_posted_to_a_page_of_another_enterprise_changes_nothing(
    client: Client, stranger: User, contributor: User, draft: EntryPage
) -> None:
    client.force_login(stranger)
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, title="Чужое")
    client.post(address("edit", draft), data)
    assert latest().title == draft.title


def test_a_colleague_may_edit(client: Client, colleague: User, draft: EntryPage) -> None:
    client.force_login(colleague)
    assert client.get(address("edit", draft)).status_code == 200


def test_a_member_who_was_suspended_may_not(writer: Client, contributor: User, draft: EntryPage) -> None:
    contributor.memberships.update(is_active=False)
    assert writer.get(address("edit", draft)).status_code == 404


def test_a_user_without_an_enterprise_reads_what_to_do(client: Client, django_user_model: Any) -> None:
    client.force_login(django_user_model.objects.create_user("nobody@example.org"))
    assert client.get(reverse(DASHBOARD)).status_code == 200
    assert client.get(new_url("article")).status_code == 404


def test_an_editor_is_led_from_my_pages_to_the_reviews(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get(reverse(DASHBOARD)).headers["Location"] == "/ru/work/"


def test_an_unknown_type_of_entry_does_not_exist(writer: Client) -> None:
    assert writer.get(new_url("recipe")).status_code == 404


def test_a_visitor_is_asked_to_sign_in(client: Client) -> None:
    response = client.get(new_url("article"))
    assert response.headers["Location"] == f"/ru/accounts/login/?next={new_url('article')}"


@pytest.mark.parametrize("view", ["submit", "withdraw"])
def test_following_a_link_changes_nothing(writer: Client, draft: EntryPage, view: str) -> None:
    assert writer.get(address(view, draft)).status_code == 405


# A session that ended


def test_what_was_typed_survives_the_end_of_the_session(writer: Client, contributor: User) -> None:
    data = empty_form(writer, "article") | {"title": "Балансировка"}
    writer.logout()
    response = writer.post(new_url("article"), data, follow=True)
    sign_in = {"login": contributor.email, "password": PASSWORD, "next": new_url("article")}
    response = writer.post(reverse("account_login"), sign_in, follow=True)
    assert response.request["PATH_INFO"] == new_url("article")
    assert response.context["form"]["title"].value() == "Балансировка"


def test_a_part_of_the_form_is_not_the_page_to_sign_in(client: Client) -> None:
    response = client.get(reverse("contribute:similar"), {"title": "Сушка"}, headers={"HX-Request": "true"})
    assert (response.status_code, response.content) == (401, b"")


def test_nobody_else_sees_what_was_typed_before(writer: Client, colleague: User) -> None:
    data = empty_form(writer, "article") | {"title": "Балансировка"}
    writer.logout()
    writer.post(new_url("article"), data)
    writer.force_login(colleague)
    assert "Балансировка" not in writer.get(new_url("article")).text


def test_the_writer_is_told_that_files_were_lost(writer: Client, contributor: User) -> None:
    file = SimpleUploadedFile("a.pdf", b"%PDF-1.7\n")
    data = empty_form(writer, "article") | {"clearance_document-file": file}
    writer.logout()
    writer.post(new_url("article"), data)
    writer.force_login(contributor)
    assert len(list(writer.get(new_url("article")).context["messages"])) == 3


# Review


def test_a_complete_draft_is_sent_to_review(writer: Client, contributor: User, draft: EntryPage) -> None:
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, action="submit")
    writer.post(address("edit", draft), data)
    assert EntryPage.objects.get(pk=draft.pk).workflow_in_progress


def test_what_is_missing_is_named_at_its_field_and_in_the_summary(
    writer: Client, contributor: User, draft: EntryPage
) -> None:
    without = {"summary": "", "indicators-0-removed": "on", "action": "submit"}
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, **without)
    response = writer.post(address("edit", draft), data, follow=True)
    assert [problem.anchor for problem in response.context["layout"].problems] == ["part-summary", "part-indicators"]
    assert 'id="id_summary-errors"' in response.text


def test_the_draft_is_kept_when_it_is_not_ready(writer: Client, contributor: User, draft: EntryPage) -> None:
    changes = {"summary": "", "title": "Новое имя", "action": "submit"}
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, **changes)
    writer.post(address("edit", draft), data)
    assert latest().title == "Новое имя"
    assert not EntryPage.objects.get(pk=draft.pk).workflow_in_progress


def test_a_draft_without_a_title_cannot_be_submitted(writer: Client, contributor: User, draft: EntryPage) -> None:
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, title="", action="submit")
    response = writer.post(address("edit", draft), data, follow=True)
    assert [problem.anchor for problem in response.context["layout"].problems] == ["part-title"]


def test_a_saved_draft_is_submitted_from_my_pages(writer: Client, draft: EntryPage) -> None:
    writer.post(address("submit", draft))
    assert groups(writer) == {Standing.REVIEW: [draft.title]}


def test_my_pages_say_which_review_it_is(writer: Client, contributor: User, draft: EntryPage) -> None:
    workflow.submit(draft, user=contributor)
    ((_standing, (own,)),) = writer.get(reverse(DASHBOARD)).context["groups"]
    assert (own.answer.stage, own.answer.is_return) == ("техническая проверка", False)


def test_my_pages_say_who_reviews_it(writer: Client, contributor: User, expert: User, draft: EntryPage) -> None:
    workflow.submit(draft, user=contributor)
    assert str(expert) not in writer.get(reverse(DASHBOARD)).text
    workflow.claim(ReviewState.objects.get(entry=draft).pk, user=expert)
    assert str(expert) in writer.get(reverse(DASHBOARD)).text


@pytest.mark.parametrize("view", ["dashboard", "edit"])
def test_a_return_shows_its_reason_and_who_gave_it(
    writer: Client, contributor: User, expert: User, draft: EntryPage, view: str
) -> None:
    workflow.submit(draft, user=contributor)
    answer(draft, expert, "reject", "Нет периода измерений.")
    text = writer.get(reverse(DASHBOARD) if view == "dashboard" else address(view, draft)).text
    assert "Нет периода измерений." in text
    assert str(ReturnReason.EVIDENCE.label) in text
    assert str(expert) in text


def test_a_returned_page_can_be_changed_and_sent_again(
    writer: Client, contributor: User, expert: User, draft: EntryPage
) -> None:
    workflow.submit(draft, user=contributor)
    answer(draft, expert, "reject", "Нет периода измерений.")
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, action="submit")
    writer.post(address("edit", draft), data | {"title": "С периодом"})
    assert groups(writer) == {Standing.REVIEW: ["С периодом"]}


def test_a_page_in_review_is_shown_but_not_changed(writer: Client, contributor: User, draft: EntryPage) -> None:
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, title="Поздно")
    workflow.submit(draft, user=contributor)
    assert '<fieldset class="entry-form__all" disabled>' in writer.get(address("edit", draft)).text
    response = writer.post(address("edit", draft), data)
    assert (response.status_code, latest().title) == (409, draft.title)
    assert response.context["form"]["title"].value() == "Поздно"


def test_what_was_typed_while_a_colleague_sent_the_page_to_review_is_there_when_it_is_taken_back(
    writer: Client, contributor: User, colleague: User, draft: EntryPage
) -> None:
    data = sent_by_browser(draft.get_latest_revision_as_object(), contributor, title="Моё название")
    workflow.submit(draft, user=colleague)
    writer.post(address("edit", draft), data)
    assert writer.get(address("edit", draft)).context["form"]["title"].value() == draft.title
    writer.post(address("withdraw", draft))
    assert writer.get(address("edit", draft)).context["form"]["title"].value() == "Моё название"
    assert latest().title == draft.title


def test_a_page_is_taken_back_from_review(writer: Client, contributor: User, draft: EntryPage) -> None:
    workflow.submit(draft, user=contributor)
    writer.post(address("withdraw", draft))
    assert groups(writer) == {Standing.DRAFT: [draft.title]}


# My pages


def test_pages_to_be_confirmed_are_shown_however_long_ago_they_were_saved(
    writer: Client, enterprise: Any, draft: EntryPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    due = make_entry("article", enterprise=enterprise, standing=EntryPage.Standing.NEEDS_CONFIRMATION)
    EntryPage.objects.filter(pk=due.pk).update(latest_revision_created_at=timezone.now() - timedelta(days=400))
    monkeypatch.setattr(review, "SHOWN", 1)
    assert [title for titles in groups(writer).values() for title in titles] == [due.title]


def test_pages_are_grouped_by_what_is_to_be_done(writer: Client, enterprise: Any, draft: EntryPage) -> None:
    published = make_entry("article", enterprise=enterprise, title="Опубликовано")
    due = make_entry("article", enterprise=enterprise, title="Пора")
    workflow.set_standing(due, EntryPage.Standing.NEEDS_CONFIRMATION)
    assert groups(writer) == {
        Standing.CONFIRM: [due.title],
        Standing.DRAFT: [draft.title],
        Standing.PUBLISHED: [published.title],
    }


def test_a_draft_says_how_far_it_is_and_links_to_what_is_missing(writer: Client, enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise, published=False, summary="", clearance=False)
    text = writer.get(reverse(DASHBOARD)).text
    total = completeness_of(page.get_latest_revision_as_object()).total
    assert f"{total - 2} из {total}" in text
    for anchor in ("part-summary", "part-clearance"):
        assert f'href="{address("edit", page)}#{anchor}"' in text


def test_only_what_is_to_be_worked_on_says_how_far_it_is(
    writer: Client, contributor: User, expert: User, enterprise: Any, draft: EntryPage
) -> None:
    make_entry("article", enterprise=enterprise)
    workflow.submit(draft, user=contributor)
    assert "<progress" not in writer.get(reverse(DASHBOARD)).text
    answer(draft, expert, "reject", "Почему")
    assert writer.get(reverse(DASHBOARD)).text.count("<progress") == 1


def test_pages_of_other_enterprises_are_not_mine(writer: Client, other_enterprise: Any) -> None:
    make_entry("article", enterprise=other_enterprise)
    assert groups(writer) == {}


def test_the_number_of_queries_does_not_depend_on_the_number_of_pages(
    client: Client, enterprise: Any, expert: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    writer = make_contributor(enterprise)
    client.force_login(writer)

    def add_pages() -> None:
        make_entry("article", enterprise=enterprise)
        make_entry("article", enterprise=enterprise, owner=writer, published=False, summary="")
        for kind in ("technology", "case_study"):
            page = make_entry(kind, enterprise=enterprise, owner=writer, published=False)
            workflow.submit(page, user=writer)
            if kind == "technology":
                answer(page, expert, "reject", "Почему")

    add_pages()
    client.get(reverse(DASHBOARD))
    with django_assert_num_queries(12, exact=False) as first:
        client.get(reverse(DASHBOARD))
    for _number in range(3):
        add_pages()
    with django_assert_num_queries(len(first.captured_queries)):
        client.get(reverse(DASHBOARD))


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_my_pages_answer_in_every_language(writer: Client, draft: EntryPage, language: str) -> None:
    assert writer.get(f"/{language}/contribute/").status_code == 200


# Preview


@pytest.mark.parametrize("kind", ["technology", "case_study", "article"])
def test_the_preview_shows_the_latest_draft(writer: Client, enterprise: Any, kind: str) -> None:
    page = make_entry(kind, enterprise=enterprise, title="Старое")
    page.title = "Новое"
    page.save_revision()
    assert "Новое" in writer.get(address("preview", page)).text


@pytest.mark.parametrize("kind", ["technology", "case_study", "article"])
def test_an_almost_empty_draft_can_be_previewed(writer: Client, kind: str) -> None:
    rows = {"costs-TOTAL_FORMS": 1, "costs-0-item": "Сушилка", "indicators-TOTAL_FORMS": 1, "indicators-0-before": "5"}
    data = empty_form(writer, kind) | {"costs-TOTAL_FORMS": 1, "costs-0-item": "Сушилка", "action": "preview"}
    if kind != "technology":
        data |= rows
    response = writer.post(new_url(kind), data, follow=True)
    assert response.status_code == 200


def test_not_every_form_of_people_who_are_not_signed_in_is_kept(db: None) -> None:
    """Anybody can send one, and each takes its place in the database for two weeks."""
    cache.clear()
    before = Session.objects.count()
    for _time in range(35):
        Client().post("/ru/contribute/new/article/", {"writer": "1", "title": "x"})
    assert Session.objects.count() - before == 30
    cache.clear()
