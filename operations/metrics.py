"""Figures for Prometheus: what was answered, counted as it happens; what waits, asked for when somebody wants to know.

Requests are counted by the name of the view, never by the path: the series must stay as few as the views are.
https://prometheus.io/docs/practices/naming/
"""

from collections.abc import Iterable

from django.db import connection
from django.db.models import Count, Exists, Min, OuterRef
from django.utils import timezone
from django_tasks_db.models import DBTaskResult
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from kb.models import EntryPage, open_to_all
from notifications.models import Mail
from operations import metrics_files
from search.models import SearchDocument

OWN = CollectorRegistry()
REQUESTS = Counter("kb_requests", "Requests answered.", ["method", "view", "status"], registry=OWN)
SECONDS = Histogram(
    "kb_request_seconds",
    "From the request to the beginning of the answer.",
    ["view"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=OWN,
)
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Waiting(Collector):
    """What is in the database at this moment."""

    def collect(self) -> Iterable[Metric]:
        """Prometheus' name: the figures as they are now. Raises ``DatabaseError`` when there is no answer."""
        ready = DBTaskResult.objects.ready().aggregate(count=Count("pk"), since=Min("enqueued_at"))
        age = (timezone.now() - ready["since"]).total_seconds() if ready["since"] else 0
        mails = dict(Mail.objects.values_list("state").annotate(count=Count("pk")).order_by())
        indexed = Exists(SearchDocument.objects.filter(page_id=OuterRef("pk")))
        for name, meaning, figure in (
            ("tasks_ready", "Background tasks that wait for a worker.", ready["count"]),
            ("tasks_oldest_seconds", "How long the oldest of them has waited.", max(age, 0)),
            (
                "tasks_failed",
                "Background tasks that failed and are still listed.",
                DBTaskResult.objects.failed().count(),
            ),
            ("mails_waiting", "Letters that are to be sent.", mails.get(Mail.State.WAITING, 0)),
            ("mails_failed", "Letters that have failed for good.", mails.get(Mail.State.FAILED, 0)),
            (
                "search_missing_entries",
                "Published entries that the search index lacks.",
                EntryPage.objects.live().filter(open_to_all()).exclude(indexed).count(),
            ),
        ):
            yield GaugeMetricFamily(f"kb_{name}", meaning, value=figure)


class Pool(Collector):
    """The connections of the process that answers.

    https://www.psycopg.org/psycopg3/docs/advanced/pool.html#pool-stats
    """

    def collect(self) -> Iterable[Metric]:
        """Prometheus' name: the figures as they are now."""
        pool = getattr(connection, "pool", None)
        stats = pool.get_stats() if pool else {}
        for name, meaning in (
            ("pool_size", "Database connections of the process that answered."),
            ("pool_available", "Those that are free."),
            ("requests_waiting", "Requests that wait for one."),
            ("requests_errors", "Requests that did not get one."),
        ):
            yield GaugeMetricFamily(f"kb_database_{name}", meaning, value=float(stats.get(name, 0)))


def observe(method: str, view: str, status: int, seconds: float) -> None:
    """Counts one answer."""
    REQUESTS.labels(method if method in METHODS else "other", view or "none", str(status)).inc()
    SECONDS.labels(view or "none").observe(seconds)


def text() -> bytes:
    """All figures in Prometheus' text format; those of requests are of all processes of this machine.

    Raises ``DatabaseError`` when the database does not answer.
    """
    counted = OWN
    if metrics_files.folder():
        counted = CollectorRegistry()
        MultiProcessCollector(counted)
    now = CollectorRegistry(auto_describe=False)
    now.register(Waiting())
    now.register(Pool())
    return generate_latest(counted) + generate_latest(now)
