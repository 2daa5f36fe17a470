"""What need not be kept: letters long sent, notifications long read."""

from datetime import timedelta

from django.db.models import Q
from django.utils import timezone

from notifications.models import Mail, Notification

MAIL_KEPT = timedelta(days=90)
READ_KEPT = timedelta(days=180)
ALL_KEPT = timedelta(days=730)


def remove_old() -> str:
    """For ``run_daily``. Addresses of people without an account go with their letters."""
    now = timezone.now()
    old_mail = Mail.objects.filter(created_at__lt=now - MAIL_KEPT).exclude(state=Mail.State.WAITING)
    _total, mails = old_mail.delete()
    old = Q(read_at__lt=now - READ_KEPT, created_at__lt=now - READ_KEPT) | Q(created_at__lt=now - ALL_KEPT)
    _total, told = Notification.objects.filter(old, created_at__lt=now - READ_KEPT).delete()
    letters, notifications = mails.get("notifications.Mail", 0), told.get("notifications.Notification", 0)
    return f"{letters} letters and {notifications} notifications removed"
