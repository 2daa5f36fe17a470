"""One letter a day with what came since the last, for those who wanted no letter about it at once."""

from datetime import timedelta

from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts.models import User
from notifications import kinds
from notifications.languages import path_for
from notifications.models import Mail, Notification
from notifications.rendering import absolute, line
from notifications.sending import send_mail_to_user

KIND = "digest"
# Somewhat less than a day: the daily run is not always at the same minute.
PAUSE = timedelta(hours=20)
MOST_LINES = 50


def send_digests() -> str:
    """Writes the letters of today; a second run on the same day finds nobody left."""
    unread = Notification.objects.filter(recipient=OuterRef("pk"), for_digest=True, read_at=None)
    lately = Mail.objects.filter(user=OuterRef("pk"), kind=KIND, created_at__gt=timezone.now() - PAUSE)
    people = User.objects.filter(Exists(unread), ~Exists(lately), is_active=True)
    people = people.exclude(mail_preferences__daily_digest=False).order_by("pk")
    return f"{sum(map(_send, people))} letters"


def _send(user: User) -> bool:
    waiting = Notification.objects.filter(recipient=user, for_digest=True, read_at=None)
    known = [kind.name for kind in kinds.all_kinds()]
    new = list(waiting.filter(kind__in=known).order_by("-must_act", "created_at", "pk"))
    language = user.preferred_language
    lines = [
        {"text": line(told.kind, told.params, language), "url": absolute(path_for(told.url, language))}
        for told in new[:MOST_LINES]
    ]
    if not lines:
        return False
    params = {"count": len(new), "lines": lines, "more": len(new) - len(lines)}
    mail = send_mail_to_user(user, KIND, url=f"/{language}/notifications/", params=params)
    waiting.filter(pk__in=[told.pk for told in new]).update(mail=mail, for_digest=False)
    return True
