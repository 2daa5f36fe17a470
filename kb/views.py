"""Public pages of entries."""

from django.http import HttpRequest, HttpResponse
from wagtail.models.pages import RouteResult
from wagtail.views import serve

from kb.models import EntryPage


def entry(request: HttpRequest, section: str, slug: str) -> HttpResponse:
    """An entry's page, as Wagtail serves it, but found by its address in one query.

    Wagtail's own way to it takes a query or two per level of the tree; it still takes it where nothing is found
    here: other kinds of pages, addresses without a page.
    """
    page = (
        EntryPage.objects.live()
        .filter(slug=slug, url_path=request.path_info)
        .select_related("rendered", "enterprise")
        .first()
    )
    if page is not None:
        # Where Page.route_for_request keeps what it found.
        request._wagtail_route_for_request = RouteResult(page)  # type: ignore[attr-defined]
    return serve(request, f"{section}/{slug}/")
