"""Work of the background worker: ``manage.py db_worker --backend background``."""

import logging
from datetime import timedelta

from django.tasks import task
from django.utils import timezone

from prepared import changes, proxies

log = logging.getLogger(__name__)

PAUSES = (5, 30, 120, 600, 3600)
"""Seconds between the attempts to reach a cache in front."""


@task(backend="background")
def clear_again(change: int, attempt: int = 0) -> str:
    """Takes the pages of a change out of the caches in front, or arranges the next attempt; returns what was done."""
    try:
        changes.clear(change)
    except proxies.NotCleared as problem:
        log.warning("%s", problem)
        if attempt < len(PAUSES):
            pause = timedelta(seconds=PAUSES[attempt])
            clear_again.using(run_after=timezone.now() + pause).enqueue(change, attempt + 1)
        return str(problem)
    return "cleared"
