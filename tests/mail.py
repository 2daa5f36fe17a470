"""A real mail server and a real background worker for tests."""

import re
import socket
import threading
import time
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import default
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from django.db import connections
from django_tasks_db.management.commands.db_worker import Worker

PATIENCE_SECONDS = 30
LINK = re.compile(r"https?://[^\s<>\"]+")


class SmtpServer:
    """Takes letters by SMTP and keeps them in ``letters``, until ``answer`` says something else.

    ``answer = "451 try later"`` refuses all, ``refuse["who@example.org"] = "550 unknown"`` one receiver.
    """

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.answer = ""
        self.refuse: dict[str, str] = {}
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self._arrival = threading.Condition()
        self._controller = Controller(self, hostname="127.0.0.1", port=self.port)

    def __enter__(self) -> Self:
        self._controller.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._controller.stop()

    async def handle_RCPT(self, server: Any, session: Any, envelope: Any, address: str, options: Any) -> str:
        """aiosmtpd's name: may a letter go to ``address``?"""
        if refusal := self.refuse.get(address):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        """aiosmtpd's name: a letter has come."""
        if self.answer:
            return self.answer
        letter = BytesParser(_class=EmailMessage, policy=default).parsebytes(envelope.content)
        with self._arrival:
            self.letters.append(letter)
            self._arrival.notify_all()
        return "250 OK"

    def to(self, address: str) -> list[EmailMessage]:
        """The letters that have come for ``address``."""
        return [letter for letter in self.letters if address in str(letter["To"])]

    def wait_for(self, address: str, count: int = 1) -> EmailMessage:
        """The letter number ``count`` to ``address``; waits until it has come."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        with self._arrival:
            while len(self.to(address)) < count:
                if not self._arrival.wait(deadline - time.monotonic()):
                    come = [f"{letter['To']}: {letter['Subject']}" for letter in self.letters]
                    raise AssertionError(f"No letter number {count} to {address} has come, only {come}")
            return self.to(address)[count - 1]


def text_of(letter: EmailMessage) -> str:
    """The plain text of a letter."""
    return _part(letter, "plain")


def html_of(letter: EmailMessage) -> str:
    """The HTML of a letter."""
    return _part(letter, "html")


def links_in(letter: EmailMessage) -> list[str]:
    """All addresses in the plain text, in order."""
    return LINK.findall(text_of(letter))


def _part(letter: EmailMessage, kind: str) -> str:
    part = letter.get_body((kind,))
    assert part is not None, f"The letter has no part of {kind} text"
    return str(part.get_content())


def make_worker(*, batch: bool) -> Worker:
    """The worker of ``manage.py db_worker --backend background``; with ``batch`` it ends when nothing is ready."""
    return Worker(
        queue_names=["default"],
        excluded_queue_names=[],
        interval=0.05,
        batch=batch,
        backend_name="background",
        startup_delay=False,
        max_tasks=None,
        worker_id="test",
    )


class RunningWorker:
    """The worker beside a live server, in a thread and with a database connection of its own."""

    def __init__(self) -> None:
        self._worker = make_worker(batch=False)
        self._thread = threading.Thread(target=self._run, daemon=True)

    def _run(self) -> None:
        try:
            self._worker.run()
        finally:
            connections.close_all()

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._worker.running = False
        self._thread.join(PATIENCE_SECONDS)
