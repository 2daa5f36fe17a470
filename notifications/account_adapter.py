"""Letters of allauth go through the queue: a mail server that is away neither breaks a page nor loses a letter."""

from typing import Any
from urllib.parse import urlsplit

from accounts.adapter import AccountAdapter
from accounts.models import User
from notifications.languages import in_reader_language
from notifications.sending import send_mail_to_user


class QueuedMailAdapter(AccountAdapter):
    """The rules of ``accounts``, with letters in the language of the account."""

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """The link to choose a new password."""
        path = urlsplit(context["password_reset_url"]).path
        send_mail_to_user(user, "account.password_reset", url=in_reader_language(path))
