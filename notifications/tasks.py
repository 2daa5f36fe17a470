"""Work of the background worker: ``manage.py db_worker --backend background``."""

from django.tasks import task

from notifications import delivery


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
