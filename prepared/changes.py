"""Says what has changed, and clears away the pages that show it."""

# ruff: noqa: S608 - statements are put together from our own words.

import logging
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from prepared import proxies
from prepared.models import Change
from prepared.store import CHANGES, KEPT, PAGES, UNSEEN

log = logging.getLogger(__name__)

REMEMBERED = timedelta(minutes=10)
"""Longer than any page takes to be made."""
AGAIN_AFTER = timedelta(seconds=3)
"""An answer on its way to a cache in front has arrived by then."""
AT_ONCE = 50
"""Addresses that are taken out of the caches in front before whoever changed something gets an answer."""

_CONCERNED = f"p.shows && c.marks AND {UNSEEN.format(snapshot='p.snapshot')}"
_FORGET = f"DELETE FROM {{table}} p USING {CHANGES} c WHERE c.id = %s AND {_CONCERNED}"
_FORGET_OLD = f"DELETE FROM {{table}} p USING {CHANGES} c WHERE c.made_at < %s AND {_CONCERNED}"
_NOTE = f"""
    UPDATE {CHANGES} c
    SET addresses = ARRAY(SELECT p.address FROM {PAGES} p WHERE {_CONCERNED} UNION SELECT unnest(c.addresses))
    WHERE c.id = %s RETURNING addresses
"""


def changed(marks: Iterable[str]) -> None:
    """Says that what has these marks is changed by the transaction in progress.

    From its commit on nothing that is kept and shows it is served. It is deleted, and pages are taken out of the caches
    in front, right afterwards; of those the background worker takes them out once more, for an answer may have been on
    its way.
    """
    wanted = sorted(set(marks))
    if not wanted:
        return
    change = Change.objects.create(marks=wanted)
    transaction.on_commit(lambda: _clear_up(change.pk), robust=True)
    if settings.PAGE_CACHES:
        from prepared.tasks import clear_again

        # A queue that cannot wait would do it before the commit.
        if clear_again.get_backend().supports_defer:
            clear_again.using(run_after=timezone.now() + AGAIN_AFTER).enqueue(change.pk)


def clear(change: int) -> None:
    """Takes the pages that the change concerns out of the caches in front and deletes them.

    Raises ``proxies.NotCleared`` where a cache does not answer; the pages then stay known.
    """
    addresses = _noted(change) if settings.PAGE_CACHES else []
    proxies.clear(addresses)
    _forget(change)


def _clear_up(change: int) -> None:
    if settings.PAGE_CACHES:
        try:
            proxies.clear(_noted(change)[:AT_ONCE])
        except proxies.NotCleared as problem:
            log.warning("%s; the background worker will try again", problem)
            return
    _forget(change)
    _forget_old_changes()


def _noted(change: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [change])
        row = cursor.fetchone()
    return list(row[0]) if row else []


def _forget(change: int) -> None:
    with connection.cursor() as cursor:
        for table in KEPT:
            cursor.execute(_FORGET.format(table=table), [change])


@transaction.atomic
def _forget_old_changes() -> None:
    """Changes that no page in the making can have missed, after what is kept that nobody deleted for them."""
    before = timezone.now() - REMEMBERED
    with connection.cursor() as cursor:
        for table in KEPT:
            cursor.execute(_FORGET_OLD.format(table=table), [before])
    Change.objects.filter(made_at__lt=before).delete()
