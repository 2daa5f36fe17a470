"""What operators and their machines ask: does the process answer, is everything behind it in place."""

from typing import Any, NamedTuple

import psycopg
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from search.dense import state
from search.index import status

SECONDS_TO_CONNECT = 2

_known: dict[str, bool] = {}


class Check(NamedTuple):
    """One thing that must be in place."""

    ok: bool
    detail: str


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; nothing else is asked."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Whether the database answers, all migrations are applied and the search index is in step: 200, else 503.

    Search by meaning is told of, but the site is ready without it.
    """
    checks = {"database": _database()}
    if checks["database"].ok:
        checks["migrations"] = _migrations()
    if checks["database"].ok and checks["migrations"].ok:
        checks["search"] = Check(*status())
        problem = state.problem()
        checks["search by meaning"] = Check(True, f"off: {problem}" if problem else "at work")
    ready = all(check.ok for check in checks.values())
    answer = {"ready": ready, **{name: check._asdict() for name, check in checks.items()}}
    return JsonResponse(answer, status=200 if ready else 503)


def _database() -> Check:
    """Asked past the pool first: a server that is away is noticed at once, without waiting for the pool's patience."""
    try:
        parameters: dict[str, Any] = connection.get_connection_params()
        psycopg.connect(**{**parameters, "connect_timeout": SECONDS_TO_CONNECT}).close()
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, psycopg.Error, PoolTimeout):
        connection.close()
        return Check(False, "does not answer")
    return Check(True, "answers")


def _migrations() -> Check:
    """Reading all migrations takes a while; what was applied once stays so while this process lives."""
    if not _known.get("migrated"):
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return Check(False, f"{len(missing)} not applied: run migrate")
        _known["migrated"] = True
    return Check(True, "all applied")
