"""A review, whole: sent, taken on, returned with a reason, corrected, approved twice, published; everybody is told."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import User
from kb.models import Enterprise, EntryPage
from tests.factories.kb import make_entry
from tests.mail import RunningWorker, SmtpServer, text_of

COMMENT = "Приложите протокол испытаний."


@dataclass(frozen=True)
class Words:
    """What the interface says in one language."""

    language: str
    send: str
    take_on: str
    published: str
    changed: str


RUSSIAN = Words("ru", "Отправить на проверку", "Взять на себя", "Опубликовано", "Что изменилось")
KAZAKH = Words("kk", "Тексеруге жіберу", "Өзіме алу", "Жарияланды", "Не өзгерді")


def more_actions(page: Page, entry: EntryPage) -> None:
    page.goto(f"/admin/pages/{entry.pk}/edit/")
    # The admin has no Kazakh: its buttons are known by what they do.
    page.locator("footer [data-w-dropdown-target=toggle]").first.click()


def assert_accessible(page: Page) -> None:
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []


def send(page: Page, entry: EntryPage, words: Words) -> None:
    page.goto(f"/{words.language}/contribute/{entry.pk}/")
    page.get_by_role("button", name=words.send).first.click()
    page.wait_for_url(f"**/{words.language}/contribute/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("words", [RUSSIAN, KAZAKH], ids=["ru", "kk"])
def test_a_page_is_returned_corrected_and_published_and_everybody_is_told(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    contributor: User,
    expert: User,
    editor: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
    words: Words,
) -> None:
    User.objects.update(preferred_language=words.language)
    entry: Any = make_entry(enterprise=enterprise)
    latest = entry.get_latest_revision_as_object()
    latest.owner = contributor
    latest.save_revision(user=contributor)
    EntryPage.objects.filter(pk=entry.pk).update(owner=contributor)

    author = visitor(contributor, language=words.language)
    send(author, entry, words)
    assert smtp_server.wait_for(expert.email)

    reviewer = visitor(expert, language=words.language)
    reviewer.goto(f"/{words.language}/work/")
    assert_accessible(reviewer)
    reviewer.get_by_role("button", name=words.take_on).click()
    expect(reviewer.get_by_role("button", name=words.take_on)).to_have_count(0)
    assert smtp_server.wait_for(contributor.email)

    more_actions(reviewer, entry)
    reviewer.locator("[data-workflow-action-name=reject]:visible").first.click()
    dialog = reviewer.get_by_role("dialog")
    dialog.locator("[name=reason][value=evidence]").check()
    dialog.locator("[name=comment]").fill(COMMENT)
    dialog.locator("button[type=submit]").click()
    reviewer.wait_for_url(lambda url: "/edit/" not in url)
    assert COMMENT in text_of(smtp_server.wait_for(contributor.email, count=2))

    author.goto(f"/{words.language}/contribute/")
    expect(author.get_by_text(COMMENT)).to_be_visible()
    author.goto(f"/{words.language}/contribute/{entry.pk}/")
    author.fill("#id_summary", "Протокол испытаний приложен.")
    author.get_by_role("button", name=words.send).first.click()
    author.wait_for_url(f"**/{words.language}/contribute/")
    assert smtp_server.wait_for(expert.email, count=2)

    for person in (expert, editor):
        page = reviewer if person == expert else visitor(editor, language=words.language)
        more_actions(page, entry)
        page.locator("[data-workflow-action-name=approve]:visible").first.click()
        page.wait_for_url(lambda url: "/edit/" not in url)
    assert EntryPage.objects.get(pk=entry.pk).version == 1
    assert words.published in smtp_server.wait_for(contributor.email, count=4)["subject"]
    assert words.published in smtp_server.wait_for(expert.email, count=3)["subject"]

    reader = visitor(language=words.language)
    reader.goto(f"{entry.url_path}versions/")
    expect(reader.locator("ins").first).to_contain_text("Протокол")
    expect(reader.locator("del").first).to_be_visible()
    assert_accessible(reader)
