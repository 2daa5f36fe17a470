"""Handing one letter to the mail server, and what follows when the server does not take it."""

import logging
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import timezone

from notifications.models import Mail
from notifications.rendering import letter

logger = logging.getLogger(__name__)

# Between the attempts; after the last one the letter has failed.
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=8),
    timedelta(hours=24),
)


@transaction.atomic
def attempt(mail_id: int) -> Mail | None:
    """Tries to send the letter if it still waits; it, or nothing if another worker has it or it is no longer wanted.

    A letter that was not taken has the time of the ``next_attempt``; without one it has failed.
    """
    waiting = Mail.objects.filter(pk=mail_id, state=Mail.State.WAITING).select_related("user")
    mail = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if mail is None:
        return None
    mail.attempts += 1
    if mail.user and not mail.user.is_active:
        mail.state, mail.next_attempt = Mail.State.DROPPED, None
    else:
        try:
            _send(mail)
        except Exception as error:
            # Whatever it was must neither stop the worker nor lose the letter.
            _postpone(mail, error)
        else:
            mail.state, mail.sent_at, mail.next_attempt, mail.error = Mail.State.SENT, timezone.now(), None, ""
            # Links that open an account are kept no longer than they are needed.
            mail.url, mail.params = "", {}
    mail.save(update_fields=["attempts", "state", "sent_at", "next_attempt", "error", "url", "params"])
    return mail


def _send(mail: Mail) -> None:
    ready = letter(mail.kind, language=mail.language, params=mail.params, url=mail.url, user=mail.user)
    message = EmailMultiAlternatives(
        ready.subject,
        ready.text,
        to=[mail.receiver],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers=ready.headers,
    )
    message.attach_alternative(ready.html, "text/html")
    message.send()


def _postpone(mail: Mail, error: Exception) -> None:
    mail.error = f"{type(error).__name__}: {error}"[:500]
    if is_final(error) or mail.attempts > len(PAUSES):
        mail.state, mail.next_attempt = Mail.State.FAILED, None
        logger.error("Letter %s (%s) has failed for good: %s", mail.pk, mail.kind, mail.error)
    else:
        mail.next_attempt = timezone.now() + PAUSES[mail.attempts - 1]
        logger.warning("Letter %s (%s) was not taken, attempt %d: %s", mail.pk, mail.kind, mail.attempts, mail.error)


def is_final(error: Exception) -> bool:
    """Whether the mail server has said that trying again is of no use (RFC 5321, section 4.2.1: 5yz)."""
    if isinstance(error, SMTPRecipientsRefused):
        return all(500 <= code < 600 for code, _text in error.recipients.values())
    return isinstance(error, SMTPResponseException) and 550 <= error.smtp_code < 560


def overdue() -> list[int]:
    """The letters whose worker was stopped while it had them."""
    since = timezone.now() - timedelta(hours=1)
    late = Mail.objects.filter(state=Mail.State.WAITING, next_attempt__lt=since)
    return list(late.order_by("next_attempt").values_list("pk", flat=True))
