"""One letter a day with the rest."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from notifications import retention
from notifications.bell import mark_read
from notifications.digest import MOST_LINES, send_digests
from notifications.models import Mail, MailPreferences, Notification
from notifications.sending import settle
from tests.mail import SmtpServer, html_of, text_of

Tell = Callable[..., list[Notification]]
WorkOff = Callable[[], None]


@pytest.fixture
def reader(contributor: User) -> User:
    """Wants a letter at once only when something has to be done."""
    MailPreferences.objects.create(user=contributor, wanted="must_act")
    return contributor


def test_it_brings_what_came_without_a_letter(
    reader: User, tell: Tell, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    tell(reader)
    tell(reader)
    tell(reader, kind="test.duty")
    send_digests()
    work_off()
    _duty, digest = smtp_server.to(reader.email)
    assert digest["Subject"] == "2 новости для вас"
    assert text_of(digest).count("- Anna greets Minsk") == 2
    assert html_of(digest).count("<li>") == 2


def test_nothing_comes_twice(reader: User, tell: Tell) -> None:
    tell(reader)
    assert send_digests() == "1 letters"
    Mail.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert send_digests() == "0 letters"


def test_there_is_one_a_day(reader: User, tell: Tell) -> None:
    tell(reader)
    send_digests()
    tell(reader)
    assert send_digests() == "0 letters"
    Mail.objects.update(created_at=timezone.now() - timedelta(days=1))
    assert send_digests() == "1 letters"


def test_what_was_read_on_the_site_is_not_repeated(reader: User, tell: Tell) -> None:
    tell(reader)
    mark_read(Notification.objects.all())
    assert send_digests() == "0 letters"


def test_who_no_longer_wants_it_gets_none(reader: User, tell: Tell) -> None:
    tell(reader)
    MailPreferences.objects.update(daily_digest=False)
    assert send_digests() == "0 letters"


def test_who_gets_a_letter_about_everything_needs_none(contributor: User, tell: Tell) -> None:
    tell(contributor)
    assert send_digests() == "0 letters"


def test_a_long_one_says_how_many_more_there_are(
    reader: User, tell: Tell, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    for _number in range(MOST_LINES + 2):
        tell(reader)
    send_digests()
    work_off()
    assert "и ещё 2" in text_of(smtp_server.letters[0])
    assert send_digests() == "0 letters"


def test_old_letters_and_read_notifications_are_removed(contributor: User, reader: User, tell: Tell) -> None:
    old, recent = tell(reader, kind="test.duty") + tell(reader, kind="test.duty")
    past = timezone.now() - retention.READ_KEPT - timedelta(days=1)
    Notification.objects.filter(pk=old.pk).update(created_at=past, read_at=past)
    Mail.objects.filter(pk=old.mail_id).update(created_at=past)
    assert retention.remove_old() == "1 letters and 1 notifications removed"
    assert Notification.objects.get() == recent


def test_a_letter_on_its_way_is_never_removed(reader: User, tell: Tell, queue: None) -> None:
    tell(reader, kind="test.duty")
    Mail.objects.update(created_at=timezone.now() - timedelta(days=999))
    assert retention.remove_old() == "0 letters and 0 notifications removed"


def test_a_matter_that_is_settled_does_not_take_the_others_out_of_the_daily_letter(
    reader: User, tell: Tell, smtp_server: SmtpServer, work_off: WorkOff
) -> None:
    tell(reader, about="entry:1")
    tell(reader, about="entry:2")
    send_digests()
    settle("entry:1")
    work_off()
    assert len(smtp_server.letters) == 1
