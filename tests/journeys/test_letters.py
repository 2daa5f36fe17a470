"""What people are told: the bell, the choice of letters, the daily letter, the link that stops them all."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

from accounts.models import User
from kb import workflow
from kb.models import Enterprise
from notifications.models import MailPreferences
from tests.factories.kb import make_entry
from tests.journeys.interface import says, violations
from tests.mail import RunningWorker, SmtpServer, links_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Page]


def send_to_review(enterprise: Enterprise, contributor: User, title: str) -> Any:
    """An entry that an expert is to review."""
    entry = make_entry(enterprise=enterprise, title=title, published=False)
    workflow.submit(entry, user=contributor)
    return entry


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_an_expert_chooses_fewer_letters_and_gets_the_rest_in_one(
    visitor: Visitor,
    enterprise: Enterprise,
    contributor: User,
    expert: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
    language: str,
) -> None:
    User.objects.update(preferred_language=language)
    reader = visitor(expert, language=language)
    reader.goto(f"/{language}/notifications/preferences/")
    reader.locator("[name=wanted][value=none]").check()
    reader.locator("main").get_by_role("button", name=says(language, "Save")).click()
    assert violations(reader) == []
    assert MailPreferences.objects.get(user=expert).wanted == "none"

    send_to_review(enterprise, contributor, "Линия сушки зерна")
    reader.goto(f"/{language}/")
    bell = reader.locator("header a[href$='/notifications/']").first
    expect(bell).to_contain_text("1")
    call_command("run_daily", verbosity=0)
    assert "Линия сушки зерна" in text_of(smtp_server.wait_for(expert.email))
    assert len(smtp_server.to(expert.email)) == 1

    bell.click()
    expect(reader.locator("main")).to_contain_text("Линия сушки зерна")
    assert violations(reader) == []
    reader.locator("main").get_by_role("link", name="Линия сушки зерна").first.click()
    reader.goto(f"/{language}/")
    expect(reader.locator("header a[href$='/notifications/']").first).not_to_contain_text("1")


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_the_link_in_a_letter_stops_all_letters_without_signing_in(
    visitor: Visitor,
    enterprise: Enterprise,
    contributor: User,
    expert: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
    language: str,
) -> None:
    User.objects.update(preferred_language=language)
    send_to_review(enterprise, contributor, "Линия сушки зерна")
    letter = smtp_server.wait_for(expert.email)
    (link,) = {link for link in links_in(letter) if "/unsubscribe/" in link}
    reader = visitor(language=language)
    reader.goto("/" + link.split("/", 3)[3])
    assert violations(reader) == []
    reader.get_by_role("button", name=says(language, "Send no letters any more")).click()
    expect(reader.locator(".notice--success")).to_contain_text(expert.email)

    second = send_to_review(enterprise, contributor, "Наладка молота")
    assert second.current_workflow_task_state is not None
    # The contributor's own letters come from the same queue, after the expert's would have come.
    call_command("run_daily", verbosity=0)
    assert len(smtp_server.to(expert.email)) == 1
