"""Who is on a review: routing, taking on, releasing, assigning, until when, and what the log says of it."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.utils import timezone
from wagtail.models import PageLogEntry

from kb import permissions, workflow
from kb.models import EntryPage, ReviewState, ReviewTask
from kb.models.reviewers import eligible_reviewers, routed_reviewers
from kb.working_days import after_working_days
from tests.factories.accounts import make_chief_editor, make_contributor, make_editor, make_expert
from tests.factories.kb import EnterpriseFactory, make_entry

pytestmark = pytest.mark.django_db
TECHNICAL, EDITORIAL = permissions.TECHNICAL_REVIEW, permissions.EDITORIAL_REVIEW


@pytest.fixture
def draft(enterprise, contributor):
    return make_entry(enterprise=enterprise, owner=contributor, published=False)


@pytest.fixture
def review(draft, contributor, expert, editor):
    """The technical review of the draft, just begun."""
    workflow.submit(draft, user=contributor)
    return ReviewState.objects.get(entry=draft)


def current(review):
    state = EntryPage.objects.get(pk=review.entry_id).current_workflow_state
    return ReviewState.objects.get(pk=state.current_task_state_id)


def decide(review, user, action="approve", **data):
    review = current(review)
    review.task.specific.on_action(review, user, action, **data)


def log_of(review, action):
    return PageLogEntry.objects.filter(page=review.entry_id, action=action)


class TestRouting:
    def test_goes_to_the_experts_of_the_other_country(self, draft, area):
        abroad = make_expert([area], country="KZ")
        make_expert([area], country="BY")
        assert routed_reviewers(draft, TECHNICAL, draft.owner_id) == [abroad]

    def test_stays_in_the_country_where_the_other_has_no_expert(self, draft, area):
        at_home = make_expert([area], country="BY")
        assert routed_reviewers(draft, TECHNICAL, draft.owner_id) == [at_home]

    def test_takes_experts_of_the_broader_area(self, draft, area):
        broad = make_expert([area.parent], country="KZ")
        assert routed_reviewers(draft, TECHNICAL, draft.owner_id) == [broad]

    def test_leaves_out_experts_of_other_areas(self, draft, expert, other_expert):
        assert routed_reviewers(draft, TECHNICAL, draft.owner_id) == [expert]

    def test_leaves_out_those_who_write_for_the_enterprise(self, draft, area, enterprise, expert):
        make_expert([area], country="KZ").memberships.create(enterprise=enterprise)
        assert routed_reviewers(draft, TECHNICAL, draft.owner_id) == [expert]

    def test_leaves_out_the_one_who_submitted(self, draft, area, expert):
        submitter = make_expert([area], country="KZ")
        assert routed_reviewers(draft, TECHNICAL, submitter.pk) == [expert]

    def test_falls_to_the_chief_editors_where_nobody_else_may(self, draft, chief_editor):
        assert routed_reviewers(draft, TECHNICAL, draft.owner_id) == [chief_editor]

    def test_of_the_editorial_review_goes_to_the_editors_of_the_country(self, draft, editor, other_editor):
        make_chief_editor()
        assert routed_reviewers(draft, EDITORIAL, draft.owner_id) == [editor]

    def test_costs_the_same_for_more_people(self, draft, area, django_assert_num_queries):
        for _number in range(2):
            make_expert([area], country="KZ")
        entry = EntryPage.objects.select_related("enterprise").get(pk=draft.pk)
        with django_assert_num_queries(12, exact=False) as first:
            routed_reviewers(entry, TECHNICAL, None)
        for _number in range(5):
            make_expert([area], country="KZ")
        entry = EntryPage.objects.select_related("enterprise").get(pk=draft.pk)
        with django_assert_num_queries(len(first.captured_queries)):
            routed_reviewers(entry, TECHNICAL, None)

    def test_offers_chief_editors_too_where_an_editor_chooses(self, draft, editor, chief_editor):
        assert eligible_reviewers(draft, EDITORIAL, draft.owner_id) == [editor, chief_editor]

    def test_is_kept_with_the_step(self, review, expert):
        assert list(review.routed_to.all()) == [expert]


class TestDueDate:
    @pytest.mark.parametrize(
        ("start", "days", "end"),
        [
            (date(2026, 11, 23), 1, date(2026, 11, 24)),
            (date(2026, 11, 27), 1, date(2026, 11, 30)),
            (date(2026, 11, 28), 1, date(2026, 11, 30)),
            (date(2026, 11, 25), 5, date(2026, 12, 2)),
        ],
    )
    def test_skips_the_weekend(self, start, days, end):
        assert after_working_days(start, days) == end

    def test_comes_from_the_task(self, draft, contributor):
        ReviewTask.objects.filter(stage=TECHNICAL).update(working_days=3)
        workflow.submit(draft, user=contributor)
        assert ReviewState.objects.get(entry=draft).due_on == after_working_days(timezone.localdate(), 3)

    def test_passed_makes_a_waiting_review_overdue(self, review):
        review.due_on = timezone.localdate() - timedelta(days=1)
        assert review.is_overdue

    def test_of_today_is_not_overdue(self, review):
        review.due_on = timezone.localdate()
        assert not review.is_overdue


class TestClaiming:
    def test_makes_the_reviewer_known(self, review, expert):
        workflow.claim(review.pk, user=expert)
        assert current(review).reviewer == expert

    def test_is_in_the_log(self, review, expert):
        workflow.claim(review.pk, user=expert)
        assert log_of(review, "kb.review_claim").get().user == expert

    @pytest.mark.parametrize("role", ["contributor", "stranger", "other_expert", "editor", "other_editor"])
    def test_is_refused_to_those_who_may_not_review(self, request, review, role):
        with pytest.raises(PermissionDenied):
            workflow.claim(review.pk, user=request.getfixturevalue(role))

    def test_is_for_one_alone(self, review, area, expert):
        workflow.claim(review.pk, user=expert)
        with pytest.raises(workflow.NotWaiting):
            workflow.claim(review.pk, user=make_expert([area]))

    def test_keeps_others_from_deciding(self, review, area, expert):
        second = make_expert([area])
        workflow.claim(review.pk, user=expert)
        with pytest.raises(PermissionDenied):
            decide(review, second)

    def test_is_had_by_whoever_presses_twice(self, review, expert):
        workflow.claim(review.pk, user=expert)
        assert workflow.claim(review.pk, user=expert).reviewer == expert
        assert log_of(review, "kb.review_claim").count() == 1

    def test_does_not_keep_the_chief_editor_from_deciding(self, review, expert, chief_editor):
        workflow.claim(review.pk, user=expert)
        decide(review, chief_editor)
        assert current(review).task.specific.stage == EDITORIAL

    def test_comes_too_late_after_the_decision(self, review, expert, chief_editor):
        decide(review, chief_editor)
        with pytest.raises(workflow.NotWaiting):
            workflow.claim(review.pk, user=expert)

    def test_happens_by_deciding_too(self, review, expert):
        decide(review, expert)
        review.refresh_from_db()
        assert review.reviewer == expert


class TestReleasing:
    @pytest.fixture
    def claimed(self, review, expert):
        return workflow.claim(review.pk, user=expert)

    @pytest.mark.parametrize("role", ["expert", "editor", "chief_editor"])
    def test_makes_it_free_again(self, request, claimed, role):
        workflow.release(claimed.pk, user=request.getfixturevalue(role))
        assert current(claimed).reviewer is None

    @pytest.mark.parametrize("role", ["contributor", "other_expert", "other_editor"])
    def test_is_refused_to(self, request, claimed, role):
        with pytest.raises(PermissionDenied):
            workflow.release(claimed.pk, user=request.getfixturevalue(role))

    def test_is_in_the_log_with_the_former_reviewer(self, claimed, editor, expert):
        workflow.release(claimed.pk, user=editor)
        assert log_of(claimed, "kb.review_release").get().data["person"] == str(expert)


class TestAssigning:
    def test_gives_it_to_a_reviewer_until_a_day(self, review, editor, expert):
        day = timezone.localdate() + timedelta(days=20)
        workflow.assign(review.pk, reviewer=expert, user=editor, due_on=day)
        state = current(review)
        assert (state.reviewer, state.assigned_by, state.due_on) == (expert, editor, day)

    def test_takes_it_from_who_had_it(self, review, area, editor, expert):
        second = make_expert([area])
        workflow.claim(review.pk, user=expert)
        workflow.assign(review.pk, reviewer=second, user=editor)
        assert current(review).reviewer == second

    @pytest.mark.parametrize("role", ["contributor", "expert", "other_editor"])
    def test_is_refused_to(self, request, review, expert, role):
        with pytest.raises(PermissionDenied):
            workflow.assign(review.pk, reviewer=expert, user=request.getfixturevalue(role))

    @pytest.mark.parametrize("role", ["contributor", "colleague", "other_expert", "other_editor", "editor"])
    def test_is_only_to_those_who_may_review(self, request, review, editor, role):
        with pytest.raises(PermissionDenied):
            workflow.assign(review.pk, reviewer=request.getfixturevalue(role), user=editor)

    def test_is_refused_to_an_editor_who_writes_for_the_enterprise(self, review, enterprise, expert):
        insider = make_editor("BY")
        insider.memberships.create(enterprise=enterprise)
        with pytest.raises(PermissionDenied):
            workflow.assign(review.pk, reviewer=expert, user=insider)

    def test_is_in_the_log(self, review, editor, expert):
        workflow.assign(review.pk, reviewer=expert, user=editor)
        entry = log_of(review, "kb.review_assign").get()
        assert (entry.user, entry.data["person"]) == (editor, str(expert))

    def test_is_told_by_the_log_in_words(self, review, editor, expert):
        workflow.assign(review.pk, reviewer=expert, user=editor)
        assert str(expert) in log_of(review, "kb.review_assign").get().message


class TestReturning:
    @pytest.mark.parametrize(
        "data", [{}, {"comment": "Нет протокола."}, {"reason": "evidence"}, {"reason": "mood", "comment": "Нет."}]
    )
    def test_needs_reason_and_text(self, review, expert, data):
        with pytest.raises(BadRequest):
            decide(review, expert, "reject", **data)

    def test_keeps_both(self, review, expert):
        decide(review, expert, "reject", reason="evidence", comment="Нет протокола.")
        review.refresh_from_db()
        assert (review.reason, review.comment) == ("evidence", "Нет протокола.")

    def test_is_in_the_log_with_its_reason(self, review, expert):
        decide(review, expert, "reject", reason="evidence", comment="Нет протокола.")
        comment = log_of(review, "wagtail.workflow.reject").get().data["comment"]
        assert comment.endswith("Нет протокола.")
        assert comment != "Нет протокола."

    def test_brings_it_back_to_the_same_reviewer(self, review, area, expert, contributor):
        make_expert([area], country="KZ")
        decide(review, expert, "reject", reason="evidence", comment="Нет протокола.")
        workflow.submit(EntryPage.objects.get(pk=review.entry_id), user=contributor)
        assert current(review).reviewer == expert

    def test_does_not_bring_it_to_who_may_no_longer_review(self, review, expert, contributor):
        decide(review, expert, "reject", reason="evidence", comment="Нет протокола.")
        expert.groups.clear()
        workflow.submit(EntryPage.objects.get(pk=review.entry_id), user=contributor)
        assert current(review).reviewer is None


class TestRulesAsConditions:
    """What lists ask the database is what the rules say of each entry."""

    ROLES = ("contributor", "stranger", "expert", "other_expert", "editor", "other_editor", "chief_editor",
             "administrator", "insider", "both")  # fmt: skip

    @pytest.fixture
    def insider(self, area, enterprise):
        person = make_expert([area], country="BY")
        person.memberships.create(enterprise=enterprise)
        return person

    @pytest.fixture
    def both(self, area):
        """An expert who is an editor, too."""
        person = make_expert([area.parent], country="BY")
        person.groups.add(*make_editor("BY").groups.all())
        return person

    @pytest.mark.parametrize("role", ROLES)
    def test_agree(self, request, area, contributor, enterprise, other_enterprise, expert, editor, role):
        user = request.getfixturevalue(role)
        mine = make_contributor(EnterpriseFactory(), email="mine@example.org")
        for owner, place in ((contributor, enterprise), (mine, other_enterprise), (user, enterprise)):
            entry = make_entry(enterprise=place, owner=owner, published=False)
            EntryPage.objects.get(pk=entry.pk).get_workflow().start(entry, owner)
        first = ReviewState.objects.order_by("pk").first()
        workflow.claim(first.pk, user=expert)
        for stage in (TECHNICAL, EDITORIAL):
            for condition, rule in (
                (permissions.reviewable(user, stage), lambda state, s=stage: permissions.may_review(
                    user, state.entry, s, state.workflow_state.requested_by_id)),
                (permissions.decidable_reviews(user, stage), lambda state, s=stage: permissions.may_decide(
                    user, state.entry, s, state.workflow_state.requested_by_id, state.reviewer_id)),
            ):  # fmt: skip
                listed = set(ReviewState.objects.filter(condition).values_list("pk", flat=True))
                assert listed == {state.pk for state in ReviewState.objects.all() if rule(state)}
