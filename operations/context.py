"""What a line of the log belongs to: a request, a background task, or neither.

A context variable is one value per thread, and per task of an event loop.
"""

import re
import uuid
from contextvars import ContextVar

# Long enough to be told apart, and nothing that could break a line or a header.
ACCEPTED = re.compile(r"[A-Za-z0-9._-]{8,64}")

request_id: ContextVar[str] = ContextVar("request_id", default="")
task_id: ContextVar[str] = ContextVar("task_id", default="")


def identify(offered: str, *, trusted: bool) -> str:
    """The number of a request: what a trusted web server in front offers, if it looks like one; else a new one."""
    return offered if trusted and ACCEPTED.fullmatch(offered) else uuid.uuid4().hex
