"""Work of the background worker: ``manage.py db_worker --backend background``."""

from django.db import transaction
from django.tasks import task
from django.utils import timezone

from notifications import delivery
from notifications.models import Mail


@task(backend="background")
def deliver(mail_id: int) -> str:
    """Sends one letter, or arranges the next attempt; returns its state."""
    mail = delivery.attempt(mail_id)
    if mail is None:
        return ""
    # A queue that cannot wait leaves it to the daily job.
    if mail.next_attempt and deliver.get_backend().supports_defer:
        deliver.using(run_after=mail.next_attempt).enqueue(mail.pk)
    return mail.state


def resume() -> str:
    """Puts letters back into the queue that a stopped worker left behind; for ``run_daily``."""
    numbers = delivery.overdue()
    for number in numbers:
        deliver.enqueue(number)
    return f"{len(numbers)} resumed"


@transaction.atomic
def try_failed_again() -> int:
    """Gives every letter that has failed all its attempts anew; how many there were."""
    failed = list(Mail.objects.select_for_update().filter(state=Mail.State.FAILED).order_by("pk"))
    for mail in failed:
        mail.state, mail.attempts, mail.next_attempt = Mail.State.WAITING, 0, timezone.now()
    Mail.objects.bulk_update(failed, ["state", "attempts", "next_attempt"])
    for mail in failed:
        deliver.enqueue(mail.pk)
    return len(failed)
