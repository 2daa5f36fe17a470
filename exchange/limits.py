"""How often one address may write: counted in the database, which all processes share, over the last day.

Kept is a keyed hash, for a day: neither IP addresses nor e-mail addresses can be read from it.
"""

from collections.abc import Mapping
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from exchange.models import Attempt

WITHIN = timedelta(days=1)


def key_of(what: str, value: str) -> str:
    """What stands for ``value``, such as an IP address, among attempts at ``what``."""
    return salted_hmac(f"exchange.limits.{what}", value.strip().lower(), algorithm="sha256").hexdigest()


@transaction.atomic
def take(keys: Mapping[str, int]) -> bool:
    """Counts one more attempt for every key, unless one of them has had as many as it may within a day.

    ``keys`` has the most attempts by key (``key_of``). Returns whether it may be done.
    """
    now = timezone.now()
    with connection.cursor() as cursor:
        # Always in the same order, so that no two wait for each other.
        for key in sorted(keys):
            cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [key])
    recent = Attempt.objects.filter(key__in=keys, at__gt=now - WITHIN).values_list("key", flat=True)
    done = list(recent)
    if any(done.count(key) >= most for key, most in keys.items()):
        return False
    Attempt.objects.bulk_create(Attempt(key=key, at=now) for key in keys)
    return True


def forget_old() -> int:
    """Deletes what no longer counts; returns how many."""
    return Attempt.objects.filter(at__lte=timezone.now() - WITHIN).delete()[0]
