"""Visitors search and click; an editor sees what they looked for and puts an entry first."""

import time
from collections.abc import Callable

import pytest
from django.utils.translation import gettext, override
from playwright.sync_api import Page, expect

from accounts.models import User
from search.models import ClickCount, QueryCount
from tests.factories.kb import make_entry
from tests.journeys.conftest import PATIENCE_MS

Visitor = Callable[..., Page]

WORDS = {
    "ru": ("насосов", "Насос для воды", "Ремонт насоса"),
    "be": ("помпаў", "Помпа для вады", "Рамонт помпы"),
    "kk": ("сорғылар", "Су сорғысы", "Сорғыны жөндеу"),
    "en": ("pumps", "A pump for water", "Repair of pumps"),
}


def searched(page: Page, language: str, query: str) -> None:
    page.goto(f"/{language}/search/")
    page.fill("#search-box", query)
    page.press("#search-box", "Enter")
    expect(page.locator(".hit")).to_have_count(2)
    # The hits are drawn before the deferred scripts run, and only these tell of clicks.
    page.wait_for_load_state()


def counted_click() -> ClickCount:
    """The only click, once it is counted.

    It is read in the database: the page that told of it is gone, and the browser does not always say what became of
    the requests of a page it has left.
    """
    deadline = time.monotonic() + PATIENCE_MS / 1000
    while not ClickCount.objects.exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    return ClickCount.objects.get()


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", WORDS)
def test_an_editor_sees_what_visitors_look_for_and_pins_an_entry(visitor: Visitor, editor: User, language: str) -> None:
    query, title, other = WORDS[language]
    with override(language):
        recommended = gettext("Recommended")
    make_entry(language=language, title=title, summary=f"{title}. {title}.")
    make_entry(language=language, title=other)
    reader = visitor(language=language)
    complaints: list[str] = []
    reader.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)

    searched(reader, language, query)
    places = [link.inner_text() for link in reader.locator(".hit__title a").all()]
    reader.get_by_role("link", name=other).click()
    expect(reader.get_by_role("heading", level=1)).to_have_text(other)
    click = counted_click()
    assert (click.query, click.language, click.places) == (query, language, places.index(other) + 1)
    assert complaints == []

    colleague = visitor(editor)
    searched(colleague, language, query)
    colleague.goto("/admin/search-queries/")
    row = colleague.get_by_role("row").filter(has_text=query)
    expect(row.get_by_role("cell")).to_contain_text([query, "", "1", "0", "1", "100"])

    row.locator("a[href*='search-pins/new']").click()
    colleague.locator("[data-chooser-action-choose]:visible").first.click()
    colleague.locator(".modal").get_by_role("link", name=other).click()
    expect(colleague.locator("[data-chooser-title]")).to_have_text(other)
    colleague.locator("form footer button[type=submit], form button.action-save").first.click()
    colleague.locator(".messages").get_by_role("link").last.click()

    for page in (colleague, reader):
        if page is reader:
            searched(page, language, query)
        first = page.locator(".hit").first
        expect(first.get_by_text(recommended, exact=True)).to_be_visible()
        expect(first.locator(".hit__title")).to_have_text(other)
    assert QueryCount.objects.get().searches == 2
