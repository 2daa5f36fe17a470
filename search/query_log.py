"""Counts searches and clicks, so that editors see what visitors look for. Nothing here knows who a visitor is.

Each is one statement in constant time. A failure is noted and never reaches the visitor.
"""

import logging
import re
from datetime import timedelta
from typing import Any

from django.db import Error, connection
from django.http import HttpRequest
from django.utils import timezone

from kb.permissions import may_enter_admin
from replicas import servers
from search.redaction import redact

LONGEST_TYPED = 400
"""Characters; what is longer is a pasted text, not a query."""
FARTHEST_PLACE = 2_000
MOST_CLICKS_PER_SEARCH = 20
KEPT_DAYS = 400

_BOT = re.compile(
    r"bot\b|bot[/_;-]|crawl|spider|slurp|scrap|archiver|preview|facebookexternalhit|lighthouse|pingdom|monitor"
    r"|curl|wget|python|java/|okhttp|go-http|libwww|httpclient|node-fetch|axios",
    re.IGNORECASE,
)
_SEARCH = """
    INSERT INTO search_querycount AS kept (day, language, query, searches, found_nothing, clicks)
    VALUES (%s, %s, %s, 1, %s, 0)
    ON CONFLICT (day, language, query) DO UPDATE
    SET searches = kept.searches + 1, found_nothing = kept.found_nothing + EXCLUDED.found_nothing
"""
# Only what was searched for today or, around midnight, yesterday can be clicked, and no more often than is likely: who
# sends made up clicks can neither write a text into the log nor make it grow.
_CLICK = """
    WITH searched AS (
        UPDATE search_querycount SET clicks = clicks + 1
        WHERE (day, language, query) = (
            SELECT day, language, query FROM search_querycount
            WHERE day = ANY(%s) AND language = %s AND query = %s ORDER BY day DESC LIMIT 1
        )
        AND clicks < searches * %s
        AND EXISTS (SELECT FROM search_searchdocument WHERE page_id = %s)
        RETURNING day, language, query
    )
    INSERT INTO search_clickcount AS kept (day, language, query, page_id, clicks, places)
    SELECT day, language, query, %s, 1, %s FROM searched
    ON CONFLICT (day, language, query, page_id) DO UPDATE
    SET clicks = kept.clicks + 1, places = kept.places + EXCLUDED.places
"""
_REMOVALS = ("DELETE FROM search_clickcount WHERE day < %s", "DELETE FROM search_querycount WHERE day < %s")

logger = logging.getLogger(__name__)


def is_visitor(request: HttpRequest) -> bool:
    """Whether a person from outside asks: no robot, nobody who works in the admin, no browser reading ahead."""
    agent = request.headers.get("User-Agent", "")
    if not agent or _BOT.search(agent) or "prefetch" in request.headers.get("Sec-Purpose", ""):
        return False
    return not may_enter_admin(request.user)


def record_search(query: str, language: str, *, found: bool) -> None:
    """Counts a search for ``query`` in the interface ``language``."""
    kept = redact(query) if len(query) <= LONGEST_TYPED else ""
    if kept:
        _write(_SEARCH, [timezone.localdate(), language, kept, 0 if found else 1])


def record_click(query: str, language: str, *, page: int, place: int) -> None:
    """Counts that the entry ``page`` was opened at ``place`` of the results of ``query``, if it is live."""
    today = timezone.localdate()
    days = [today, today - timedelta(days=1)]
    _write(_CLICK, [days, language, redact(query), MOST_CLICKS_PER_SEARCH, page, page, place])


def remove_old(days: int = KEPT_DAYS) -> int:
    """Removes what is older than ``days``; returns the number of rows."""
    before = timezone.localdate() - timedelta(days=days)
    removed = 0
    with connection.cursor() as cursor:
        for statement in _REMOVALS:
            cursor.execute(statement, [before])
            removed += cursor.rowcount
    return removed


def _write(statement: str, values: list[Any]) -> None:
    if servers.primary.is_away():
        return
    try:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
    except Error as error:
        # Its text could quote the query.
        logger.warning("The search log could not be written: %s", type(error).__name__)
