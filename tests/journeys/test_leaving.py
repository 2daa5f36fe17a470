"""A member is suspended, brought back, and leaves: the pages stay with the enterprise all the while."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from kb.models import Enterprise, EntryPage, Membership
from tests.factories.kb import make_entry
from tests.journeys.interface import says, violations
from tests.mail import RunningWorker, SmtpServer

pytestmark = pytest.mark.django_db(transaction=True)


def may_write(page: Page, language: str) -> bool:
    """Whether the site lets this person begin a page."""
    answer = page.goto(f"/{language}/contribute/new/article/")
    assert answer is not None
    return answer.status == 200 and page.locator("[name=title]").count() == 1


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_member_is_suspended_comes_back_and_leaves_and_the_pages_stay(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    contributor: User,
    colleague: User,
    editor: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
    language: str,
) -> None:
    User.objects.update(preferred_language=language)
    Membership.objects.filter(user=contributor).update(role=Membership.Role.OWNER)
    entry = make_entry(enterprise=enterprise)
    EntryPage.objects.filter(pk=entry.pk).update(owner=colleague)
    suspend, bring_back = says(language, "Suspend"), says(language, "Bring back")
    reader = visitor(language=language)

    first = visitor(contributor, language=language)
    first.goto(f"/{language}/colleagues/{enterprise.slug}/")
    assert violations(first) == []
    first.locator("summary").filter(has_text=suspend).click()
    assert violations(first) == []
    first.get_by_role("button", name=suspend).click()
    expect(first.get_by_role("button", name=suspend)).to_have_count(0)
    assert smtp_server.wait_for(colleague.email)
    assert not may_write(visitor(colleague, language=language), language)
    reader.goto(entry.url_path)
    expect(reader.locator("h1")).to_have_text(entry.title)

    # That is for editors alone.
    desk = visitor(editor, language=language)
    desk.goto(f"/{language}/colleagues/{enterprise.slug}/")
    desk.get_by_role("button", name=bring_back).click()
    expect(desk.get_by_role("button", name=bring_back)).to_have_count(0)
    assert smtp_server.wait_for(colleague.email, 2)
    leaver = visitor(colleague, language=language)
    assert may_write(leaver, language)

    leaver.goto(f"/{language}/colleagues/{enterprise.slug}/")
    leaver.locator("summary").filter(has_text=says(language, "Leave")).click()
    leaver.get_by_role("button", name=says(language, "Leave the enterprise")).click()
    leaver.wait_for_load_state()
    assert not Membership.objects.get(user=colleague).is_active
    assert not may_write(leaver, language)
    reader.reload()
    expect(reader.locator("h1")).to_have_text(entry.title)
