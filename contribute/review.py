"""Where entries stand: drafts, reviews with their answers, publication."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Case, When
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from wagtail.models import Page, TaskState, WorkflowState

from contribute.completeness import Completeness
from contribute.progress import progress_of
from kb.models import EntryPage
from kb.permissions import roles_of

SHOWN = 200


class Standing(models.TextChoices):
    """The groups of "My pages", in the order in which they ask for attention."""

    RETURNED = "returned", _("Returned with a reason")
    CONFIRM = "confirm", _("To be confirmed")
    DRAFT = "draft", pgettext_lazy("plural", "Drafts")
    REVIEW = "review", _("In review")
    PUBLISHED = "published", pgettext_lazy("plural", "Published")


UNFINISHED = frozenset({Standing.RETURNED, Standing.DRAFT})
ANSWERS = {
    TaskState.STATUS_IN_PROGRESS: _("waiting"),
    TaskState.STATUS_APPROVED: _("approved"),
    TaskState.STATUS_REJECTED: _("returned"),
    TaskState.STATUS_SKIPPED: _("left out"),
    TaskState.STATUS_CANCELLED: _("withdrawn"),
}


@dataclass(frozen=True)
class Answer:
    """What one step of a review came to."""

    status: str
    answer: Any
    stage: str
    who: str
    when: datetime | None
    comment: str
    reason: str = ""
    reviewer: str = ""
    due: date | None = None

    @property
    def is_return(self) -> bool:
        """Whether the entry came back."""
        return self.status == TaskState.STATUS_REJECTED


def _answer(state: TaskState) -> Answer:
    review = getattr(state.task, "reviewtask", None)
    step = getattr(state, "reviewstate", None)
    return Answer(
        status=state.status,
        answer=ANSWERS.get(state.status, state.status),
        stage=review.get_stage_display() if review else state.task.name,
        who=str(state.finished_by) if state.finished_by else "",
        when=state.finished_at or state.started_at,
        comment=state.comment,
        reason=step.get_reason_display() if step else "",
        reviewer=str(step.reviewer) if step and step.reviewer else "",
        due=step.due_on if step else None,
    )


@dataclass(frozen=True)
class OwnEntry:
    """An entry on "My pages"."""

    entry: EntryPage
    type_label: str
    standing: Standing
    answer: Answer | None = None
    completeness: Completeness | None = None

    @property
    def title(self) -> str:
        """As its latest draft has it."""
        return self.entry.draft_title or self.entry.title

    @property
    def has_newer_draft(self) -> bool:
        """Whether there is a draft over a published page."""
        return self.entry.live and self.entry.has_unpublished_changes


def own_entries(user: Any) -> dict[Standing, list[OwnEntry]]:
    """The entries of the user's enterprises by standing; a fixed number of queries.

    Of those to be worked on, the ones saved last tell how far they are (``contribute.progress.COUNTED`` of them).
    """
    entries = list(
        EntryPage.objects.filter(enterprise__in=roles_of(user).enterprise_ids)
        .select_related("enterprise", "locale", "latest_revision__user")
        .defer("latest_revision__content")
        # Those to be confirmed were saved long ago, and must not be cut off.
        .order_by(
            Case(When(live=True, standing=EntryPage.Standing.NEEDS_CONFIRMATION, then=0), default=1),
            "-latest_revision_created_at",
            "-pk",
        )[:SHOWN]
    )
    states = _latest_states(entry.pk for entry in entries)
    standings = {entry.pk: _standing(entry, states.get(str(entry.pk))) for entry in entries}
    progress = progress_of(entry for entry in entries if standings[entry.pk] in UNFINISHED)
    groups: dict[Standing, list[OwnEntry]] = {standing: [] for standing in Standing}
    for entry in entries:
        state = states.get(str(entry.pk))
        standing = standings[entry.pk]
        task_state = state.current_task_state if state else None
        is_answered = standing in (Standing.RETURNED, Standing.REVIEW) and task_state is not None
        model = entry.cached_content_type.model_class() or EntryPage
        own = OwnEntry(
            entry,
            str(model._meta.verbose_name),
            standing,
            _answer(task_state) if is_answered else None,
            progress.get(entry.pk),
        )
        groups[standing].append(own)
    return groups


def _standing(entry: EntryPage, state: WorkflowState | None) -> Standing:
    if state is not None and state.status == WorkflowState.STATUS_IN_PROGRESS:
        return Standing.REVIEW
    if state is not None and state.status == WorkflowState.STATUS_NEEDS_CHANGES:
        return Standing.RETURNED
    if entry.live and entry.standing == EntryPage.Standing.NEEDS_CONFIRMATION:
        return Standing.CONFIRM
    if entry.live and not entry.has_unpublished_changes:
        return Standing.PUBLISHED
    return Standing.DRAFT


def _states(pks: Iterable[int]) -> models.QuerySet[WorkflowState]:
    return WorkflowState.objects.filter(
        base_content_type=Page.get_base_content_type(Page()), object_id__in=[str(pk) for pk in pks]
    )


def _latest_states(pks: Iterable[int]) -> dict[str, WorkflowState]:
    states = _states(pks).select_related(
        "current_task_state__task__reviewtask",
        "current_task_state__finished_by",
        "current_task_state__reviewstate__reviewer",
    )
    return {state.object_id: state for state in states.order_by("created_at", "pk")}


def answers(page: Page) -> list[Answer]:
    """What reviewers said of ``page``, newest first."""
    states = (
        TaskState.objects.filter(workflow_state__in=_states([page.pk]))
        .select_related("task__reviewtask", "finished_by", "reviewstate__reviewer")
        .order_by("-started_at", "-pk")
    )
    return [_answer(state) for state in states]
