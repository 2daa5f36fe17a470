"""The results page."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from search import engine
from search.filters import Filters


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A page of results; for htmx the list alone. Search engines are told not to index it, whatever it shows."""
    results = engine.search(
        request.GET.get("q", ""),
        Filters.from_querydict(request.GET),
        language=get_language() or "",
        user=request.user,
        page=page_number(request.GET.get("page", "")),
        sort=request.GET.get("sort", ""),
    )
    template = "search/_results.html" if _wants_part(request) else "search/results.html"
    response = render(request, template, {"results": results})
    response["X-Robots-Tag"] = "noindex, follow"
    patch_vary_headers(response, ["HX-Request"])
    return response


def page_number(text: str) -> int:
    """The page that an address names; the first one for nonsense."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _wants_part(request: Any) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request
