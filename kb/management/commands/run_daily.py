"""``manage.py run_daily``: what is done once a day. Safe to repeat, also after a failure."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import audit, sessions
from exchange import retention as exchange_retention
from exchange.matching import renew_all
from exchange.notifications import remind as remind_enterprises
from kb import scheduling
from kb.freshness import mark_due
from kb.notifications import remind
from membership import joining
from notifications import retention
from notifications.digest import send_digests
from notifications.tasks import resume
from search.query_log import remove_old
from search.tasks import renew as renew_search

logger = logging.getLogger(__name__)

# What each is called, and the function, which takes nothing and returns what it did, in words. Each must change
# nothing when it runs a second time on the same day.
JOBS: list[tuple[str, Callable[[], str]]] = [
    ("reminders of reviews", remind),
    ("pages whose hour of publication has come", scheduling.carry_out),
    ("pages whose date has passed", mark_due),
    ("the daily letter", send_digests),
    ("letters left behind by a stopped worker", resume),
    ("old letters and notifications", retention.remove_old),
    ("reminders of applications", joining.remind),
    ("applications that nobody confirmed", joining.remove_old),
    ("contact requests without an answer", remind_enterprises),
    ("contact requests that nobody confirmed", exchange_retention.forget),
    ("persons and texts of contact requests that have ended", exchange_retention.clear_ended),
    ("offers and requests that have expired", renew_all),
    ("old events of the audit log", lambda: f"{audit.forget_older_than(audit.KEPT_DAYS)} removed"),
    ("sessions that have ended", sessions.remove_ended),
    ("search index of an earlier version", renew_search),
    ("old counters of the search", lambda: f"{remove_old()} removed"),
]


class Command(BaseCommand):
    """Runs all daily jobs, each in a transaction of its own; one that fails does not stop the others."""

    help = "Runs everything that is done once a day. Safe to repeat."

    def handle(self, *args: Any, **options: Any) -> None:
        failed = []
        for name, job in JOBS:
            try:
                with transaction.atomic():
                    done = job()
            except Exception:
                logger.exception("The daily job “%s” failed", name)
                failed.append(name)
            else:
                if options["verbosity"]:
                    self.stdout.write(f"{name}: {done}")
        if failed:
            raise CommandError(f"Failed: {', '.join(failed)}. The log says why.")
