"""What operators and their machines ask: does the process answer, is everything behind it in place."""

from typing import NamedTuple

from django.db import connections
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from replicas import reading, servers
from replicas.servers import PRIMARY, REPLICA
from search.dense import state
from search.interface import engine

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
    """Whether a database answers, all migrations are applied and the search index is in step: 200, else 503.

    Search by meaning is told of, but the site is ready without it.
    """
    alias, database = _database()
    checks = {"database": database}
    with reading.chosen(reading.Choice(alias=alias)):
        if database.ok:
            checks["migrations"] = _migrations(alias)
        if database.ok and checks["migrations"].ok:
            checks["search"] = Check(*engine().status())
            problem = state.problem()
            checks["search by meaning"] = Check(True, f"off: {problem}" if problem else "at work")
    ready = all(check.ok for check in checks.values())
    answer = {"ready": ready, **{name: check._asdict() for name, check in checks.items()}}
    return JsonResponse(answer, status=200 if ready else 503)


def _database() -> tuple[str, Check]:
    """Which server to read from, and what to say of it."""
    if _answers(PRIMARY):
        return PRIMARY, Check(True, "answers")
    if servers.has_replica() and _answers(REPLICA):
        return REPLICA, Check(True, "the primary does not answer; pages are read from a replica, nothing is written")
    return PRIMARY, Check(False, "does not answer")


def _answers(alias: str) -> bool:
    """Asked past the pool first: a server that is away is noticed at once, without waiting for the pool's patience."""
    if not servers.answers(alias):
        return False
    try:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT 1")
    except servers.UNREACHABLE:
        connections[alias].close()
        return False
    return True


def _migrations(alias: str) -> Check:
    """Reading all migrations takes a while; what was applied once stays so while this process lives."""
    if not _known.get("migrated"):
        executor = MigrationExecutor(connections[alias])
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if missing:
            return Check(False, f"{len(missing)} not applied: run migrate")
        _known["migrated"] = True
    return Check(True, "all applied")
