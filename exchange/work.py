"""The enterprise's side: contact requests to it, and matches of its offers and requests."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.signed_in import signed_in
from exchange import matching, workflow
from exchange.forms import NoteForm, StepForm
from exchange.models import ENDED, ContactRequest, Match, Status
from exchange.pairs import pairs_of
from kb import permissions

PAGE_SIZE = 20
OPEN = (Status.SENT, Status.ACCEPTED, Status.MEETING, Status.CONTRACT)
FILTERS = {"": (*OPEN, *ENDED), "new": (Status.SENT,), "open": OPEN[1:], "ended": ENDED}


def received(user: Any) -> QuerySet[ContactRequest]:
    """The requests to the enterprises of ``user`` whose askers have confirmed their addresses."""
    enterprises = permissions.roles_of(user).enterprise_ids
    return ContactRequest.objects.filter(enterprise__in=enterprises).exclude(status=Status.UNCONFIRMED)


@never_cache
@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """Requests received and written, and matches; a fixed number of queries."""
    user: Any = request.user
    chosen = request.GET.get("show", "")
    chosen = chosen if chosen in FILTERS else ""
    counts = dict(received(user).order_by().values_list("status").annotate(Count("pk")))
    wanted = received(user).filter(status__in=FILTERS[chosen]).select_related("enterprise", "entry__locale")
    paginator = Paginator(wanted.order_by("-sent_at", "-pk"), PAGE_SIZE)
    paginator.count = sum(counts.get(status, 0) for status in FILTERS[chosen])
    page = paginator.get_page(request.GET.get("page"))
    labels = {"": _("all"), "new": _("new"), "open": _("in progress"), "ended": _("ended")}
    context = {
        "title": _("Contacts"),
        "received": page,
        "shown": chosen,
        "filters": [
            (name, label, sum(counts.get(status, 0) for status in FILTERS[name])) for name, label in labels.items()
        ],
        "sent": ContactRequest.objects.filter(asker=user).select_related("enterprise", "entry__locale")
        .order_by("-created_at")[:PAGE_SIZE],
        "matches": pairs_of(user),
        "may_receive": permissions.may_contribute(user),
    }  # fmt: skip
    return render(request, "exchange/inbox.html", context)


def own(request: HttpRequest, pk: int) -> ContactRequest:
    """The request, if the user answers for its enterprise; 404 otherwise, so that nobody learns that it exists."""
    contact = received(request.user).select_related("enterprise", "entry__locale", "asker").filter(pk=pk).first()
    if contact is None:
        raise Http404
    return contact


@never_cache
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """A request with all that happened, and the form of the next step."""
    found = own(request, pk)
    user: Any = request.user
    form = None
    is_sent = request.method == "POST"
    # What somebody has written comes back, also when a colleague has closed the request meanwhile.
    if found.is_open or is_sent:
        form = StepForm(request.POST if is_sent else None, contact=found, user=user)
        if is_sent and form.is_valid() and _step(request, found, form):
            return redirect("exchange:contact", pk=pk)
    return _page(request, found, form, NoteForm(label=_("Note for colleagues"), prefix="note"))


def _step(request: HttpRequest, found: ContactRequest, form: StepForm) -> bool:
    data = form.cleaned_data
    given: dict[str, Any] = {"text": data["text"], "shares_address": data["shares_address"], "user": request.user}
    try:
        if data["status"] == StepForm.ANSWER:
            workflow.answer(found, **given)
        else:
            reason, day = data.get("reason", ""), data.get("day")
            dated = data["status"] in (Status.MEETING, Status.CONTRACT)
            workflow.move(found, data["status"], reason=reason, day=day if dated else None, **given)
    except workflow.NotPossible:
        form.add_error("status", form.moved_on(found))
        return False
    messages.success(request, _("Done. The asker is told by e-mail."))
    return True


@signed_in
@require_POST
def note(request: HttpRequest, pk: int) -> HttpResponse:
    """Keeps a note for colleagues."""
    found = own(request, pk)
    form = NoteForm(request.POST, label=_("Note for colleagues"), prefix="note")
    # The page of a request whose texts were cleared has no such form any more.
    if form.is_valid() and not found.is_cleared:
        workflow.note(found, user=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("The note is kept. The asker does not see it."))
        return redirect("exchange:contact", pk=pk)
    step = StepForm(None, contact=found, user=request.user) if found.is_open else None  # type: ignore[arg-type]
    return _page(request, found, step, form)


def _page(request: HttpRequest, found: ContactRequest, form: StepForm | None, note_form: NoteForm) -> HttpResponse:
    context = {
        "title": _("Request from %(name)s") % {"name": found.organisation},
        "contact": found,
        "events": found.events.select_related("user"),
        "form": form,
        "note_form": note_form,
        "is_inside": True,
    }
    return render(request, "exchange/contact.html", context)


@signed_in
@require_POST
def dismiss(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a match away for good."""
    match = Match.objects.filter(pk=pk).first()
    if match is None or not permissions.may_dismiss_match(request.user, match):
        raise Http404
    try:
        matching.dismiss(match, user=request.user)
    except PermissionDenied as error:
        raise Http404 from error
    messages.success(request, _("The match is dismissed and will not come again."))
    return redirect("exchange:inbox")
