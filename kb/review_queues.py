"""What waits for review, as lists that a reviewer or an editor works through by date."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import models
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from kb import permissions
from kb.models import ReviewState, ReviewTask


class Queue(models.TextChoices):
    """The lists of the page, those that ask for something first."""

    MINE = "mine", pgettext_lazy("reviews", "With me")
    FREE = "free", pgettext_lazy("reviews", "Nobody has taken them on")
    COUNTRY = "country", pgettext_lazy("reviews", "All of my country")
    OVERDUE = "overdue", pgettext_lazy("reviews", "Overdue")


@dataclass(frozen=True, slots=True)
class Line:
    """A review in a list, with what the user may do with it."""

    review: ReviewState
    title: str
    type_label: str
    areas: str
    stage: str
    since: datetime
    due: date | None
    is_overdue: bool
    is_mine: bool
    is_sent_to_me: bool
    may_open: bool
    may_claim: bool
    may_release: bool
    may_assign: bool

    @property
    def sent_to(self) -> str:
        """The names of those whom the step was sent to."""
        return ", ".join(str(person) for person in self.review.routed_to.all())

    @property
    def url(self) -> str:
        """The review itself: the editor of the page, in the admin."""
        return reverse("wagtailadmin_pages:edit", args=[self.review.entry_id])


def queues_of(user: Any) -> list[Queue]:
    """The lists that ``user`` has: editors also that of their country."""
    has_country = bool(permissions.moderated_countries(user))
    return [queue for queue in Queue if queue is not Queue.COUNTRY or has_country]


def waiting(user: Any, queue: Queue | None = None) -> QuerySet[ReviewState]:
    """The reviews of ``queue``, or all that ``user`` may know of, those due first."""
    mine, free, country = Q(reviewer=user), _free(user), permissions.sees_country_of(user)
    wanted = {
        Queue.MINE: mine,
        Queue.FREE: free,
        Queue.COUNTRY: country,
        Queue.OVERDUE: (mine | free | country) & Q(due_on__lt=timezone.localdate()),
    }
    condition = wanted[queue] if queue else mine | country | _reviewable(user)
    chosen = ReviewState.objects.filter(condition, status=ReviewState.STATUS_IN_PROGRESS, entry__isnull=False)
    return ReviewState.objects.filter(pk__in=chosen.values("pk")).order_by("due_on", "started_at", "pk")


def _reviewable(user: Any) -> Q:
    condition = Q(pk__in=())
    for stage in ReviewTask.Stage:
        condition |= permissions.reviewable(user, stage) & Q(task__reviewtask__stage=stage)
    return condition


def _free(user: Any) -> Q:
    return Q(reviewer=None) & _reviewable(user)


def with_names(reviews: QuerySet[ReviewState]) -> QuerySet[ReviewState]:
    """``reviews`` with everything that a line shows or a rule asks for, in a fixed number of queries."""
    return reviews.select_related(
        "entry__enterprise", "entry__locale", "task__reviewtask", "workflow_state", "reviewer"
    ).prefetch_related("entry__areas", "routed_to")


def line(review: ReviewState, user: Any) -> Line:
    """``review`` as ``user`` sees it; a review from ``with_names`` costs no query."""
    entry: Any = review.entry
    task = review.task.reviewtask
    submitter_id = review.workflow_state.requested_by_id
    rule = (user, entry, task.stage, submitter_id)
    model = entry.cached_content_type.model_class() or type(entry)
    return Line(
        review=review,
        title=entry.draft_title or entry.title,
        type_label=str(model._meta.verbose_name),
        areas=", ".join(str(area) for area in entry.areas.all()),
        stage=str(task.get_stage_display()),
        since=review.started_at,
        due=review.due_on,
        is_overdue=review.is_overdue,
        is_mine=review.reviewer_id == user.pk,
        is_sent_to_me=any(person.pk == user.pk for person in review.routed_to.all()),
        may_open=permissions.may_review(*rule) or permissions.may_moderate(user, entry),
        may_claim=permissions.may_claim(*rule, review.reviewer_id),
        may_release=permissions.may_release(user, entry, review.reviewer_id),
        may_assign=permissions.may_assign(user, entry),
    )
