"""A number for every request, and a line in the log for every answer.

The line says who (the account's number, nothing more), what (the path without the words that somebody searched for)
and how long; addresses of visitors are the business of the web server in front.
"""

import logging
import time
from collections.abc import Callable
from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.db import connections
from django.http import HttpRequest, HttpResponseBase

from operations import context, metrics
from operations.private import public_path

logger = logging.getLogger("operations.access")

# Machines ask these every few seconds.
QUIET = frozenset({"/healthz", "/readyz", "/metrics"})


class Statements:
    """Counts what is asked of the database, and how long the answers take, in seconds."""

    def __init__(self) -> None:
        self.count = 0
        self.seconds = 0.0

    def __call__(self, execute: Callable[..., Any], sql: Any, params: Any, many: bool, about: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, about)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - began


def access_log(get_response: Callable[[HttpRequest], HttpResponseBase]) -> Callable[[HttpRequest], HttpResponseBase]:
    """Middleware, the outermost one: what stands before it is neither numbered nor timed."""

    def answer(request: HttpRequest) -> HttpResponseBase:
        trusted = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0) > 0
        number = context.identify(request.headers.get("X-Request-ID", ""), trusted=trusted)
        mark = context.request_id.set(number)
        statements = Statements()
        began = time.perf_counter()
        try:
            with ExitStack() as stack:
                for connection in connections.all():
                    stack.enter_context(connection.execute_wrapper(statements))
                response = get_response(request)
            response.headers["X-Request-ID"] = number
            seconds = time.perf_counter() - began
            match = request.resolver_match
            metrics.observe(request.method or "", match.view_name if match else "", response.status_code, seconds)
            _write(request, response, statements, seconds)
            return response
        finally:
            context.request_id.reset(mark)

    return answer


def _write(request: HttpRequest, response: HttpResponseBase, statements: Statements, seconds: float) -> None:
    level = logging.DEBUG if request.path in QUIET else logging.INFO
    if not logger.isEnabledFor(level):
        return
    path = public_path(request)
    match = request.resolver_match
    # Whoever did not need to know the user is not asked now: that would be a query more.
    user = getattr(request, "_cached_user", None)
    logger.log(
        level,
        "%s %s %s",
        request.method,
        path,
        response.status_code,
        extra={
            "method": request.method,
            "path": path,
            "view": match.view_name if match else "",
            "status": response.status_code,
            "ms": round(seconds * 1000, 1),
            "queries": statements.count,
            "db_ms": round(statements.seconds * 1000, 1),
            "user_id": getattr(user, "pk", None),
        },
    )
