"""How much each reviewer has to do, so that an editor gives the next review to somebody who has time."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Avg, Count, DurationField, F, IntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from kb.models import ReviewState
from kb.permissions import CHIEF_EDITORS, EDITORS, EXPERTS

DONE_WITHIN = timedelta(days=30)


def reviewers_by_load() -> QuerySet[Any]:
    """Experts and editors with ``open_count``, ``overdue_count``, ``done_count`` and ``mean_time``, busiest first.

    The last two are about what was decided within ``DONE_WITHIN``; ``mean_time`` runs from the beginning of a step
    to its decision and is ``None`` without one. One query.
    """
    open_reviews = Q(status=ReviewState.STATUS_IN_PROGRESS)
    decided = Q(
        status__in=(ReviewState.STATUS_APPROVED, ReviewState.STATUS_REJECTED),
        finished_at__gte=timezone.now() - DONE_WITHIN,
    )
    people = get_user_model().objects.filter(is_active=True)
    return (
        people.filter(pk__in=people.filter(groups__name__in=(EXPERTS, EDITORS, CHIEF_EDITORS)).values("pk"))
        .annotate(
            open_count=_count(open_reviews),
            overdue_count=_count(open_reviews & Q(due_on__lt=timezone.localdate())),
            done_count=_count(decided),
            mean_time=Subquery(
                _of_reviewer(decided).values(value=Avg(F("finished_at") - F("started_at"))),
                output_field=DurationField(),
            ),
        )
        .order_by("-open_count", "-overdue_count", "last_name", "first_name", "pk")
    )


def _of_reviewer(condition: Q) -> QuerySet[Any]:
    return ReviewState.objects.filter(condition, reviewer=OuterRef("pk")).order_by().values("reviewer")


def _count(condition: Q) -> Coalesce:
    counted = _of_reviewer(condition).values(value=Count("pk"))
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
