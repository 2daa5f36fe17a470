"""Serves kept pages to readers whom nobody knows, and keeps what was made for them."""

import hashlib
import time
from collections.abc import Callable
from contextlib import nullcontext
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response

from prepared import shown, store
from replicas import reading, servers

LONGEST_SECONDS = 60
"""A page that took longer to be made is not kept: what changed meanwhile may be forgotten already."""
KEPT_IN_FRONT_SECONDS = 60
"""How long a cache in front serves a page before it asks whether it still holds, should it not be told before."""
_NOT_KEPT = frozenset({"Content-Length", "Server-Timing", "X-Request-Id"})
_LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


class PreparedPagesMiddleware:
    """To stand before sessions, so that a kept page costs no more than finding it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        if not is_for_anybody(request):
            return self.get_response(request)
        # What a replica says may be late already: that is for one reader, never to be kept here or in front.
        is_exact = not servers.primary.is_away()
        with reading.from_primary() if is_exact else nullcontext():
            response = self._answer(request, is_exact=is_exact)
        return get_conditional_response(request, etag=response.get("ETag"), response=response)

    def _answer(self, request: HttpRequest, *, is_exact: bool) -> HttpResponse:
        address = request.build_absolute_uri(request.path)
        try:
            found = store.find(address)
        except servers.UNREACHABLE:
            # Whoever makes the page will meet the same trouble, and say so.
            return self.get_response(request)
        if found.page is None:
            return self._made(request, address, found.snapshot, is_exact=is_exact)
        response = HttpResponse(found.page.body, headers=found.page.headers)
        response["Content-Length"] = str(len(response.content))
        _tell_caches(response, holds=is_exact)
        return response

    def _made(self, request: HttpRequest, address: str, snapshot: str, *, is_exact: bool) -> HttpResponse:
        started = time.monotonic()
        response = self.get_response(request)
        if not _is_keepable(request, response):
            return response
        body = response.content.decode()
        response["ETag"] = f'"{hashlib.sha256(response.content).hexdigest()[:32]}"'
        holds = False
        if is_exact and time.monotonic() - started < LONGEST_SECONDS:
            headers = {name: value for name, value in response.items() if name not in _NOT_KEPT}
            holds = store.keep(address, store.Page(body, headers), shown.of(request), snapshot)
        _tell_caches(response, holds=holds)
        return response


def is_for_anybody(request: HttpRequest) -> bool:
    """Whether the answer can be the same for all: a page of the site, without a query, for somebody not signed in."""
    return (
        request.method in ("GET", "HEAD")
        and not settings.DEBUG
        and not request.META.get("QUERY_STRING")
        and request.path_info[1:3] in _LANGUAGES
        and request.path_info[4:].partition("/")[0] not in settings.PAGES_NEVER_KEPT
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
        and "messages" not in request.COOKIES
        and "HX-Request" not in request.headers
    )


def _is_keepable(request: HttpRequest, response: HttpResponse) -> bool:
    return (
        shown.of(request).may_be_kept
        and request.method == "GET"
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Cache-Control")
        # Whatever carries a secret of one reader is not for another one.
        and not request.META.get("CSRF_COOKIE_NEEDS_UPDATE")
        and not getattr(request, "_csp_nonce", None)
    )


def _tell_caches(response: HttpResponse, *, holds: bool) -> None:
    """Browsers ask each time whether their copy holds; caches in front are told when it does not."""
    response["Cache-Control"] = "no-cache"
    response["X-Accel-Expires"] = str(KEPT_IN_FRONT_SECONDS if holds else 0)
