"""The search box in a browser: what it offers, by keyboard alone."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.factories.kb import make_entry

Visitor = Callable[..., Page]

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def entries(enterprise: Any) -> dict[str, Any]:
    """An entry in Russian and one in Kazakh."""
    return {
        "ru": make_entry("article", enterprise=enterprise, title="Балансировка роторов", tags=["ротор"]),
        "kk": make_entry("article", enterprise=enterprise, language="kk", title="Өндіріс роторлары", tags=["ротор"]),
    }


def open_list(page: Page, address: str, typed: str) -> Any:
    """Types into the search box of a page; returns the list below it."""
    page.goto(address)
    page.get_by_role("search").locator("input:visible").focus()
    page.keyboard.type(typed)
    return page.get_by_role("listbox")


@pytest.mark.parametrize(
    ("language", "typed"), [("ru", "рото"), ("kk", "ондирис")], ids=["in Russian", "in Kazakh without its letters"]
)
@pytest.mark.parametrize("address", ["", "technologies/", "search/"], ids=["home", "list", "results"])
def test_an_entry_is_opened_by_keyboard(
    visitor: Visitor, entries: dict[str, Any], language: str, typed: str, address: str
) -> None:
    page = visitor(language=language)
    offers = open_list(page, f"/{language}/{address}", typed)
    expect(offers).to_be_visible()
    box = page.locator("[role=combobox]:visible")
    expect(box).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("ArrowDown")
    option = offers.locator("[aria-selected=true]")
    expect(option).to_have_text(entries[language].title)
    expect(box).to_have_attribute("aria-activedescendant", option.get_attribute("id") or "")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{entries[language].url_path}")


def test_up_and_down_go_round_and_escape_closes(visitor: Visitor, entries: dict[str, Any]) -> None:
    page = visitor()
    offers = open_list(page, "/ru/", "рото")
    expect(page.get_by_role("group")).to_have_count(2)
    options = page.get_by_role("option")
    last = options.count() - 1
    page.keyboard.press("ArrowUp")
    expect(options.nth(last)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowDown")
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(offers).to_be_hidden()
    box = page.locator("[role=combobox]:visible")
    expect(box).to_have_value("рото")
    expect(box).not_to_have_attribute("aria-activedescendant", re.compile("."))


def test_plain_enter_searches(visitor: Visitor, entries: dict[str, Any]) -> None:
    page = visitor()
    expect(open_list(page, "/ru/", "рото")).to_be_visible()
    page.keyboard.press("Enter")
    page.wait_for_url("**/ru/search/?q=*")


def test_the_number_of_offers_is_read_out(visitor: Visitor, entries: dict[str, Any]) -> None:
    page = visitor()
    expect(open_list(page, "/ru/", "рото")).to_be_visible()
    count = page.get_by_role("option").count()
    expect(page.get_by_role("status").filter(has_text=str(count))).to_have_count(1)


def test_without_scripts_the_box_searches_as_ever(browser: Any, live_server: Any, entries: dict[str, Any]) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/ru/")
    page.fill("#opening-search", "роторы")
    page.press("#opening-search", "Enter")
    expect(page.get_by_role("link", name="Балансировка роторов")).to_be_visible()
    context.close()


@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_open_list_is_accessible(visitor: Visitor, entries: dict[str, Any], width: int, scheme: str) -> None:
    page = visitor()
    page.set_viewport_size({"width": width, "height": 844})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    expect(open_list(page, "/ru/technologies/", "рото")).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert complaints == []


def test_a_misspelled_word_shows_what_was_meant(visitor: Visitor, entries: dict[str, Any]) -> None:
    page = visitor()
    page.goto("/ru/search/?q=балонсировка")
    expect(page.locator(".notice")).to_contain_text("балансировка")
    page.goto("/ru/search/?q=балонсировка роторов")
    page.get_by_role("link", name="балансировка роторов", exact=True).click()
    page.wait_for_url("**/search/?q=*")
    expect(page.get_by_role("heading", level=1)).to_contain_text("балансировка роторов")
    expect(page.locator(".notice")).to_have_count(0)
