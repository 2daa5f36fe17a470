"""What is kept for how long."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from exchange import limits
from exchange.models import ENDED, ContactEvent, ContactRequest, Status

KEEP_UNCONFIRMED = timedelta(days=7)


def forget() -> str:
    """For the daily job: deletes requests that nobody confirmed, and old counters. What was done, in words."""
    before = timezone.now() - KEEP_UNCONFIRMED
    unconfirmed = ContactRequest.objects.filter(status=Status.UNCONFIRMED, created_at__lte=before)
    requests, _by_model = unconfirmed.delete()
    return f"{requests} unconfirmed requests and {limits.forget_old()} counters deleted"


@transaction.atomic
def clear_ended() -> str:
    """For the daily job: takes persons and texts out of requests that ended ``CONTACTS_KEPT_DAYS`` days ago or earlier.

    The rows stay for the reports; which were cleared, an empty address says. What was done, in words.
    """
    before = timezone.now() - timedelta(days=settings.CONTACTS_KEPT_DAYS)
    # Nothing changes a request after its end, so its last change is its end.
    ended = ContactRequest.objects.filter(status__in=ENDED, changed_at__lte=before).exclude(email="")
    contacts = list(ended.select_for_update(of=("self",)).select_related("enterprise"))
    keys = [contact.pk for contact in contacts]
    ContactEvent.objects.filter(request__in=keys).update(text="", shared_email="")
    ContactRequest.objects.filter(pk__in=keys).update(name="", email="", text="")
    for contact in contacts:
        log(instance=contact, action="exchange.cleared")
    return f"{len(contacts)} cleared"
