"""Who is told, and by which ways."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django_tasks_db.models import DBTaskResult

from accounts.models import User
from notifications.models import Mail, MailPreferences, Notification
from notifications.sending import notify, send_mail_to, settle

Tell = Callable[..., list[Notification]]
Wanted = MailPreferences.Wanted


def wants(user: User, wanted: str, *, digest: bool = True) -> None:
    MailPreferences.objects.create(user=user, wanted=wanted, daily_digest=digest)


def test_each_receiver_has_a_notification_and_a_letter(
    tell: Tell, contributor: User, colleague: User, mailoutbox: list[Any]
) -> None:
    tell(contributor, colleague)
    assert {letter.to[0] for letter in mailoutbox} == {contributor.email, colleague.email}
    assert Notification.objects.filter(read_at=None).count() == 2


def test_who_is_named_twice_is_told_once(tell: Tell, contributor: User) -> None:
    assert len(tell(contributor, contributor)) == 1


def test_who_did_it_is_not_told(tell: Tell, contributor: User, colleague: User) -> None:
    assert [told.recipient for told in tell(contributor, colleague, actor=contributor)] == [colleague]


def test_inactive_people_are_not_told(tell: Tell, contributor: User) -> None:
    contributor.is_active = False
    contributor.save()
    assert tell(contributor) == []


def test_an_unknown_kind_is_refused(contributor: User) -> None:
    with pytest.raises(LookupError, match=r"test\.unknown"):
        notify("test.unknown", [contributor], url="/")


@pytest.mark.parametrize(
    ("wanted", "kind", "mailed"),
    [
        (Wanted.ALL, "test.hello", True),
        (Wanted.ALL, "test.duty", True),
        (Wanted.MUST_ACT, "test.hello", False),
        (Wanted.MUST_ACT, "test.duty", True),
        (Wanted.NONE, "test.hello", False),
        (Wanted.NONE, "test.duty", False),
    ],
)
def test_letters_follow_the_choice_of_the_receiver(
    tell: Tell, contributor: User, mailoutbox: list[Any], wanted: str, kind: str, mailed: bool
) -> None:
    wants(contributor, wanted)
    (told,) = tell(contributor, kind=kind)
    assert len(mailoutbox) == (1 if mailed else 0)
    assert told.for_digest is not mailed


def test_without_the_daily_letter_nothing_waits_for_it(tell: Tell, contributor: User) -> None:
    wants(contributor, Wanted.NONE, digest=False)
    (told,) = tell(contributor)
    assert (told.for_digest, told.mail_state) == (False, "")


def test_nothing_is_told_when_the_change_is_undone(tell: Tell, contributor: User, queue: None) -> None:
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        tell(contributor)
        raise ZeroDivisionError
    assert not Notification.objects.exists()
    assert not DBTaskResult.objects.exists()


def test_telling_many_people_asks_the_database_no_more_often(
    tell: Tell, django_assert_num_queries: Any, contributor: User, colleague: User, stranger: User
) -> None:
    for user in (contributor, colleague, stranger):
        wants(user, Wanted.NONE)
    with django_assert_num_queries(4):  # people, notifications, and the two of a savepoint
        tell(contributor, colleague, stranger)


def test_a_letter_to_somebody_without_account_goes_through_the_same_queue(db: None, mailoutbox: list[Any]) -> None:
    mail = send_mail_to("new@example.org", "ru", "test.hello", params={"who": "Anna", "where": "Minsk"})
    mail.refresh_from_db()
    assert mail.state == Mail.State.SENT
    assert [letter.to for letter in mailoutbox] == [["new@example.org"]]


def test_what_is_settled_is_read_for_everybody(tell: Tell, contributor: User, colleague: User) -> None:
    tell(contributor, colleague, about="entry:1")
    tell(contributor, about="entry:2")
    assert settle("entry:1") == 2
    assert list(Notification.objects.filter(read_at=None).values_list("about", flat=True)) == ["entry:2"]


def test_a_letter_that_still_waits_is_not_sent_once_the_matter_is_settled(
    tell: Tell, contributor: User, work_off: Callable[[], None], mailoutbox: list[Any]
) -> None:
    tell(contributor, about="entry:1")
    settle("entry:1", "test.hello")
    work_off()
    assert mailoutbox == []
    assert Mail.objects.get().state == Mail.State.DROPPED


def test_other_kinds_of_the_same_matter_stay_open(tell: Tell, contributor: User) -> None:
    tell(contributor, about="entry:1", kind="test.duty")
    assert settle("entry:1", "test.hello") == 0
