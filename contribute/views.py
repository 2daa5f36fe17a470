"""What contributors see: their pages, the preview of a draft, sending to review and taking back."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import translation
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from contribute import kept
from contribute.choices import Choices
from contribute.completeness import what_is_missing
from contribute.review import own_entries
from contribute.saving import AUTOSAVE
from kb import permissions, workflow
from kb.models import EntryPage
from kb.sections import row_places

View = Callable[..., HttpResponse]
FIRST = ("technology", "case_study", "article")


def entry_types() -> dict[str, type[EntryPage]]:
    """The types of entries by their code, the familiar ones first."""
    types = {model.entry_type: model for model in EntryPage.__subclasses__()}
    return {code: types[code] for code in sorted(types, key=lambda code: (*FIRST, code).index(code))}


def signed_in(view: View) -> View:
    """Asks for sign-in; what a signed-out person sent is kept meanwhile."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        if request.POST.get("action") == AUTOSAVE:
            text = _("Not saved: your session has ended. Sign in in a new tab, or save by the button and sign in then.")
            return JsonResponse({"text": text}, status=401)
        if request.htmx:  # type: ignore[attr-defined]
            # htmx follows redirects, and would put the page to sign in into the form; it leaves this answer alone.
            return HttpResponse(status=401)
        if request.method == "POST" and request.POST.get("writer") and kept.keep(request):
            messages.warning(request, _("Your session has ended. Sign in: what you typed is kept."))
        target = request.get_full_path() if request.method == "GET" else _form_address(request)
        return redirect_to_login(target, resolve_url("account_login"))

    return never_cache(guarded)


def _form_address(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is not None and match.url_name in ("new", "edit"):
        return request.path
    return reverse("contribute:dashboard")


def own_page(request: HttpRequest, pk: int) -> EntryPage:
    """The entry, if the user writes for its enterprise; 404 otherwise, so that nobody learns what others draft."""
    enterprises = permissions.roles_of(request.user).enterprise_ids
    page = EntryPage.objects.filter(pk=pk, enterprise__in=enterprises).first()
    if page is None:
        raise Http404
    return page.specific


@signed_in
@require_GET
def dashboard(request: HttpRequest) -> HttpResponse:
    """The pages of the user's enterprises, by what is to be done with them."""
    user = request.user
    if not permissions.may_contribute(user):
        if permissions.may_enter_admin(user):
            return redirect("work:queue")
        return render(request, "contribute/no_enterprise.html", {"title": _("My pages")})
    groups = own_entries(user)
    context = {
        "title": _("My pages"),
        "groups": [(standing, entries) for standing, entries in groups.items() if entries],
        "enterprises": Choices(user, EntryPage()).own_enterprises,
        "types": [(code, model._meta.verbose_name) for code, model in entry_types().items()],
    }
    return render(request, "contribute/dashboard.html", context)


@signed_in
@require_GET
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The page as readers would see its latest draft, in the language of the page."""
    page = own_page(request, pk)
    entry = page.get_latest_revision_as_object()
    _leave_out_unfinished_rows(entry)
    back = reverse("contribute:edit", args=[pk])
    note = _("This is a preview of the draft. Readers do not see it.")
    messages.info(request, format_html('{} <a href="{}">{}</a>', note, back, _("Back to the form")))
    request.is_preview = True  # type: ignore[attr-defined]
    request.preview_mode = entry.default_preview_mode  # type: ignore[attr-defined]
    with translation.override(entry.locale.language_code):
        response = entry.serve_preview(request, entry.default_preview_mode)
        if hasattr(response, "render"):
            response.render()
    return response


def _leave_out_unfinished_rows(entry: EntryPage) -> None:
    for place in row_places(entry.sections):
        rows = [row for row in getattr(entry, place.relation).all() if _is_finished(row)]
        getattr(entry, place.relation).set(rows)


def _is_finished(row: Any) -> bool:
    try:
        row.full_clean(exclude=["entry"])
    except ValidationError:
        return False
    return True


def send_to_review(request: HttpRequest, page: EntryPage) -> HttpResponse:
    """Submits the saved draft; when something is missing, back to the form, which says what."""
    missing = what_is_missing(page.get_latest_revision_as_object())
    try:
        if missing:
            raise workflow.NotReady(missing)
        workflow.submit(page, user=request.user)  # type: ignore[arg-type]
    except workflow.NotReady:
        return redirect(f"{reverse('contribute:edit', args=[page.pk])}?check=1")
    except PermissionDenied:
        messages.error(request, _("The page is in review already, or you may not send it there."))
        return redirect("contribute:dashboard")
    messages.success(request, _("Sent to review. You will see here who answers, and what."))
    return redirect("contribute:dashboard")


@signed_in
@require_POST
def submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Sends the latest draft to review."""
    return send_to_review(request, own_page(request, pk))


@signed_in
@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a page back from review."""
    page = own_page(request, pk)
    try:
        workflow.withdraw(page, user=request.user)  # type: ignore[arg-type]
    except PermissionDenied:
        messages.error(request, _("The page is not in review."))
    else:
        messages.success(request, _("Taken back from review. You can change the page again."))
    return redirect("contribute:edit", pk=pk)
