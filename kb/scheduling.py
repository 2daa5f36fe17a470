"""Pages that appear or end at an hour that was set in the admin: Wagtail leaves carrying that out to others."""

from datetime import datetime, timedelta
from typing import Any

from django.core.management import call_command
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.tasks import task
from django.utils import timezone
from wagtail.models import Revision
from wagtail.signals import page_published

# Wagtail takes what lies before the moment at which it looks.
JUST_AFTER = timedelta(seconds=1)


def carry_out() -> str:
    """Publishes and unpublishes what is due; for the daily job, which finds what the worker has missed."""
    due = Revision.objects.filter(approved_go_live_at__lt=timezone.now()).count()
    call_command("publish_scheduled", verbosity=0)
    return f"{due} published"


@task(backend="background")
def carry_out_then() -> str:
    """The same, at the hour itself."""
    return carry_out()


def _remember(moment: datetime | None) -> None:
    # A queue that cannot wait would do it now.
    if moment is not None and moment > timezone.now() and carry_out_then.get_backend().supports_defer:
        carry_out_then.using(run_after=moment + JUST_AFTER).enqueue()


@receiver(post_save, sender=Revision, dispatch_uid="remember_publication")
def remember_publication(instance: Revision, raw: bool = False, **kwargs: Any) -> None:
    """A version that was approved for a later hour."""
    if not raw:
        _remember(instance.approved_go_live_at)


@receiver(page_published, dispatch_uid="remember_end")
def remember_end(instance: Any, **kwargs: Any) -> None:
    """A page that was published until an hour."""
    _remember(instance.expire_at)
