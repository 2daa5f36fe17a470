"""Lets requests that only read do so from a replica, and whoever wrote something see it in the next one."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.exceptions import MiddlewareNotUsed
from django.db import connections
from django.http import HttpRequest

from replicas import servers
from replicas.reading import Choice, chosen, writes
from replicas.servers import PRIMARY, REPLICA

COOKIE = "written"
COOKIE_SECONDS = 300
"""Longer than a replica may be late; afterwards nobody needs to be asked whether it has what this reader wrote."""
SAFE = frozenset({"GET", "HEAD"})
UNAVAILABLE = 503


class ReplicaMiddleware:
    """To stand before everything that reads from the database. Not used where the settings name no replica.

    The cookie says how far the primary's log went when this reader last wrote, nothing else; who forges it is served
    by the primary at worst.
    """

    def __init__(self, get_response: Callable[[HttpRequest], Any]) -> None:
        if not servers.has_replica():
            raise MiddlewareNotUsed
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> Any:
        if not _may_read_replica(request):
            return self._answer(request, Choice(alias=PRIMARY))
        choice = Choice(_seen(request))
        response = self._answer(request, choice)
        if response.status_code == UNAVAILABLE and (other := _other(choice)):
            response = self._answer(request, Choice(alias=other))
        return response

    def _answer(self, request: HttpRequest, choice: Choice) -> Any:
        with chosen(choice), connections[PRIMARY].execute_wrapper(_watch):
            response = self.get_response(request)
            is_somebody = settings.SESSION_COOKIE_NAME in request.COOKIES
            if request.method not in SAFE or (choice.has_written and is_somebody):
                _remember(response)
        return response


def _watch(execute: Callable[..., Any], *statement: Any) -> Any:
    """Whatever reaches the primary without having been sent there for exactness changes something."""
    writes()
    return execute(*statement)


def _may_read_replica(request: HttpRequest) -> bool:
    """Those who edit read what they edit."""
    return request.method in SAFE and not request.path_info.startswith(settings.READ_FROM_PRIMARY)


def _seen(request: HttpRequest) -> str:
    place = request.COOKIES.get(COOKIE, "")
    return place if servers.WAL_PLACE.fullmatch(place) else ""


def _other(choice: Choice) -> str:
    """The server to ask instead, when the one that was asked went away meanwhile; a replica also gives up what takes it
    too long, to go on following the primary.
    """
    if choice.used == REPLICA:
        servers.replica.check()
        return "" if servers.primary.is_away() else PRIMARY
    return REPLICA if servers.primary.check() and not servers.replica.is_away() else ""


def _remember(response: Any) -> None:
    if servers.primary.is_away():
        return
    try:
        place = servers.written_up_to()
    except servers.UNREACHABLE:
        servers.primary.failed()
        return
    response.set_cookie(
        COOKIE,
        place,
        max_age=COOKIE_SECONDS,
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
        samesite="Lax",
    )
