"""Two people do something to one entry in the same moment: the second sees what the first has done."""

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, connections, transaction
from wagtail.models import TaskState

from accounts.models import User
from kb import workflow
from kb.models import ReviewState, TechnologyPage
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 20
WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


def fresh(entry: Any) -> Any:
    return TechnologyPage.objects.get(pk=entry.pk)


def draft_of(entry: Any, summary: str) -> Any:
    latest = fresh(entry).get_latest_revision_as_object()
    latest.summary = summary
    return latest


def decide(review: TaskState, user: User, action: str, **given: Any) -> None:
    review.task.specific.on_action(review, user, action, **given)


def at_once(first: Callable[[], Any], second: Callable[[], Any]) -> Exception | None:
    """Does both; the second begins before the first is committed. What the second raises."""
    raised: list[Exception] = []

    def in_a_thread() -> None:
        try:
            second()
        except Exception as error:
            raised.append(error)
        finally:
            connections.close_all()

    thread = threading.Thread(target=in_a_thread)
    with transaction.atomic():
        first()
        thread.start()
        deadline = time.monotonic() + PATIENCE_SECONDS
        while thread.is_alive() and time.monotonic() < deadline:
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0]:
                    break
            time.sleep(0.02)
    thread.join(PATIENCE_SECONDS)
    return raised[0] if raised else None


@pytest.fixture
def draft(enterprise: Any, contributor: User) -> Any:
    return make_entry(enterprise=enterprise, owner=contributor, published=False)


@pytest.fixture
def in_review(draft: Any, contributor: User) -> Any:
    workflow.submit(fresh(draft), user=contributor)
    return draft


@pytest.mark.parametrize("published", [False, True])
def test_the_second_of_two_drafts_does_not_take_the_place_of_the_first(
    published: bool, enterprise: Any, contributor: User, colleague: User
) -> None:
    entry = make_entry(enterprise=enterprise, published=published)
    one, other = draft_of(entry, "Одно."), draft_of(entry, "Другое.")
    refused = at_once(
        lambda: workflow.save_draft(one, user=contributor), lambda: workflow.save_draft(other, user=colleague)
    )
    assert isinstance(refused, workflow.Outdated)
    assert fresh(entry).get_latest_revision_as_object().summary == "Одно."


def test_what_is_sent_to_review_is_not_changed_by_a_draft_saved_in_that_moment(
    draft: Any, contributor: User, colleague: User
) -> None:
    other = draft_of(draft, "Другое.")
    refused = at_once(
        lambda: workflow.submit(fresh(draft), user=contributor), lambda: workflow.save_draft(other, user=colleague)
    )
    assert isinstance(refused, PermissionDenied)


def test_a_page_is_sent_to_review_once(draft: Any, contributor: User, colleague: User) -> None:
    one, other = fresh(draft), fresh(draft)
    refused = at_once(lambda: workflow.submit(one, user=contributor), lambda: workflow.submit(other, user=colleague))
    assert isinstance(refused, PermissionDenied)
    assert ReviewState.objects.filter(entry=draft).count() == 1


def test_a_page_that_was_returned_is_sent_to_review_once(
    in_review: Any, contributor: User, colleague: User, expert: User
) -> None:
    decide(fresh(in_review).current_workflow_task_state, expert, "reject", reason="unclear", comment="Что это?")
    one, other = fresh(in_review), fresh(in_review)
    at_once(lambda: workflow.submit(one, user=contributor), lambda: workflow.submit(other, user=colleague))
    assert ReviewState.objects.filter(entry=in_review, status=ReviewState.STATUS_IN_PROGRESS).count() == 1


@pytest.mark.parametrize("stage", ["technical", "editorial"])
def test_a_step_is_decided_once(stage: str, in_review: Any, expert: User, editor: User, chief_editor: User) -> None:
    if stage == "editorial":
        decide(fresh(in_review).current_workflow_task_state, expert, "approve")
    first, second = (TaskState.objects.order_by("-pk").first() for _time in range(2))
    assert first is not None and second is not None
    refused = at_once(
        lambda: decide(first, expert if stage == "technical" else editor, "approve"),
        lambda: decide(second, chief_editor, "reject", reason="unclear", comment="Что это?"),
    )
    assert isinstance(refused, PermissionDenied)
    assert TaskState.objects.get(pk=first.pk).status == TaskState.STATUS_APPROVED


def test_a_page_that_was_taken_back_is_not_approved(
    in_review: Any, contributor: User, expert: User, editor: User
) -> None:
    decide(fresh(in_review).current_workflow_task_state, expert, "approve")
    last = fresh(in_review).current_workflow_task_state
    page = fresh(in_review)
    refused = at_once(lambda: workflow.withdraw(page, user=contributor), lambda: decide(last, editor, "approve"))
    assert isinstance(refused, PermissionDenied)
    assert TaskState.objects.get(pk=last.pk).status == TaskState.STATUS_CANCELLED


def test_a_page_that_was_approved_is_not_taken_back(
    in_review: Any, contributor: User, expert: User, editor: User
) -> None:
    decide(fresh(in_review).current_workflow_task_state, expert, "approve")
    last = fresh(in_review).current_workflow_task_state
    page = fresh(in_review)
    refused = at_once(lambda: decide(last, editor, "approve"), lambda: workflow.withdraw(page, user=contributor))
    assert isinstance(refused, PermissionDenied)
    assert fresh(in_review).live


def test_a_review_that_was_decided_is_not_taken_on(in_review: Any, expert: User, chief_editor: User) -> None:
    review = fresh(in_review).current_workflow_task_state
    refused = at_once(
        lambda: decide(review, expert, "approve"),
        lambda: workflow.assign(review.pk, reviewer=chief_editor, user=chief_editor),
    )
    assert isinstance(refused, workflow.NotWaiting)
