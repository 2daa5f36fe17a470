"""The letter about a page whose date has passed: its link, opened in a browser, confirms the page with one click."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import Page, expect

from accounts.models import User
from kb.models import Enterprise, EntryPage
from kb.models.entry import one_year_on
from tests.factories.kb import make_entry
from tests.journeys.interface import says, violations
from tests.mail import RunningWorker, SmtpServer, links_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_one_click_from_the_letter_confirms_a_page_without_signing_in(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    contributor: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
    language: str,
) -> None:
    User.objects.update(preferred_language=language)
    yesterday = timezone.localdate() - timedelta(days=1)
    entry = make_entry(enterprise=enterprise, language=language, review_due=yesterday)
    call_command("run_daily", verbosity=0)
    (link,) = [link for link in links_in(smtp_server.wait_for(contributor.email)) if "/contribute/confirm/" in link]
    path = "/" + link.split("/", 3)[3]
    assert path.startswith(f"/{language}/")

    reader = visitor(language=language)
    reader.goto(path)
    assert violations(reader) == []
    assert EntryPage.objects.get(pk=entry.pk).review_due == yesterday
    reader.get_by_role("button", name=says(language, "I have checked it: it still holds")).click()
    expect(reader.locator("h1")).to_have_text(says(language, "Thank you: the page is confirmed"))
    assert EntryPage.objects.get(pk=entry.pk).review_due == one_year_on()

    reader.goto(path)
    expect(reader.locator("h1")).to_have_text(says(language, "This link does nothing any more"))
