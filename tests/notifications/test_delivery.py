"""Letters on their way: the real queue, the real worker, a real mail server."""

import socket
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from notifications import delivery, tasks
from notifications.models import Mail, Notification
from tests.mail import SmtpServer, html_of, text_of

Tell = Callable[..., list[Notification]]
WorkOff = Callable[[], None]


@pytest.fixture
def closed_port() -> int:
    """A port on which nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


def let_time_pass() -> None:
    """All that waits for its next attempt is due."""
    DBTaskResult.objects.filter(status="READY").update(run_after=timezone.now())


def test_a_letter_waits_for_the_worker(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    tell(contributor)
    assert smtp_server.letters == []
    work_off()
    (letter,) = smtp_server.to(contributor.email)
    assert letter["Subject"] == "Anna greets Minsk"
    assert Mail.objects.get().state == Mail.State.SENT


def test_it_has_text_and_html_in_the_language_of_the_receiver(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    contributor.preferred_language = "kk"
    contributor.save()
    tell(contributor)
    work_off()
    (letter,) = smtp_server.letters
    assert letter["Content-Language"] == "kk"
    assert f"Қайырлы күн, {contributor.first_name}!" in text_of(letter)
    assert "hello & good-bye" in text_of(letter)
    assert "hello &amp; good-bye" in html_of(letter)


def test_a_server_that_is_busy_is_asked_again_later(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    smtp_server.answer = "451 Try again later"
    tell(contributor)
    work_off()
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts) == (Mail.State.WAITING, 1)
    assert "451" in mail.error
    smtp_server.answer = ""
    work_off()
    assert smtp_server.letters == []
    let_time_pass()
    work_off()
    assert len(smtp_server.letters) == 1
    mail.refresh_from_db()
    assert (mail.state, mail.attempts, mail.error) == (Mail.State.SENT, 2, "")


def test_the_pauses_grow_until_the_letter_has_failed(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    smtp_server.answer = "451 Try again later"
    tell(contributor)
    pauses = []
    for _attempt in range(len(delivery.PAUSES)):
        before = timezone.now()
        work_off()
        due = Mail.objects.get().next_attempt
        assert due is not None
        pauses.append(due - before)
        let_time_pass()
    work_off()
    assert pauses == sorted(pauses)
    assert pauses[-1] >= timedelta(hours=24)
    mail = Mail.objects.get()
    assert (mail.state, mail.attempts, mail.next_attempt) == (Mail.State.FAILED, len(delivery.PAUSES) + 1, None)
    assert not DBTaskResult.objects.filter(status="READY").exists()


def test_an_address_that_does_not_exist_is_not_tried_again(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    smtp_server.refuse[contributor.email] = "550 No such user"
    tell(contributor)
    work_off()
    assert Mail.objects.get().state == Mail.State.FAILED


def test_a_server_that_is_away_loses_no_letter(
    tell: Tell, contributor: User, settings: Any, work_off: WorkOff, closed_port: int
) -> None:
    options = {"host": "127.0.0.1", "port": closed_port}
    settings.MAILERS = {"default": {**settings.SMTP_MAILER, "OPTIONS": options}}
    tell(contributor)
    work_off()
    mail = Mail.objects.get()
    assert mail.state == Mail.State.WAITING
    assert "ConnectionRefusedError" in mail.error


def test_one_bad_letter_does_not_stop_the_next(
    tell: Tell, contributor: User, colleague: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    (bad,) = tell(contributor)
    Mail.objects.filter(pk=bad.mail_id).update(kind="test.forgotten")
    tell(colleague)
    work_off()
    assert len(smtp_server.to(colleague.email)) == 1
    assert "test.forgotten" in Mail.objects.get(kind="test.forgotten").error


def test_who_was_suspended_meanwhile_gets_no_letter(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    tell(contributor)
    User.objects.update(is_active=False)
    work_off()
    assert smtp_server.letters == []
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_a_letter_goes_to_the_address_that_the_account_has_now(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    tell(contributor)
    User.objects.filter(pk=contributor.pk).update(email="moved@example.org")
    work_off()
    assert len(smtp_server.to("moved@example.org")) == 1


def test_a_letter_is_sent_once_though_queued_twice(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    (told,) = tell(contributor)
    tasks.deliver.enqueue(told.mail_id)
    work_off()
    assert len(smtp_server.letters) == 1


@pytest.mark.parametrize(("hours", "resumed"), [(0, 0), (2, 1)])
def test_letters_that_a_stopped_worker_left_are_taken_up_by_the_daily_run(
    tell: Tell, contributor: User, smtp_server: SmtpServer, work_off: WorkOff, hours: int, resumed: int
) -> None:
    tell(contributor)
    DBTaskResult.objects.update(status="RUNNING")
    Mail.objects.update(next_attempt=timezone.now() - timedelta(hours=hours))
    tasks.resume()
    work_off()
    assert len(smtp_server.letters) == resumed


@pytest.mark.django_db(transaction=True)
def test_the_worker_beside_a_live_server_sends_what_is_committed(
    tell: Tell, contributor: User, smtp_server: SmtpServer, background_worker: Any
) -> None:
    tell(contributor)
    assert smtp_server.wait_for(contributor.email)["Subject"] == "Anna greets Minsk"
