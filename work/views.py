"""“My work” of experts and editors: what waits for them, and who is on what."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from accounts.signed_in import signed_in
from kb import permissions, workflow
from kb.models import ReviewState
from kb.review_queues import Queue, line, queues_of, waiting, with_names
from work.forms import AssignForm
from work.load import reviewers_by_load

PER_PAGE = 25


def for_reviewers(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Lets experts and editors in, asks others to sign in or refuses them."""

    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not permissions.may_enter_admin(request.user):
            raise PermissionDenied
        return view(request, *args, **kwargs)

    return never_cache(signed_in(guarded))


@for_reviewers
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """One list of reviews, chosen by ``show``; without it the first that has something."""
    user: Any = request.user
    counts = {queue: waiting(user, queue).count() for queue in queues_of(user)}
    chosen = _chosen(request.GET.get("show", ""), counts)
    page = Paginator(with_names(waiting(user, chosen)), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "title": _("Reviews"),
        "queues": [(queue, count, queue is chosen) for queue, count in counts.items()],
        "chosen": chosen,
        "lines": [line(review, user) for review in page],
        "page": page,
        "may_see_workload": permissions.may_see_workload(user),
    }
    return render(request, "work/queue.html", context)


def _chosen(wanted: str, counts: dict[Queue, int]) -> Queue:
    if wanted in Queue.values and Queue(wanted) in counts:
        return Queue(wanted)
    return next((queue for queue, count in counts.items() if count), Queue.MINE)


@for_reviewers
@require_GET
def workload(request: HttpRequest) -> HttpResponse:
    """What each reviewer has to do."""
    if not permissions.may_see_workload(request.user):
        raise PermissionDenied
    page = Paginator(reviewers_by_load(), 2 * PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "work/workload.html", {"title": _("Workload of the reviewers"), "page": page})


def _review(request: HttpRequest, pk: int) -> ReviewState:
    """The step that is waiting; 404 for those who may not know of it."""
    review = with_names(waiting(request.user).filter(pk=pk)).first()
    if review is None:
        raise Http404
    return review


def _back(request: HttpRequest) -> HttpResponse:
    target = request.POST.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("work:queue")
    return redirect(target)


@for_reviewers
@require_POST
def claim(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a review on."""
    review = _review(request, pk)
    try:
        review = workflow.claim(review.pk, user=request.user)  # type: ignore[arg-type]
    except workflow.NotWaiting:
        messages.warning(request, _("Somebody else was quicker: this review is taken or decided."))
    else:
        messages.success(request, _("“%(title)s” is yours to review.") % {"title": line(review, request.user).title})
    return _back(request)


@for_reviewers
@require_POST
def release(request: HttpRequest, pk: int) -> HttpResponse:
    """Gives a review back."""
    review = _review(request, pk)
    try:
        workflow.release(review.pk, user=request.user)  # type: ignore[arg-type]
    except workflow.NotWaiting:
        messages.warning(request, _("This review is decided already."))
    else:
        messages.success(request, _("Released: another reviewer can take it on."))
    return _back(request)


@for_reviewers
def assign(request: HttpRequest, pk: int) -> HttpResponse:
    """Says who reviews, and until when."""
    review = _review(request, pk)
    if not permissions.may_assign(request.user, review.entry):
        raise PermissionDenied
    form = AssignForm(request.POST or None, review=review)
    if request.method == "POST" and form.is_valid():
        reviewer = form.people[form.cleaned_data["reviewer"]]
        try:
            workflow.assign(
                review.pk,
                reviewer=reviewer,
                user=request.user,  # type: ignore[arg-type]
                due_on=form.cleaned_data["due_on"],
            )
        except workflow.NotWaiting:
            messages.warning(request, _("This review is decided already."))
        else:
            messages.success(request, _("Given to %(person)s.") % {"person": reviewer})
        return _back(request)
    context = {
        "title": _("Who reviews it?"),
        "form": form,
        "line": line(review, request.user),
        "next": request.POST.get("next") or request.GET.get("next", ""),
    }
    return render(request, "work/assign.html", context, status=422 if form.errors else 200)
