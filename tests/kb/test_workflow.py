"""The way of an entry from draft to publication and back."""

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import Locale, TaskState

from kb import workflow
from kb.models import EntryAuthor, TechnologyPage
from tests.factories.accounts import make_editor, make_expert
from tests.factories.kb import build_entry, make_entry, section_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(enterprise, contributor):
    return make_entry(enterprise=enterprise, owner=contributor, published=False)


@pytest.fixture
def submitted(draft, contributor):
    workflow.submit(draft, user=contributor)
    return draft


@pytest.fixture
def half_way(submitted, expert):
    decide(submitted, expert, "approve")
    return submitted


def fresh(entry):
    return TechnologyPage.objects.get(pk=entry.pk)


def task_state(entry):
    return fresh(entry).current_workflow_task_state


def may_decide(entry, user):
    return bool(task_state(entry).task.specific.get_actions(fresh(entry), user))


def decide(entry, user, action, **data):
    assert may_decide(entry, user)
    state = task_state(entry)
    state.task.specific.on_action(state, user, action, **data)


def edit(entry, user, **values):
    latest = fresh(entry).get_latest_revision_as_object()
    for name, value in values.items():
        setattr(latest, name, value)
    latest.save_revision(user=user)


class TestDraft:
    def test_is_not_live(self, enterprise, contributor):
        entry = build_entry(enterprise=enterprise)
        workflow.create_draft(entry, section=section_of("technology"), user=contributor)
        assert not fresh(entry).live

    def test_belongs_to_its_author(self, enterprise, contributor):
        entry = build_entry(enterprise=enterprise)
        workflow.create_draft(entry, section=section_of("technology"), user=contributor)
        assert fresh(entry).owner == contributor

    def test_is_not_made_for_another_enterprise(self, other_enterprise, contributor):
        with pytest.raises(PermissionDenied):
            workflow.create_draft(
                build_entry(enterprise=other_enterprise), section=section_of("technology"), user=contributor
            )

    def test_keeps_rows_that_lack_something(self, enterprise, contributor):
        entry = build_entry(enterprise=enterprise, authors=[EntryAuthor(name="", post="инженер")])
        workflow.create_draft(entry, section=section_of("technology"), user=contributor)
        latest = fresh(entry).get_latest_revision_as_object()
        assert [author.post for author in latest.authors.all()] == ["инженер"]

    def test_is_not_saved_by_a_stranger(self, draft, stranger):
        with pytest.raises(PermissionDenied):
            workflow.save_draft(draft, user=stranger)

    def test_is_not_saved_during_review(self, submitted, contributor):
        with pytest.raises(PermissionDenied):
            workflow.save_draft(fresh(submitted), user=contributor)


class TestSubmission:
    def test_of_a_complete_entry_starts_the_technical_review(self, submitted):
        assert task_state(submitted).task.specific.stage == "technical"

    def test_of_an_incomplete_entry_is_refused_with_the_names_of_the_fields(self, draft, contributor):
        edit(draft, contributor, clearance=False)
        with pytest.raises(workflow.NotReady) as caught:
            workflow.submit(fresh(draft), user=contributor)
        assert set(caught.value.errors) == {"clearance"}

    def test_by_a_stranger_is_refused(self, draft, stranger):
        with pytest.raises(PermissionDenied):
            workflow.submit(draft, user=stranger)

    def test_by_a_colleague_will_do(self, draft, colleague):
        workflow.submit(draft, user=colleague)
        assert fresh(draft).workflow_in_progress

    def test_is_not_repeated(self, submitted, contributor):
        with pytest.raises(PermissionDenied):
            workflow.submit(fresh(submitted), user=contributor)

    def test_can_be_withdrawn(self, submitted, contributor):
        workflow.withdraw(fresh(submitted), user=contributor)
        assert not fresh(submitted).workflow_in_progress

    def test_is_not_withdrawn_by_a_stranger(self, submitted, stranger):
        with pytest.raises(PermissionDenied):
            workflow.withdraw(fresh(submitted), user=stranger)


class TestReview:
    def test_has_two_steps(self, half_way):
        assert task_state(half_way).task.specific.stage == "editorial"

    def test_is_not_published_after_the_first(self, half_way):
        assert not fresh(half_way).live

    def test_ends_with_publication(self, half_way, editor):
        decide(half_way, editor, "approve")
        assert fresh(half_way).live

    def test_records_the_reviewers(self, half_way, expert, editor):
        decide(half_way, editor, "approve")
        assert fresh(half_way).reviewed_by == f"{expert}, {editor}"

    def test_records_who_published_apart_from_the_reviewers(self, half_way, editor):
        decide(half_way, editor, "approve")
        assert fresh(half_way).published_by == editor

    def test_counts_the_version(self, half_way, editor):
        decide(half_way, editor, "approve")
        assert fresh(half_way).version == 1

    @pytest.mark.parametrize("role", ["contributor", "colleague", "stranger", "other_expert", "editor", "other_editor"])
    def test_of_technology_is_not_for(self, request, submitted, role):
        assert not may_decide(submitted, request.getfixturevalue(role))

    @pytest.mark.parametrize("role", ["contributor", "colleague", "expert", "other_editor"])
    def test_of_an_editor_is_not_for(self, request, half_way, role):
        assert not may_decide(half_way, request.getfixturevalue(role))

    def test_is_not_for_a_reviewer_of_the_same_enterprise(self, submitted, enterprise, area):
        insider = make_expert([area])
        insider.memberships.create(enterprise=enterprise)
        assert not may_decide(submitted, insider)

    def test_is_not_for_the_administrator_who_submitted(self, draft, administrator, enterprise):
        fresh(draft).get_workflow().start(fresh(draft), administrator)
        assert not may_decide(draft, administrator)

    def test_waits_in_the_list_of_its_expert_alone(self, submitted, expert, other_expert):
        task = task_state(submitted).task.specific
        waiting = [task.get_task_states_user_can_moderate(user).count() for user in (expert, other_expert)]
        assert waiting == [1, 0]


class TestRejection:
    @pytest.fixture
    def returned(self, submitted, expert):
        decide(submitted, expert, "reject", reason="evidence", comment="Нет протокола испытаний.")
        return submitted

    def test_gives_the_entry_back_to_its_author(self, returned, contributor):
        assert fresh(returned).current_workflow_state.status == "needs_changes"

    def test_carries_its_reason(self, returned):
        assert TaskState.objects.get(status="rejected").comment == "Нет протокола испытаний."

    def test_lets_the_author_edit(self, returned, contributor):
        latest = fresh(returned).get_latest_revision_as_object()
        latest.summary = "Исправлено."
        workflow.save_draft(latest, user=contributor)
        assert fresh(returned).get_latest_revision_as_object().summary == "Исправлено."

    def test_is_followed_by_review_at_the_same_step(self, returned, contributor):
        workflow.submit(fresh(returned), user=contributor)
        assert task_state(returned).task.specific.stage == "technical"

    def test_does_not_end_the_way_to_publication(self, returned, contributor, expert, editor):
        workflow.submit(fresh(returned), user=contributor)
        decide(returned, expert, "approve")
        decide(returned, editor, "approve")
        assert fresh(returned).live


class TestEditDuringReview:
    def test_needs_approval_anew(self, half_way, editor, expert):
        edit(half_way, editor, summary="Иначе, чем одобрил эксперт.")
        decide(half_way, editor, "approve")
        assert not fresh(half_way).live

    def test_goes_back_to_the_expert(self, half_way, editor, expert):
        edit(half_way, editor, summary="Иначе, чем одобрил эксперт.")
        decide(half_way, editor, "approve")
        assert may_decide(half_way, expert)


class TestLiveEntry:
    @pytest.fixture
    def live(self, half_way, editor):
        decide(half_way, editor, "approve")
        return half_way

    @pytest.fixture
    def revised(self, live, contributor):
        latest = fresh(live).get_latest_revision_as_object()
        latest.title = "Новое название"
        workflow.save_draft(latest, user=contributor)
        workflow.submit(fresh(live), user=contributor)
        return live

    def test_stays_as_it_is_while_its_new_draft_is_in_review(self, revised):
        page = fresh(revised)
        assert page.live
        assert page.title != "Новое название"

    def test_takes_the_draft_when_it_is_approved(self, revised, expert, editor):
        decide(revised, expert, "approve")
        decide(revised, editor, "approve")
        assert fresh(revised).title == "Новое название"

    def test_counts_its_versions(self, revised, expert, editor):
        decide(revised, expert, "approve")
        decide(revised, editor, "approve")
        assert fresh(revised).version == 2

    def test_names_the_reviewers_of_its_last_review_only(self, revised, area, expert, editor):
        second = make_editor("BY", first_name="Вторая", last_name="Редакторова")
        decide(revised, expert, "approve")
        decide(revised, second, "approve")
        assert str(editor) not in fresh(revised).reviewed_by

    def test_stays_at_its_address_when_archived(self, live, chief_editor):
        workflow.set_standing(fresh(live), "archived", user=chief_editor)
        page = fresh(live)
        assert (page.live, page.standing) == (True, "archived")

    def test_is_archived_in_all_its_languages_by_an_editor_of_its_country(self, live, editor):
        translation = fresh(live).copy_for_translation(Locale.objects.get(language_code="be")).specific
        translation.save_revision().publish()
        workflow.archive(fresh(live), user=editor)
        assert [fresh(page).standing for page in (live, translation)] == ["archived", "archived"]

    def test_comes_out_of_the_archive(self, live, editor):
        workflow.archive(fresh(live), user=editor)
        workflow.archive(fresh(live), user=editor, back=True)
        assert (fresh(live).standing, fresh(live).latest_revision.content["standing"]) == ("current", "current")

    def test_is_not_archived_by_others(self, live, contributor):
        with pytest.raises(PermissionDenied):
            workflow.archive(fresh(live), user=contributor)

    def test_is_up_to_date_again_after_another_review(self, live, contributor, expert, editor):
        workflow.set_standing(fresh(live), "needs_confirmation")
        workflow.submit(fresh(live), user=contributor)
        decide(live, expert, "approve")
        decide(live, editor, "approve")
        assert fresh(live).standing == "current"
