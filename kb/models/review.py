"""Review: who reviews what, as a task of Wagtail's workflow engine."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from kb import permissions
from kb.models.taxonomy import TechnologyArea


class ReviewerProfile(models.Model):
    """The technology areas in which an expert reviews."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="reviewer_profile", verbose_name=_("user")
    )
    areas = models.ManyToManyField(TechnologyArea, related_name="reviewers", verbose_name=_("technology areas"))

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    def __str__(self) -> str:
        return str(self.user)

    def covered_area_ids(self) -> frozenset[int]:
        """The areas chosen and all below them."""
        chosen = self.areas.values("pk")
        return frozenset(
            TechnologyArea.objects.filter(Q(pk__in=chosen) | Q(parent__in=chosen)).values_list("pk", flat=True)
        )


class ReviewTask(Task):
    """A step of review; ``kb.permissions.may_review`` says who takes it."""

    class Stage(models.TextChoices):
        """Which review it is."""

        TECHNICAL = permissions.TECHNICAL_REVIEW, _("technical review")
        EDITORIAL = permissions.EDITORIAL_REVIEW, _("editorial review")

    stage = models.CharField(_("stage"), max_length=10, choices=Stage)

    admin_form_fields = [*Task.admin_form_fields, "stage"]

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")

    @classmethod
    def get_description(cls) -> str:
        """What an administrator reads where tasks are chosen."""
        return str(_("Experts of the page's areas or editors of its country approve it; never its authors"))

    def _may_review(self, obj: Any, user: Any) -> bool:
        entry = obj.specific
        if not hasattr(entry, "enterprise_id"):
            return user.is_superuser
        state = entry.current_workflow_state
        submitter_id = state.requested_by_id if state else None
        return permissions.may_review(user, entry, self.stage, submitter_id)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        return self._may_review(obj, user)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self._may_review(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self._may_review(obj, user):
            return []
        return [
            ("reject", str(_("Return with a reason")), True),
            ("approve", str(_("Approve")), False),
            ("approve", str(_("Approve with a comment")), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        roles = permissions.roles_of(user)
        if not roles.is_staff:
            return TaskState.objects.none()
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        mine = [state.pk for state in waiting if self._may_review(state.workflow_state.content_object, user)]
        return TaskState.objects.filter(pk__in=mine)
