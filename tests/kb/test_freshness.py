"""Entries whose date has passed are marked, their enterprise is asked once, and one click from the letter confirms."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from django.core import signing
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from wagtail.models import PageLogEntry

from accounts.models import User
from kb import freshness, workflow
from kb.models import ConfirmationRequest, EntryPage
from kb.models.entry import one_year_on
from notifications.models import Mail, Notification
from tests.factories.kb import make_entry
from tests.mail import html_of, links_in, text_of

pytestmark = pytest.mark.django_db
YESTERDAY = timezone.localdate() - timedelta(days=1)
LONG_AGO = timezone.localdate() - timedelta(days=90)


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    with translation.override("ru"):
        yield


@pytest.fixture
def entry(enterprise, contributor) -> Any:
    return make_entry(enterprise=enterprise, review_due=YESTERDAY)


def fresh(entry: EntryPage) -> Any:
    return EntryPage.objects.get(pk=entry.pk).specific


def asked() -> set[tuple[User, int]]:
    return {
        (told.recipient, int(told.about.removeprefix("entry:")))
        for told in Notification.objects.filter(kind="entry.due")
    }


def path_in_letter(smtp_server: Any, person: User) -> str:
    (letter,) = smtp_server.to(person.email)
    (link,) = [link for link in links_in(letter) if "/contribute/confirm/" in link]
    return "/" + link.split("/", 3)[3]


def link(entry: EntryPage, person: User, due: date = YESTERDAY) -> str:
    return freshness.link_for(entry, person, due).replace("/{language}/", "/ru/")


class TestTheDailyJob:
    def test_marks_what_was_to_be_confirmed_by_yesterday(self, entry):
        freshness.mark_due()
        assert fresh(entry).standing == "needs_confirmation"

    def test_leaves_what_is_to_be_confirmed_by_today(self, enterprise):
        entry = make_entry(enterprise=enterprise, review_due=timezone.localdate())
        freshness.mark_due()
        assert fresh(entry).standing == "current"

    def test_marks_an_offer_that_was_valid_until_yesterday(self, enterprise):
        entry = make_entry(enterprise=enterprise, valid_until=YESTERDAY)
        freshness.mark_due()
        assert fresh(entry).standing == "needs_confirmation"

    def test_leaves_drafts_and_what_is_archived(self, enterprise, contributor):
        make_entry(enterprise=enterprise, review_due=YESTERDAY, published=False)
        archived = make_entry(enterprise=enterprise, review_due=YESTERDAY, title="Старая линия")
        workflow.set_standing(archived, "archived")
        freshness.mark_due()
        assert (fresh(archived).standing, asked()) == ("archived", set())

    def test_asks_those_who_write_for_the_enterprise_alone(self, entry, contributor, colleague, stranger, editor):
        colleague.memberships.update(is_active=False)
        freshness.mark_due()
        assert asked() == {(contributor, entry.pk)}

    def test_asks_once_for_each_date(self, entry, contributor):
        freshness.mark_due()
        workflow.set_standing(fresh(entry), "current")
        freshness.mark_due()
        assert Notification.objects.filter(kind="entry.due").count() == 1

    def test_asks_again_for_another_date(self, entry, contributor):
        freshness.mark_due()
        EntryPage.objects.filter(pk=entry.pk).update(review_due=LONG_AGO)
        freshness.mark_due()
        assert Notification.objects.filter(kind="entry.due").count() == 2

    def test_marks_a_translation_and_asks_about_the_original_alone(self, entry, contributor, locales):
        translated = entry.copy_for_translation(locales["kk"])
        translated.save_revision().publish()
        freshness.mark_due()
        assert (fresh(translated).standing, asked()) == ("needs_confirmation", {(contributor, entry.pk)})

    def test_is_run_with_the_others(self, entry, capsys):
        call_command("run_daily")
        assert "1 marked, 1 asked about" in capsys.readouterr().out

    def test_reads_as_much_for_many_entries_that_wait_as_for_one(self, entry, enterprise):
        freshness.mark_due()
        with CaptureQueriesContext(connection) as one:
            freshness.mark_due()
        for number in range(3):
            make_entry(enterprise=enterprise, review_due=YESTERDAY, title=f"Линия {number}")
        freshness.mark_due()
        with CaptureQueriesContext(connection) as many:
            freshness.mark_due()
        assert len(many) == len(one)


class TestTheLetter:
    def test_comes_by_smtp_in_the_readers_language_with_a_link(self, entry, contributor, smtp_server, work_off):
        User.objects.filter(pk=contributor.pk).update(preferred_language="kk")
        freshness.mark_due()
        work_off()
        (letter,) = smtp_server.to(contributor.email)
        assert path_in_letter(smtp_server, contributor).startswith("/kk/contribute/confirm/")
        assert "Линия сушки зерна" in str(letter["Subject"]) and "Линия сушки зерна" in html_of(letter)
        assert "30 күн" in text_of(letter)

    def test_is_not_sent_any_more_when_a_colleague_was_quicker(
        self, entry, contributor, colleague, smtp_server, work_off
    ):
        freshness.mark_due()
        freshness.confirm(fresh(entry), user=contributor)
        work_off()
        assert smtp_server.letters == []
        assert not Mail.objects.filter(state=Mail.State.WAITING).exists()


class TestTheLink:
    @pytest.fixture(autouse=True)
    def marked(self, entry):
        freshness.mark_due()

    def test_confirms_nothing_when_it_is_only_opened(self, client, entry, contributor):
        response = client.get(link(entry, contributor))
        assert response.status_code == 200
        assert fresh(entry).standing == "needs_confirmation"

    def test_confirms_without_signing_in_when_the_button_is_pressed(self, client, entry, contributor):
        assert client.post(link(entry, contributor)).status_code == 200
        page = fresh(entry)
        assert (page.standing, page.review_due, page.verified_on) == ("current", one_year_on(), timezone.localdate())

    def test_works_once(self, client, entry, contributor):
        client.post(link(entry, contributor))
        workflow.set_standing(fresh(entry), "needs_confirmation")
        response = client.post(link(entry, contributor))
        assert response.status_code == 410
        assert str(contributor) in response.content.decode()
        assert fresh(entry).standing == "needs_confirmation"

    def test_of_another_person_says_who_was_quicker(self, client, entry, contributor, colleague):
        client.post(link(entry, contributor))
        response = client.get(link(entry, colleague))
        assert response.status_code == 410
        assert str(contributor) in response.content.decode()

    def test_expires_after_thirty_days(self, client, entry, contributor, monkeypatch):
        address = link(entry, contributor)
        now = signing.time.time()
        monkeypatch.setattr(signing.time, "time", lambda: now + timedelta(days=31).total_seconds())
        response = client.post(address)
        assert (response.status_code, fresh(entry).standing) == (410, "needs_confirmation")
        assert "30" in response.content.decode()

    def test_that_was_changed_does_nothing(self, client, entry, contributor):
        response = client.post(link(entry, contributor).replace("/confirm/", "/confirm/x"))
        assert (response.status_code, fresh(entry).standing) == (410, "needs_confirmation")

    def test_does_nothing_for_another_date_than_the_one_asked_about(self, client, entry, contributor):
        response = client.post(link(entry, contributor, LONG_AGO))
        assert (response.status_code, fresh(entry).standing) == (410, "needs_confirmation")

    def test_does_nothing_after_the_entry_has_changed_hands(self, client, entry, contributor, other_enterprise):
        EntryPage.objects.filter(pk=entry.pk).update(enterprise=other_enterprise)
        response = client.post(link(entry, contributor))
        assert (response.status_code, fresh(entry).standing) == (410, "needs_confirmation")
        assert "Линия сушки зерна" not in response.content.decode()

    def test_does_nothing_for_somebody_who_has_left(self, client, entry, contributor):
        contributor.memberships.update(is_active=False)
        assert client.post(link(entry, contributor)).status_code == 410
        assert fresh(entry).standing == "needs_confirmation"

    def test_says_that_a_page_is_published_no_more(self, client, entry, contributor):
        fresh(entry).unpublish()
        assert client.get(link(entry, contributor)).status_code == 410

    def test_of_a_published_page_that_was_changed_meanwhile_has_nothing_to_do(self, client, entry, contributor):
        workflow.set_standing(fresh(entry), "current")
        EntryPage.objects.filter(pk=entry.pk).update(review_due=one_year_on())
        response = client.get(link(entry, contributor))
        assert str(freshness.Refusal.SETTLED.label) in response.content.decode()

    def test_refuses_a_request_from_another_site(self, entry, contributor):
        assert Client(enforce_csrf_checks=True).post(link(entry, contributor)).status_code == 403


class TestConfirmation:
    @pytest.fixture(autouse=True)
    def marked(self, entry):
        freshness.mark_due()

    def test_is_one_click_on_my_pages(self, client, entry, contributor):
        client.force_login(contributor)
        assert f"/ru/contribute/{entry.pk}/confirm/" in client.get("/ru/contribute/").content.decode()
        client.post(f"/ru/contribute/{entry.pk}/confirm/")
        assert fresh(entry).standing == "current"

    def test_is_for_the_enterprises_own_people(self, client, entry, stranger, editor):
        for person in (stranger, editor):
            client.force_login(person)
            assert client.post(f"/ru/contribute/{entry.pk}/confirm/").status_code == 404
        assert fresh(entry).standing == "needs_confirmation"

    def test_reaches_translations(self, entry, contributor, locales):
        translated = entry.copy_for_translation(locales["kk"])
        translated.save_revision().publish()
        freshness.mark_due()
        freshness.confirm(fresh(entry), user=contributor)
        page = fresh(translated)
        assert (page.standing, page.review_due) == ("current", one_year_on())

    def test_stands_in_the_versions_that_are_published_and_drafted(self, entry, contributor):
        draft = fresh(entry)
        draft.title = "Новое название"
        workflow.save_draft(draft, user=contributor)
        freshness.confirm(fresh(entry), user=contributor)
        page = fresh(entry)
        dates = {version.content["review_due"] for version in (page.live_revision, page.latest_revision)}
        assert dates == {one_year_on().isoformat()}
        assert page.latest_revision.content["title"] == "Новое название"

    def test_leaves_a_later_date_that_the_draft_has(self, entry, contributor):
        later = one_year_on() + timedelta(days=100)
        draft = fresh(entry)
        draft.review_due = later
        workflow.save_draft(draft, user=contributor)
        freshness.confirm(fresh(entry), user=contributor)
        assert fresh(entry).latest_revision.content["review_due"] == later.isoformat()

    def test_extends_the_validity_of_an_offer_too(self, enterprise, contributor):
        offer = make_entry(enterprise=enterprise, valid_until=YESTERDAY, title="Предложение")
        freshness.mark_due()
        freshness.confirm(fresh(offer), user=contributor)
        assert (fresh(offer).valid_until, fresh(offer).due_since) == (one_year_on(), None)

    def test_is_in_the_audit_log(self, entry, contributor):
        freshness.confirm(fresh(entry), user=contributor)
        line = PageLogEntry.objects.get(page=entry.pk, action="kb.confirm")
        assert (line.user, line.formatter.format_message(line)[:11]) == (contributor, "Подтвержден")

    def test_is_kept_with_the_question(self, entry, contributor):
        freshness.confirm(fresh(entry), user=contributor)
        assert ConfirmationRequest.objects.get(entry=entry).confirmed_by == contributor

    def test_leaves_nobody_anything_to_do(self, entry, contributor, colleague):
        freshness.confirm(fresh(entry), user=contributor)
        assert not Notification.objects.filter(kind="entry.due", read_at=None).exists()

    def test_takes_the_notice_from_the_public_page(self, client, entry, contributor):
        before = client.get(entry.url_path).content.decode()
        freshness.confirm(fresh(entry), user=contributor)
        after = client.get(entry.url_path).content.decode()
        notice = "Требует подтверждения."
        assert (notice in before, notice in after) == (True, False)


class TestSearch:
    def test_ranks_what_needs_confirmation_below_the_same_that_does_not(self, client, enterprise):
        overdue = make_entry(enterprise=enterprise, title="Сушилка барабанная", review_due=YESTERDAY)
        current = make_entry(enterprise=enterprise, title="Сушилка барабанная")
        freshness.mark_due()
        page = client.get("/ru/search/?q=сушилка барабанная").content.decode()
        assert 0 < page.index(current.url_path) < page.index(overdue.url_path)
