"""What operators and their machines ask: does the process answer, is everything behind it in place."""

from typing import NamedTuple

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from psycopg_pool import PoolTimeout

from search.dense import state
from search.index import status

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
    """The pool may still hold a connection from before the server was restarted, hence the second attempt."""
    for _attempt in range(2):
        try:
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
        except (DatabaseError, PoolTimeout):
            connection.close()
        else:
            return Check(True, "answers")
    return Check(False, "does not answer")


def _migrations() -> Check:
    """Reading all migrations takes a while; what was applied once stays so while this process lives."""
    if not _known.get("migrated"):
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return Check(False, f"{len(missing)} not applied: run migrate")
        _known["migrated"] = True
    return Check(True, "all applied")
