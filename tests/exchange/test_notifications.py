"""What people read, and who is reminded."""

from datetime import timedelta

import pytest
from django.utils import timezone
from wagtail.models import ModelLogEntry

from exchange import links, notifications, retention, workflow
from exchange.models import Attempt, ContactRequest, DeclineReason, Status
from notifications.models import Notification
from notifications.rendering import letter
from tests.factories.accounts import make_chief_editor
from tests.mail import links_in, text_of

pytestmark = pytest.mark.django_db


def ago(**since):
    return timezone.now() - timedelta(**since)


def told(kind):
    return sorted(Notification.objects.filter(kind=kind).values_list("recipient__email", flat=True))


def test_a_stranger_gets_the_link_by_a_real_letter(make_contact, smtp_server, work_off):
    contact = make_contact(Status.UNCONFIRMED, language="kk")
    notifications.ask_to_confirm(contact)
    work_off()
    (mail,) = smtp_server.letters
    assert mail["To"] == "aigul@example.com" and mail["Reply-To"] is None
    (link,) = [link for link in links_in(mail) if "/kk/contacts/confirm/" in link]
    assert links.to_confirm(link.rstrip("/").rpartition("/")[2]) == contact
    assert "растаңыз" in text_of(mail)


def test_the_address_for_replies_is_in_the_letter(make_contact, contributor, smtp_server, work_off):
    workflow.answer(make_contact(), user=contributor, text="Пишите прямо мне", shares_address=True)
    work_off()
    (mail,) = smtp_server.letters
    assert mail["Reply-To"] == contributor.email
    assert "Пишите прямо мне" in text_of(mail) and contributor.email in text_of(mail)


@pytest.mark.parametrize(
    ("status", "words"),
    [
        ("accepted", "приняло"),
        ("declined", "условия нам не подходят"),
        ("meeting", "5 марта 2026"),
        ("contract", "5 марта 2026"),
        ("closed", "закрыло"),
    ],
)
def test_each_state_has_its_words(make_contact, contributor, status, words):
    params = {"status": status, "day": "2026-03-05", "reason": DeclineReason.TERMS.label, "enterprise": "Завод"}
    written = letter("contact.told", language="ru", params=params, url="/ru/")
    assert words in written.text


def test_an_enterprise_is_reminded_after_a_week_and_once(make_contact, contributor, colleague):
    make_contact(sent_at=ago(days=8))
    make_contact(sent_at=ago(days=6))
    assert notifications.remind() == "1 enterprises reminded, 0 requests told to editors"
    assert notifications.remind() == "0 enterprises reminded, 0 requests told to editors"
    assert told("contact.reminder") == ["colleague@example.org", "contributor@example.org"]


def test_the_editor_of_the_country_is_told_after_two_weeks_and_once(
    make_contact, editor, other_editor, chief_editor, expert
):
    make_contact(sent_at=ago(days=15), reminded_at=ago(days=8))
    for _day in range(2):
        notifications.remind()
    assert told("contact.unanswered") == [editor.email]


def test_a_country_without_an_editor_has_the_chief_editors(make_contact):
    chief = make_chief_editor()
    make_contact(sent_at=ago(days=15))
    notifications.remind()
    assert told("contact.unanswered") == [chief.email]


def test_an_editor_is_not_told_what_was_written(make_contact, editor):
    make_contact(sent_at=ago(days=15))
    notifications.remind()
    params = str(Notification.objects.get(kind="contact.unanswered").params)
    assert "Айгуль" not in params and "элеватор" not in params


def test_what_was_answered_reminds_nobody(accepted):
    ContactRequest.objects.update(sent_at=ago(days=20))
    notifications.remind()
    assert told("contact.reminder") == []


def test_what_nobody_confirmed_is_deleted_after_a_week(make_contact):
    old, fresh, kept = make_contact(Status.UNCONFIRMED), make_contact(Status.UNCONFIRMED), make_contact()
    ContactRequest.objects.filter(pk__in=[old.pk, kept.pk]).update(created_at=ago(days=8))
    assert retention.forget() == "1 unconfirmed requests and 0 counters deleted"
    assert set(ContactRequest.objects.all()) == {fresh, kept}


class TestWhatHasEnded:
    """A year after its end a request says no longer who asked and what was written."""

    @pytest.fixture
    def declined(self, accepted, contributor):
        workflow.reply(accepted, text="Звоните 200-30-40")
        workflow.note(accepted, user=contributor, text="Знакомый директора")
        workflow.move(accepted, Status.DECLINED, user=contributor, text="Увы", reason="terms", shares_address=True)
        return accepted

    def age(self, contact, days):
        ContactRequest.objects.filter(pk=contact.pk).update(changed_at=ago(days=days))

    def test_loses_the_person_and_all_texts(self, declined):
        self.age(declined, 366)
        assert retention.clear_ended() == "1 cleared"
        declined.refresh_from_db()
        assert (declined.name, declined.email, declined.text) == ("", "", "")
        assert {(event.text, event.shared_email) for event in declined.events.all()} == {("", "")}

    def test_keeps_what_the_reports_count(self, declined):
        self.age(declined, 366)
        events = list(declined.events.values_list("kind", "status", "at"))
        retention.clear_ended()
        cleared = ContactRequest.objects.get(pk=declined.pk)
        assert (cleared.status, cleared.enterprise, cleared.sent_at) == (
            Status.DECLINED, declined.enterprise, declined.sent_at,
        )  # fmt: skip
        assert list(cleared.events.values_list("kind", "status", "at")) == events

    def test_takes_no_note_any_more(self, declined, contributor, client):
        self.age(declined, 366)
        retention.clear_ended()
        declined.refresh_from_db()
        with pytest.raises(workflow.NotPossible):
            workflow.note(declined, user=contributor, text="Ещё раз")
        client.force_login(contributor)
        client.post(f"/ru/contacts/{declined.pk}/note/", {"note-text": "Ещё раз"})
        assert not declined.events.exclude(text="").exists()

    def test_is_cleared_once_and_on_record(self, declined):
        self.age(declined, 366)
        retention.clear_ended()
        assert retention.clear_ended() == "0 cleared"
        entry = ModelLogEntry.objects.get(action="exchange.cleared")
        assert entry.object_id == str(declined.pk)

    def test_is_kept_until_the_day(self, declined, settings):
        self.age(declined, 364)
        assert retention.clear_ended() == "0 cleared"
        settings.CONTACTS_KEPT_DAYS = 363
        assert retention.clear_ended() == "1 cleared"

    def test_is_kept_while_it_goes_on(self, accepted):
        self.age(accepted, 3660)
        assert retention.clear_ended() == "0 cleared"

    def test_says_so_to_the_enterprise(self, client, declined, contributor):
        self.age(declined, 366)
        retention.clear_ended()
        client.force_login(contributor)
        text = client.get(f"/ru/contacts/{declined.pk}/").text
        assert "удалены" in text and "mailto:" not in text


def test_counters_are_deleted_after_a_day():
    Attempt.objects.create(key="a", at=ago(hours=25))
    Attempt.objects.create(key="b", at=ago(hours=23))
    retention.forget()
    assert Attempt.objects.get().key == "b"
