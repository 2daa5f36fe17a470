"""Who is told what of a review: those who have to act, the authors, everybody who took part; nobody else."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from kb import notifications, workflow
from kb.models import EntryPage, ReviewState
from notifications.models import Notification
from tests.factories.accounts import make_expert
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(enterprise, contributor):
    return make_entry(enterprise=enterprise, owner=contributor, published=False)


@pytest.fixture
def review(draft, contributor, expert, other_expert, editor, other_editor, administrator):
    workflow.submit(draft, user=contributor)
    return ReviewState.objects.get(entry=draft)


def current(review):
    return ReviewState.objects.filter(entry=review.entry_id).order_by("-pk").first()


def decide(review, user, action="approve", **data):
    review = current(review)
    review.task.specific.on_action(review, user, action, **data)


def send_back(review, user):
    decide(review, user, "reject", reason="evidence", comment="Нет протокола.")


def told(kind):
    return {notification.recipient for notification in Notification.objects.filter(kind=kind)}


def to_do():
    return {
        (notification.recipient, notification.kind)
        for notification in Notification.objects.filter(must_act=True, read_at=None)
    }


class TestSubmission:
    def test_is_told_to_those_it_is_sent_to_alone(self, review, expert):
        assert told("review.waiting") == {expert}

    def test_sends_letters_to_them_alone(self, review, expert):
        assert [letter.to for letter in mail.outbox] == [[expert.email]]

    def test_leads_reviewers_to_the_page(self, review):
        assert Notification.objects.get().url == f"/admin/pages/{review.entry_id}/edit/"


class TestClaim:
    def test_is_told_to_the_author(self, review, expert, contributor):
        workflow.claim(review.pk, user=expert)
        assert told("review.claimed") == {contributor}

    def test_takes_the_duty_from_the_others(self, draft, area, contributor, expert, editor):
        make_expert([area], country="KZ")
        workflow.submit(draft, user=contributor)
        workflow.claim(ReviewState.objects.get().pk, user=expert)
        assert to_do() == set()

    def test_leads_the_author_to_his_or_her_form(self, review, expert):
        workflow.claim(review.pk, user=expert)
        assert Notification.objects.get(kind="review.claimed").url.endswith(f"/contribute/{review.entry_id}/")


class TestAssignment:
    def test_is_told_to_the_reviewer(self, review, expert, editor):
        workflow.assign(review.pk, reviewer=expert, user=editor)
        assert to_do() == {(expert, "review.assigned")}

    def test_is_told_to_who_had_it(self, review, area, expert, editor):
        workflow.claim(review.pk, user=expert)
        workflow.assign(review.pk, reviewer=make_expert([area]), user=editor)
        assert told("review.reassigned") == {expert}

    def test_taken_back_by_an_editor_is_told(self, review, expert, editor):
        workflow.claim(review.pk, user=expert)
        workflow.release(review.pk, user=editor)
        assert told("review.reassigned") == {expert}


class TestReturn:
    def test_is_told_to_the_author_with_its_reason(self, review, expert, contributor):
        mail.outbox.clear()
        send_back(review, expert)
        (letter,) = [letter for letter in mail.outbox if letter.to == [contributor.email]]
        assert "Нет протокола." in letter.body

    def test_is_told_to_everybody_who_took_part(self, review, expert, editor, contributor):
        workflow.assign(review.pk, reviewer=expert, user=editor)
        decide(review, expert)
        send_back(review, editor)
        assert (told("review.returned"), told("review.returned_to_author")) == ({contributor}, {expert})

    def test_is_told_to_the_editor_who_gave_it_away(self, review, expert, editor):
        workflow.assign(review.pk, reviewer=expert, user=editor)
        send_back(review, expert)
        assert told("review.returned_to_author") == {editor}

    def test_and_submission_anew_ask_the_same_reviewer_alone(self, review, area, expert, contributor):
        make_expert([area], country="KZ")
        send_back(review, expert)
        workflow.submit(EntryPage.objects.get(pk=review.entry_id), user=contributor)
        assert {person for person, kind in to_do() if kind == "review.waiting"} == {expert}


class TestApproval:
    def test_of_a_step_is_told_to_the_author(self, review, expert, contributor):
        decide(review, expert)
        assert told("review.passed") == {contributor}

    def test_of_a_step_asks_the_next_reviewers(self, review, expert, editor):
        decide(review, expert)
        assert to_do() == {(editor, "review.waiting")}

    def test_of_the_last_step_is_told_to_author_and_reviewers(self, review, expert, editor, contributor):
        decide(review, expert)
        decide(review, editor)
        assert told("review.published") == {contributor, expert}

    def test_of_the_last_step_leaves_nobody_a_duty(self, review, expert, editor):
        decide(review, expert)
        decide(review, editor)
        assert to_do() == set()


class TestWithdrawal:
    def test_is_told_to_who_was_at_it(self, review, expert, contributor):
        workflow.claim(review.pk, user=expert)
        workflow.withdraw(EntryPage.objects.get(pk=review.entry_id), user=contributor)
        assert told("review.withdrawn") == {expert}

    def test_leaves_nobody_a_duty(self, review, contributor):
        workflow.withdraw(EntryPage.objects.get(pk=review.entry_id), user=contributor)
        assert to_do() == set()


class TestReminders:
    def remind(self, review, days, reminded=None):
        """Reminds when the last day is ``days`` from now and the last reminder was ``reminded`` days ago."""
        today = timezone.localdate()
        last = today - timedelta(days=reminded) if reminded is not None else None
        ReviewState.objects.update(due_on=today + timedelta(days=days), reminded_on=last)
        notifications.remind()
        kinds = Notification.objects.filter(kind__in=("review.due", "review.overdue"))
        return sorted(kinds.values_list("kind", flat=True))

    @pytest.mark.parametrize(
        ("days", "reminded", "kinds"),
        [
            (10, None, []),
            (0, None, ["review.due"]),
            (0, 1, []),
            (-1, None, ["review.overdue"]),
            (-1, 2, ["review.overdue"]),
            (-3, 2, []),
            (-9, 8, ["review.overdue"]),
        ],
    )
    def test_come_before_the_last_day_and_each_week_after_it(self, review, days, reminded, kinds):
        assert self.remind(review, days, reminded) == kinds

    def test_are_not_repeated_on_the_same_day(self, review):
        self.remind(review, -1)
        notifications.remind()
        assert Notification.objects.filter(kind="review.overdue").count() == 1

    def test_go_to_the_one_who_has_it(self, review, area, expert):
        second = make_expert([area])
        workflow.claim(review.pk, user=second)
        self.remind(review, 0)
        assert told("review.due") == {second}

    def test_of_what_is_overdue_go_to_the_editor_who_gave_it_away(self, review, expert, editor):
        workflow.assign(review.pk, reviewer=expert, user=editor)
        self.remind(review, -1)
        assert told("review.overdue") == {expert, editor}


def test_nobody_is_told_of_content_that_is_loaded(draft, contributor, expert):
    with notifications.quiet():
        workflow.submit(draft, user=contributor)
    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("language", "word"), [("ru", "Проверьте"), ("be", "Праверце"), ("kk", "Тексеріңіз"), ("en", "Review")]
)
def test_letters_are_in_the_language_of_the_receiver(draft, contributor, expert, language, word):
    expert.preferred_language = language
    expert.save()
    workflow.submit(draft, user=contributor)
    assert word in mail.outbox[0].subject
