"""What is kept for how long."""

from datetime import timedelta

from django.utils import timezone

from exchange import limits
from exchange.models import ContactRequest, Status

KEEP_UNCONFIRMED = timedelta(days=7)


def forget() -> str:
    """For the daily job: deletes requests that nobody confirmed, and old counters. What was done, in words."""
    before = timezone.now() - KEEP_UNCONFIRMED
    unconfirmed = ContactRequest.objects.filter(status=Status.UNCONFIRMED, created_at__lte=before)
    requests, _by_model = unconfirmed.delete()
    return f"{requests} unconfirmed requests and {limits.forget_old()} counters deleted"
