"""What happens to an entry: the only place that changes its state.

Wagtail imports this module while its own models load (``WAGTAIL_FINISH_WORKFLOW_ACTION``), so models are
imported for type checking alone.
"""

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from kb import permissions
from kb.holding import hold
from kb.review_signals import review_assigned, review_claimed, review_released
from kb.sections import row_places

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from wagtail.models import Page, Revision, WorkflowState

    from accounts.models import User
    from kb.models import EntryPage, ReviewState

DRAFT_COLUMNS = ("title", "slug", "url_path", "enterprise", "areas", "access")


class NotWaiting(Exception):
    """The step of a review is decided already, or somebody else has taken it on meanwhile."""


class Outdated(Exception):
    """Somebody saved the draft after it was read."""


class NotReady(Exception):
    """The entry cannot be submitted; ``errors`` has messages by field name or row relation."""

    def __init__(self, errors: dict[str, list[str]]) -> None:
        super().__init__("The entry is not ready for review.")
        self.errors = errors


@transaction.atomic
def create_draft(entry: "EntryPage", *, section: "Page", user: "User") -> "EntryPage":
    """Adds the unsaved ``entry`` below ``section`` as a draft of ``user``, with its first revision.

    Raises ``PermissionDenied`` when the user does not write for the entry's enterprise.
    """
    if not permissions.may_create(user, entry.enterprise_id):
        raise PermissionDenied
    entry.live = False
    entry.owner = user
    entry.locale = section.locale
    # A row of a draft may lack what its table demands: the revision keeps it, the table gets it on publication.
    rows = {place.relation: list(getattr(entry, place.relation).all()) for place in row_places(entry.sections)}
    for relation in rows:
        getattr(entry, relation).set([])
    section.add_child(instance=entry)
    for relation, kept in rows.items():
        getattr(entry, relation).set(kept)
    entry.save_revision(user=user, log_action=True, clean=False)
    return entry


@transaction.atomic
def save_draft(entry: "EntryPage", *, user: "User", over: int | None = None) -> "EntryPage":
    """Keeps the changed ``entry``, complete or not, as its latest revision; a live page stays as it is.

    With ``over``, the number of a revision that autosave made, that revision is written over, if it still is the
    latest, the user's own, and nothing refers to it. Raises ``PermissionDenied`` when the user may not edit the entry
    now, ``Outdated`` when somebody saved it after it was read, ``ValidationError`` when it has no title.
    """
    stored = hold(entry.pk)
    if not permissions.may_edit(user, entry):
        raise PermissionDenied
    if stored.latest_revision_created_at != entry.latest_revision_created_at:
        raise Outdated
    if not entry.live:
        # Who may see and review a draft is read from its row.
        entry.save(update_fields=DRAFT_COLUMNS)
    entry.save_revision(user=user, log_action=True, clean=False, overwrite_revision=_replaceable(entry, user, over))
    return entry


def _replaceable(entry: "EntryPage", user: "User", number: int | None) -> "Revision | None":
    """The revision ``number``, if writing it over loses nothing that anybody refers to."""
    revision = entry.latest_revision
    if number is None or revision is None or (revision.pk, revision.user_id) != (number, user.pk):
        return None
    is_kept = number == entry.live_revision_id or revision.task_states.exists()
    return None if is_kept else revision


@transaction.atomic
def submit(entry: "EntryPage", *, user: "User") -> None:
    """Sends the latest revision of ``entry`` to review.

    Raises ``PermissionDenied``, or ``NotReady`` with what is missing.
    """
    held = hold(entry.pk)
    if not permissions.may_submit(user, entry):
        raise PermissionDenied
    latest = held.get_latest_revision_as_object()
    errors = latest.submission_errors()
    if errors:
        raise NotReady(errors)
    state = entry.current_workflow_state
    if state is not None and state.status == state.STATUS_NEEDS_CHANGES:
        state.resume(user=user)
        return
    workflow = entry.get_workflow()
    if workflow is None:
        raise NotReady({"__all__": [_("No workflow is set up for this section. Tell an editor.")]})
    workflow.start(entry, user)


@transaction.atomic
def withdraw(entry: "EntryPage", *, user: "User") -> None:
    """Takes ``entry`` back from review to be a draft again; raises ``PermissionDenied``."""
    hold(entry.pk)
    if not permissions.may_withdraw(user, entry):
        raise PermissionDenied
    entry.current_workflow_state.cancel(user=user)


def _waiting(review_id: int) -> "ReviewState":
    """The step, locked until the end of the transaction; raises ``NotWaiting`` when it is decided."""
    from kb.models import ReviewState

    review = ReviewState.held(review_id)
    if not review.is_waiting or review.entry is None:
        raise NotWaiting
    return review


@transaction.atomic
def claim(review_id: int, *, user: "User") -> "ReviewState":
    """Takes a step of a review on; raises ``PermissionDenied``, or ``NotWaiting`` when somebody was quicker."""
    review = _waiting(review_id)
    entry, submitter_id = review.entry, review.workflow_state.requested_by_id
    if not permissions.may_review(user, entry, review.task.specific.stage, submitter_id):
        raise PermissionDenied
    if review.reviewer_id == user.pk:
        return review
    if review.reviewer_id is not None:
        raise NotWaiting
    _hand_over(review, user, user)
    _log_review(review, "kb.review_claim", user)
    review_claimed.send(sender=type(review), review=review, user=user)
    return review


@transaction.atomic
def release(review_id: int, *, user: "User") -> "ReviewState":
    """Makes a step of a review nobody's again; raises ``PermissionDenied`` or ``NotWaiting``."""
    review = _waiting(review_id)
    if not permissions.may_release(user, review.entry, review.reviewer_id):
        raise PermissionDenied
    former = review.reviewer
    _hand_over(review, None, None)
    _log_review(review, "kb.review_release", user, former)
    review_released.send(sender=type(review), review=review, user=user, former=former)
    return review


@transaction.atomic
def assign(review_id: int, *, reviewer: "User", user: "User", due_on: "date | None" = None) -> "ReviewState":
    """Gives a step of a review to ``reviewer``, and until ``due_on`` if that is given.

    Raises ``PermissionDenied`` when ``user`` may not assign it or ``reviewer`` may not do it, ``NotWaiting`` when it
    is decided.
    """
    review = _waiting(review_id)
    entry, submitter_id = review.entry, review.workflow_state.requested_by_id
    if not permissions.may_assign(user, entry):
        raise PermissionDenied
    if not permissions.may_review(reviewer, entry, review.task.specific.stage, submitter_id):
        raise PermissionDenied
    former = review.reviewer
    review.due_on = due_on or review.due_on
    _hand_over(review, reviewer, user)
    _log_review(review, "kb.review_assign", user, reviewer)
    review_assigned.send(sender=type(review), review=review, user=user, former=former)
    return review


def _hand_over(review: "ReviewState", reviewer: "User | None", by: "User | None") -> None:
    review.reviewer, review.assigned_by = reviewer, by
    review.assigned_at = timezone.now() if reviewer else None
    review.reminded_on = None
    review.save(update_fields=["reviewer", "assigned_by", "assigned_at", "due_on", "reminded_on"])


def _log_review(review: "ReviewState", action: str, user: "User", about: "User | None" = None) -> None:
    from wagtail.log_actions import log

    data = {"task": review.task.name, "person": str(about or user), "due_on": str(review.due_on or "")}
    entry: Any = review.entry
    log(instance=entry.specific_deferred, action=action, user=user, data=data, revision=review.revision)


@transaction.atomic
def publish_approved(workflow_state: "WorkflowState", user: Any = None) -> None:
    """Publishes what the last reviewer approved, and records who reviewed it.

    Wagtail calls it when the last task of a workflow is approved.
    """
    page = workflow_state.content_object.specific
    revision = page.get_latest_revision()
    if hasattr(page, "reviewed_by"):
        states = workflow_state.task_states.filter(status="approved").select_related("finished_by")
        reviewers = dict.fromkeys(str(state.finished_by) for state in states.order_by("pk") if state.finished_by)
        reviewed = revision.as_object()
        reviewed.version = page.version + 1
        reviewed.reviewed_by = ", ".join(reviewers)[:250]
        reviewed.reviewed_on = timezone.localdate()
        reviewed.published_by = user
        reviewed.standing = reviewed.Standing.CURRENT
        revision.content = reviewed.serializable_data()
        revision.save(update_fields=["content"])
    revision.publish(user=user, skip_permission_checks=True)


@transaction.atomic
def record_direct_publication(entry: "EntryPage", *, user: Any) -> None:
    """Counts the version of ``entry``, whose latest revision ``user`` is about to publish without review."""
    revision = entry.latest_revision
    entry.version = revision.content["version"] = entry.version + 1
    entry.published_by = user
    revision.content["published_by"] = user.pk
    revision.save(update_fields=["content"])


@transaction.atomic
def set_standing(entry: "EntryPage", standing: str, *, user: "User | None" = None) -> None:
    """Marks a published ``entry`` as current, needing confirmation or archived (``EntryPage.Standing``).

    It stays at its address; the search and its page say so.
    """
    from wagtail.log_actions import log
    from wagtail.signals import page_published

    if not entry.live or entry.standing == standing:
        return
    entry.standing = standing
    entry.save(update_fields=["standing"], clean=False)
    if entry.latest_revision:
        entry.latest_revision.content["standing"] = standing
        entry.latest_revision.save(update_fields=["content"])
    log(instance=entry, action="kb.standing", user=user, data={"standing": standing})
    page_published.send(sender=type(entry), instance=entry, revision=entry.live_revision)


@transaction.atomic
def archive(entry: "EntryPage", *, user: "User", back: bool = False) -> None:
    """Puts a published ``entry`` into the archive, in all its languages, or takes it ``back`` out of it.

    Out of the archive it is up to date again; the daily job asks for a confirmation if its date has passed. Raises
    ``PermissionDenied``.
    """
    if not permissions.may_archive(user, entry):
        raise PermissionDenied
    standings = type(entry).Standing
    for page in entry.get_translations(inclusive=True).specific():
        if not back:
            set_standing(page, standings.ARCHIVED, user=user)
        elif page.standing == standings.ARCHIVED:
            set_standing(page, standings.CURRENT, user=user)


@transaction.atomic
def confirm(entry: "EntryPage", *, user: "User") -> None:
    """Keeps ``entry``, whose date has passed, as current for another year, in all its languages.

    Its draft, if it has one, gets the new dates too, unless its author chose later ones. Raises ``PermissionDenied``,
    also when somebody else has confirmed it meanwhile.
    """
    from wagtail.log_actions import log

    from kb.models import ConfirmationRequest, EntryPage
    from kb.models.entry import one_year_on
    from prepared.changes import changed
    from prepared.marks import group_mark

    locked = EntryPage.objects.select_for_update(of=("self",)).get(pk=entry.pk)
    if not permissions.may_confirm(user, locked):
        raise PermissionDenied
    pages = list(locked.get_translations(inclusive=True).specific())
    changed([group_mark(locked.translation_key)])
    until = one_year_on()
    for page in pages:
        _extend(page, {"verified_on": timezone.localdate(), **dict.fromkeys(page.confirmable_dates, until)})
    for page in pages:
        if page.standing == EntryPage.Standing.NEEDS_CONFIRMATION:
            set_standing(page, EntryPage.Standing.CURRENT, user=user)
    asked = ConfirmationRequest.objects.filter(entry__in=pages, confirmed_at=None)
    asked.update(confirmed_at=timezone.now(), confirmed_by=user)
    log(instance=locked.specific_deferred, action="kb.confirm", user=user, data={"until": until.isoformat()})


def _extend(page: "EntryPage", dates: "Mapping[str, date]") -> None:
    """Sets ``dates`` on ``page`` and on its published and its latest version, where they are later."""
    for name, day in dates.items():
        setattr(page, name, max(getattr(page, name) or day, day))
    page.save(update_fields=list(dates), clean=False)
    revisions = {revision.pk: revision for revision in (page.live_revision, page.latest_revision) if revision}
    for revision in revisions.values():
        for name, day in dates.items():
            revision.content[name] = max(revision.content.get(name) or "", day.isoformat())
        revision.save(update_fields=["content"])
