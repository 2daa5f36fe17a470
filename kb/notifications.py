"""What people are told of reviews: those who have to do something, the authors, and everybody who took part."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from typing import Any

from django.db.models import F, Q
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.models import WorkflowState
from wagtail.signals import task_approved, task_rejected, workflow_approved, workflow_cancelled

from kb.dates import date_in_words
from kb.models import EntryPage, ReviewState
from kb.review_signals import review_assigned, review_claimed, review_released, review_waiting
from kb.working_days import after_working_days
from notifications.kinds import Kind, register
from notifications.languages import in_every_language, in_reader_language
from notifications.sending import notify, settle

REMIND_AGAIN = timedelta(days=7)
TO_REVIEW = _("Open the review")
ACTS = ("review.waiting", "review.assigned", "review.due", "review.overdue")

register(Kind("review.waiting", must_act=True, action=TO_REVIEW))
register(Kind("review.assigned", must_act=True, action=TO_REVIEW))
register(Kind("review.due", must_act=True, action=TO_REVIEW))
register(Kind("review.overdue", must_act=True, action=TO_REVIEW))
register(Kind("review.reassigned", action=_("My reviews")))
register(Kind("review.claimed"))
register(Kind("review.passed"))
register(Kind("review.returned", must_act=True, action=_("Change the page")))
register(Kind("review.returned_to_author", action=_("My reviews")))
register(Kind("review.withdrawn", action=_("My reviews")))
register(Kind("review.published"))
register(Kind("entry.due", must_act=True, action=_("Confirm that it still holds")))

_is_quiet: ContextVar[bool] = ContextVar("is_quiet", default=False)


@contextmanager
def quiet() -> Iterator[None]:
    """Nobody is told anything inside: for content that is loaded, not worked on."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


def is_quiet() -> bool:
    """Whether ``quiet`` is in force."""
    return _is_quiet.get()


def _tell(kind: str, people: Iterable[Any], review: ReviewState, *, url: str, actor: Any = None, **params: Any) -> None:
    if is_quiet():
        return
    entry: Any = review.entry
    values: dict[str, Any] = {
        "title": entry.draft_title or entry.title,
        "enterprise": in_every_language(lambda: entry.enterprise.name if entry.enterprise else ""),
        "stage": in_every_language(review.task.specific.get_stage_display),
        "who": str(actor or ""),
    }
    if review.due_on:
        due_on = review.due_on
        values["day"] = in_every_language(lambda: date_in_words(due_on))
    notify(
        kind,
        [person for person in people if person],
        url=url,
        params=values | params,
        actor=actor,
        about=_matter(review),
    )


def _matter(review: ReviewState) -> str:
    return f"entry:{review.entry_id}"


def _form_of(review: ReviewState) -> str:
    return in_reader_language(reverse("contribute:edit", args=[review.entry_id]))


def _editor_of(review: ReviewState) -> str:
    return reverse("wagtailadmin_pages:edit", args=[review.entry_id])


def _my_reviews() -> str:
    return in_reader_language(reverse("work:queue"))


def authors_of(review: ReviewState) -> set[Any]:
    """Who sent it to review, and who began the page."""
    entry: Any = review.entry
    return {person for person in (review.workflow_state.requested_by, entry.owner) if person}


def participants_of(review: ReviewState) -> set[Any]:
    """Everybody who took or gave a step of this review, besides its authors."""
    steps = ReviewState.objects.filter(workflow_state=review.workflow_state_id)
    steps = steps.select_related("finished_by", "reviewer", "assigned_by")
    people = {person for step in steps for person in (step.finished_by, step.reviewer, step.assigned_by) if person}
    return people - authors_of(review)


@receiver(review_waiting, dispatch_uid="tell_reviewers")
def tell_reviewers(review: ReviewState, user: Any, **kwargs: Any) -> None:
    """A step begins: its reviewers have something to do; whoever did it before, alone."""
    _settle(review)
    people = [review.reviewer] if review.reviewer else review.routed_to.all()
    _tell("review.waiting", people, review, url=_editor_of(review), actor=user, again=bool(review.reviewer))


@receiver(review_claimed, dispatch_uid="tell_of_claim")
def tell_of_claim(review: ReviewState, user: Any, **kwargs: Any) -> None:
    """Somebody took it on: the others need not, the authors know with whom it is."""
    _settle(review)
    _tell("review.claimed", authors_of(review), review, url=_form_of(review), actor=user)


@receiver(review_assigned, dispatch_uid="tell_of_assignment")
def tell_of_assignment(review: ReviewState, user: Any, former: Any, **kwargs: Any) -> None:
    """An editor gave it to somebody: that person has to act, the one before no longer."""
    _settle(review)
    _tell("review.assigned", [review.reviewer], review, url=_editor_of(review), actor=user)
    if former and former != review.reviewer:
        _tell("review.reassigned", [former], review, url=_my_reviews(), actor=user)


@receiver(review_released, dispatch_uid="tell_of_release")
def tell_of_release(review: ReviewState, user: Any, former: Any, **kwargs: Any) -> None:
    """It is nobody's again: those whom it was sent to are asked once more."""
    _settle(review)
    others = [person for person in review.routed_to.all() if person != former]
    _tell("review.waiting", others, review, url=_editor_of(review), actor=user, again=False)
    if former != user:
        _tell("review.reassigned", [former], review, url=_my_reviews(), actor=user)


@receiver(task_approved, dispatch_uid="tell_of_step")
def tell_of_step(instance: Any, user: Any, **kwargs: Any) -> None:
    """A step is passed and another one follows: the authors know how far it is."""
    if not _is_review(instance):
        return
    if WorkflowState.objects.filter(pk=instance.workflow_state_id, status=WorkflowState.STATUS_IN_PROGRESS).exists():
        _tell("review.passed", authors_of(instance), instance, url=_form_of(instance), actor=user)


@receiver(task_rejected, dispatch_uid="tell_of_return")
def tell_of_return(instance: Any, user: Any, **kwargs: Any) -> None:
    """It goes back: its authors and everybody who took part learn why."""
    if not _is_review(instance):
        return
    _settle(instance)
    why = {"reason": in_every_language(instance.get_reason_display), "comment": instance.comment}
    _tell("review.returned", authors_of(instance), instance, url=_form_of(instance), actor=user, **why)
    _tell("review.returned_to_author", participants_of(instance), instance, url=_my_reviews(), actor=user, **why)


@receiver(workflow_approved, dispatch_uid="tell_of_publication")
def tell_of_publication(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """It is public: its authors and everybody who took part may look at it."""
    review = _last_step(instance)
    if review is None:
        return
    _settle(review)
    settle(_matter(review), "entry.due")
    entry = EntryPage.objects.get(pk=review.entry_id)
    people = authors_of(review) | participants_of(review)
    _tell("review.published", people, review, url=entry.url_path, actor=user)


@receiver(workflow_cancelled, dispatch_uid="tell_of_withdrawal")
def tell_of_withdrawal(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    """Its authors took it back: nobody has to review it, and whoever was at it is told."""
    review = _last_step(instance)
    if review is None:
        return
    _settle(review)
    _tell("review.withdrawn", [review.reviewer], review, url=_my_reviews(), actor=user)


def _is_review(instance: Any) -> bool:
    return isinstance(instance, ReviewState) and instance.entry_id is not None


def _last_step(state: WorkflowState) -> ReviewState | None:
    return ReviewState.objects.filter(workflow_state=state, entry__isnull=False).order_by("-pk").first()


def _settle(review: ReviewState) -> None:
    settle(_matter(review), *ACTS)


def remind() -> str:
    """The daily job: reminds reviewers on the working day before the last day, and each week once it has passed.

    Of an overdue review the editor who gave it away is told, too. On the same day it does nothing again.
    """
    today = timezone.localdate()
    soon = Q(due_on__range=(today, after_working_days(today, 1)), reminded_on=None)
    not_lately = Q(reminded_on=None) | Q(reminded_on__lte=F("due_on")) | Q(reminded_on__lte=today - REMIND_AGAIN)
    late = Q(due_on__lt=today) & not_lately
    waiting = ReviewState.objects.filter(soon | late, status=ReviewState.STATUS_IN_PROGRESS, entry__isnull=False)
    count = 0
    for review in waiting.select_related("entry__enterprise", "reviewer", "assigned_by").prefetch_related("routed_to"):
        people = {review.reviewer} if review.reviewer else set(review.routed_to.all())
        if review.is_overdue:
            _tell("review.overdue", people | {review.assigned_by}, review, url=_editor_of(review))
        else:
            _tell("review.due", people, review, url=_editor_of(review))
        review.reminded_on = today
        review.save(update_fields=["reminded_on"])
        count += 1
    return f"{count} reminded of"
