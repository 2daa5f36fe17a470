"""Before the form opens: what a good page of each type has, and what review will ask for."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from contribute.completeness import what_is_needed
from contribute.views import entry_types, signed_in
from kb import permissions

# By the code of the type: what the page is for, and what makes it a good one.
GUIDES: dict[str, tuple[Any, tuple[Any, ...]]] = {
    "technology": (
        _("A technology that your enterprise has, offers or looks for. Readers decide by it whether to write to you."),
        (
            _("One technology, not a catalogue: the title says what it is and what it is for."),
            _("Measured parameters with units and conditions, instead of “high” and “modern”."),
            _("What the level of readiness rests on: an act, a protocol, the number of machines in use."),
            _("Limits and risks, each with a way to overcome it. Readers trust pages that name them."),
            _("A cost, even as a range, and how long delivery takes."),
        ),
    ),
    "case_study": (
        _("What your enterprise put into use, and what came of it. Colleagues learn from it what to expect."),
        (
            _("The state before: what was wrong, in figures."),
            _("At least one indicator measured before and after in the same way, and how it was measured."),
            _("The costs of all of it, also of training and downtime, and the time until they came back."),
            _("What did not work, and what you would do otherwise. Others look for just that."),
            _("What another plant needs to do the same."),
        ),
    ),
    "article": (
        _("A way of working that has proved itself. Somebody who follows it should come to the same result."),
        (
            _("Who it is for, and what they have to know beforehand."),
            _("Steps in order, each with its result; a newcomer can follow them."),
            _("Where it has been used already, and with what result."),
            _("Where it does not fit."),
            _("Sources and standards by number, so that readers can look them up."),
        ),
    ),
}


@signed_in
@require_GET
def begin(request: HttpRequest, entry_type: str) -> HttpResponse:
    """What to have at hand before writing an entry of that type."""
    model = entry_types().get(entry_type)
    if model is None or not permissions.may_contribute(request.user):
        raise Http404
    lead, points = GUIDES[entry_type]
    context = {
        "title": _("New page: %(type)s") % {"type": model._meta.verbose_name},
        "entry_type": entry_type,
        "enterprise": request.GET.get("enterprise", ""),
        "lead": lead,
        "points": points,
        "needs": what_is_needed(model()),
    }
    return render(request, "contribute/begin.html", context)
