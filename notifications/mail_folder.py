"""Mail during development: a readable file for each letter, and a line that says where it is."""

import email.policy
import sys
from pathlib import Path
from typing import Any

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

# Cyrillic stays readable in an editor, and no line is broken.
READABLE = email.policy.SMTPUTF8.clone(linesep="\n", cte_type="8bit", max_line_length=100_000)


class EmailBackend(BaseEmailBackend):
    """Writes letters as ``.eml`` files, which mail programs open, to the folder ``path``."""

    def __init__(self, path: Path, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.path = Path(path)

    def send_messages(self, email_messages: Any) -> int:
        """Writes all; how many it were."""
        self.path.mkdir(parents=True, exist_ok=True)
        for message in email_messages:
            self._write(message)
        return len(email_messages)

    def _write(self, message: EmailMessage) -> None:
        receivers = ", ".join(message.recipients())
        name = f"{timezone.localtime():%Y%m%d-%H%M%S-%f}-{message.recipients()[0].replace('/', '_')}.eml"
        file = self.path / name
        file.write_bytes(message.message(policy=READABLE).as_bytes())
        print(f"Mail to {receivers}: “{message.subject}” is in {file}", file=sys.stderr, flush=True)
