"""Review: its steps as tasks of Wagtail's workflow engine, and who is on each of them until when."""

from typing import Any, Self

from django.conf import settings
from django.core.exceptions import BadRequest, PermissionDenied
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.models import Task, TaskState

from kb import permissions
from kb.holding import hold
from kb.models.reviewers import routed_reviewers
from kb.review_forms import ReturnForm, ReturnReason
from kb.review_signals import review_waiting
from kb.working_days import after_working_days


class ReviewState(TaskState):
    """One step of the review of one entry: whom it was sent to, who is on it, until when, and why it went back."""

    entry = models.ForeignKey(
        "kb.EntryPage", null=True, on_delete=models.CASCADE, related_name="review_states", verbose_name=_("entry")
    )
    routed_to = models.ManyToManyField(
        settings.AUTH_USER_MODEL, related_name="routed_reviews", verbose_name=_("sent to")
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="held_reviews",
        verbose_name=_("reviewer"),
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+", verbose_name=_("assigned by")
    )
    assigned_at = models.DateTimeField(_("assigned at"), null=True)
    due_on = models.DateField(pgettext_lazy("review", "due"), null=True)
    reminded_on = models.DateField(_("reminded on"), null=True)
    reason = models.CharField(_("reason"), max_length=20, choices=ReturnReason, blank=True)

    class Meta:
        verbose_name = _("step of a review")
        verbose_name_plural = _("steps of reviews")
        indexes = [models.Index(fields=["due_on"])]

    def __str__(self) -> str:
        return f"{self.entry}: {self.task}"

    @classmethod
    def held(cls, pk: int) -> Self:
        """The step, locked until the end of the transaction."""
        # Both tables: PostgreSQL reads only the rows anew that it has waited for, and the status is in Wagtail's.
        return cls.objects.select_for_update(of=("self", "taskstate_ptr")).get(pk=pk)

    @property
    def is_waiting(self) -> bool:
        """Whether a decision is still to be made."""
        return bool(self.status == TaskState.STATUS_IN_PROGRESS)

    @property
    def is_overdue(self) -> bool:
        """Whether its day has passed without a decision."""
        return self.is_waiting and self.due_on is not None and self.due_on < timezone.localdate()

    def get_comment(self) -> str:
        """The comment, behind the reason of a return: what Wagtail's history and log show."""
        if not self.reason:
            return str(self.comment)
        return f"{self.get_reason_display()}. {self.comment}"


class ReviewTask(Task):
    """A step of review; ``kb.permissions`` says who takes it."""

    class Stage(models.TextChoices):
        """Which review it is."""

        TECHNICAL = permissions.TECHNICAL_REVIEW, _("technical review")
        EDITORIAL = permissions.EDITORIAL_REVIEW, _("editorial review")

    stage = models.CharField(_("stage"), max_length=10, choices=Stage)
    working_days = models.PositiveSmallIntegerField(
        _("working days"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("How long a review may take. Reviewers are reminded before and after."),
    )

    task_state_class = ReviewState
    admin_form_fields = [*Task.admin_form_fields, "stage", "working_days"]

    class Meta:
        verbose_name = _("review task")
        verbose_name_plural = _("review tasks")

    @classmethod
    def get_description(cls) -> str:
        """What an administrator reads where tasks are chosen."""
        return str(_("Experts of the page's areas or editors of its country approve it; never its authors"))

    @transaction.atomic
    def start(self, workflow_state: Any, user: Any = None) -> ReviewState:
        """Begins the step: sends it to its reviewers and sets its day.

        Whoever did this step of the same review before gets it again.
        """
        state: ReviewState = super().start(workflow_state, user=user)
        entry = workflow_state.content_object.specific
        if not hasattr(entry, "enterprise_id"):
            return state
        state.entry_id = entry.pk
        state.due_on = after_working_days(timezone.localdate(), self.working_days)
        before = (
            ReviewState.objects.filter(workflow_state=workflow_state, task=self)
            .exclude(pk=state.pk)
            .exclude(reviewer=None)
            .order_by("-pk")
            .first()
        )
        if before and permissions.may_review(before.reviewer, entry, self.stage, workflow_state.requested_by_id):
            state.reviewer = before.reviewer
            state.assigned_by = before.assigned_by
            state.assigned_at = timezone.now()
        state.save()
        state.routed_to.set(routed_reviewers(entry, self.stage, workflow_state.requested_by_id))
        review_waiting.send(sender=ReviewState, review=state, user=user)
        return state

    @transaction.atomic
    def on_action(self, task_state: Any, user: Any, action_name: str, **kwargs: Any) -> None:
        """Approves or returns; whoever decides has taken the review on.

        Raises ``PermissionDenied`` for those who may not decide, or when it is decided or withdrawn, ``BadRequest`` for
        a return without a reason.
        """
        hold(int(task_state.workflow_state.object_id))
        state = ReviewState.held(task_state.pk)
        if not state.is_waiting:
            raise PermissionDenied
        page = state.workflow_state.content_object
        if action_name not in {name for name, _label, _dialog in self.get_actions(page, user)}:
            raise PermissionDenied
        if action_name == "reject":
            form = ReturnForm(kwargs)
            if not form.is_valid():
                raise BadRequest(gettext("A page is returned with a reason and with what is to be changed."))
            state.reason = form.cleaned_data["reason"]
            kwargs["comment"] = form.cleaned_data["comment"]
        if state.reviewer_id != user.pk:
            state.reviewer, state.assigned_by, state.assigned_at = user, user, timezone.now()
        super().on_action(state, user, action_name, comment=str(kwargs.get("comment", "")))

    def _may_decide(self, obj: Any, user: Any) -> bool:
        entry = obj.specific
        if not hasattr(entry, "enterprise_id"):
            return bool(user.is_superuser)
        state = entry.current_workflow_state
        current = state.current_task_state.specific if state and state.current_task_state else None
        reviewer_id = current.reviewer_id if isinstance(current, ReviewState) else None
        submitter_id = state.requested_by_id if state else None
        return permissions.may_decide(user, entry, self.stage, submitter_id, reviewer_id)

    def user_can_access_editor(self, obj: Any, user: Any) -> bool:
        entry = obj.specific
        if not hasattr(entry, "enterprise_id"):
            return bool(user.is_superuser)
        state = entry.current_workflow_state
        return permissions.may_review(user, entry, self.stage, state.requested_by_id if state else None)

    def locked_for_user(self, obj: Any, user: Any) -> bool:
        return not self._may_decide(obj, user)

    def get_actions(self, obj: Any, user: Any) -> list[tuple[str, str, bool]]:
        if not self._may_decide(obj, user):
            return []
        return [
            ("reject", str(_("Return with a reason")), True),
            ("approve", str(_("Approve")), False),
            ("approve", str(_("Approve with a comment")), True),
        ]

    def get_form_for_action(self, action: str) -> Any:
        return ReturnForm if action == "reject" else super().get_form_for_action(action)

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> models.QuerySet[TaskState]:
        waiting = ReviewState.objects.filter(permissions.decidable_reviews(user, self.stage), task=self)
        return TaskState.objects.filter(pk__in=waiting.filter(status=TaskState.STATUS_IN_PROGRESS).values("pk"))
