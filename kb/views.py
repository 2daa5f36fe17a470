"""Public pages of entries."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page
from wagtail.models.pages import RouteResult
from wagtail.views import serve

from kb.models import AnyRestriction, EntryPage
from kb.versions.history import versions_of
from prepared.store import ChangedSince

_VERSIONS = Page.objects.live().filter(translation_key=OuterRef("translation_key")).order_by().values("url_path")
_SHOWN = (
    EntryPage.objects.live()
    .select_related("rendered", "enterprise")
    .annotate(
        site_has_restrictions=AnyRestriction(),
        addresses=ArraySubquery(_VERSIONS),
        rendered_has_changed=ChangedSince("rendered__shows", "rendered__snapshot"),
    )
    .order_by()
)
"""Entries with all that an entry's page asks of the database, so that it takes one statement."""


def entry(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """An entry's page, as Wagtail serves it, but found by its address in one query.

    Wagtail's own way to it takes a query or two per level of the tree; it still takes it where nothing is found
    here: other kinds of pages, addresses without a page.
    """
    page = _SHOWN.filter(slug=slug, url_path=request.path_info).first()
    if page is not None:
        # Where Page.route_for_request keeps what it found.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return serve(request, f"{section}/{slug}/")


@require_safe
def versions(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """What changed in a published entry and when; who may read how much is as for the entry itself."""
    address = request.path_info.removesuffix("versions/")
    page = EntryPage.objects.live().filter(slug=slug, url_path=address).select_related("enterprise", "locale").first()
    if page is None or not page.lets_in(request):
        raise Http404
    shown, listed = versions_of(page, request.user, request.GET.get("page"))
    context = {"title": _("What changed"), "entry": page, "part_of": page, "versions": shown, "page": listed}
    return render(request, "kb/versions.html", context)
