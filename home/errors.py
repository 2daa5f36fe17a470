"""Answers when something went wrong on our side: they ask neither the database nor the session."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template import loader
from django.utils.translation import override
from psycopg_pool import PoolTimeout

from home.navigation import LANGUAGE_NAMES, current_language

# What the driver raises when the server is away or is being restarted.
DATABASE_AWAY = (OperationalError, InterfaceError, PoolTimeout)
SECONDS_TO_WAIT = 10
NO_ROOM = (errno.ENOSPC, errno.EDQUOT)


def server_error(request: HttpRequest) -> HttpResponse:
    """Says in the language of the address that the site is to blame.

    The status is 503 with the time after which to ask again while the database is away, 507 (RFC 4918) where a disk is
    full, else 500. Django calls this while it handles the exception.
    """
    cause = sys.exception()
    is_full = isinstance(cause, OSError) and cause.errno in NO_ROOM
    code = request.path_info.lstrip("/").partition("/")[0]
    language = code if code in LANGUAGE_NAMES else current_language()
    with override(language):
        text = loader.get_template("500.html").render({"language": language, "is_full": is_full})
    if isinstance(cause, DATABASE_AWAY):
        return HttpResponse(text, status=503, headers={"Retry-After": str(SECONDS_TO_WAIT)})
    return HttpResponse(text, status=507 if is_full else 500)
