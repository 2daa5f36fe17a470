"""Saying that a page still holds: from “My pages”, or from the letter, without signing in."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from contribute.views import own_page, signed_in
from kb import freshness
from kb.models.entry import one_year_on


@signed_in
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """One click on "My pages"."""
    entry = own_page(request, pk)
    try:
        freshness.confirm(entry, user=request.user)  # type: ignore[arg-type]
    except PermissionDenied:
        messages.error(request, _("The page needs no confirmation now."))
    else:
        messages.success(request, _("“%(title)s” is confirmed for another year.") % {"title": entry.title})
    return redirect("contribute:dashboard")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm_by_letter(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter shows a button: programs that read mail follow links, they press nothing."""
    try:
        entry, person = freshness.read_link(token)
        if request.method != "POST":
            context = {"title": _("Does this page still hold?"), "entry": entry, "person": person}
            return render(request, "contribute/confirm.html", context | {"until": one_year_on()})
        freshness.confirm(entry, user=person)
    except freshness.LinkRefused as refused:
        context = {"title": _("This link does nothing any more"), "refused": refused}
        return render(request, "contribute/confirm_refused.html", context, status=410)
    except PermissionDenied:
        # A colleague pressed the button in the same moment; the link says so when it is asked again.
        return redirect(request.path)
    context = {"title": _("Thank you: the page is confirmed"), "entry": entry, "until": one_year_on()}
    return render(request, "contribute/confirmed.html", context)
