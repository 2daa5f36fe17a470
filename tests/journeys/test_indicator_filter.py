"""Readers decide on numbers: the filter by an indicator's change, in a browser, with and without scripts."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Route, expect

from kb.models import Enterprise
from tests.factories.kb import make_entry, make_indicator_row

pytestmark = pytest.mark.django_db(transaction=True)

ENERGY = {
    "ru": "Расход энергии на единицу продукции",
    "be": "Расход энергіі на адзінку прадукцыі",
    "kk": "Өнім бірлігіне жұмсалатын энергия",
    "en": "Energy per unit of output",
}
PER_CENT = {"en": "%"}


@pytest.fixture
def studies(enterprise: Enterprise) -> None:
    """Energy down by 20 and by 10 %, the greater improvement written first."""
    for title, after in (("Минус двадцать", 40), ("Минус десять", 45)):
        rows = [make_indicator_row(after=Decimal(after))]
        make_entry("case_study", enterprise=enterprise, supplier=enterprise, title=title, indicators=rows)


def titles(page: Page) -> Any:
    return page.locator(".hit__title")


@pytest.mark.parametrize("language", ENERGY)
def test_a_reader_finds_what_saved_enough_energy(visitor: Callable[..., Page], studies: None, language: str) -> None:
    page = visitor(language=language)
    page.goto(f"/{language}/case-studies/")
    expect(titles(page)).to_have_text(["Минус десять", "Минус двадцать"])

    page.select_option("#listing-sort", "improvement")
    expect(titles(page)).to_have_text(["Минус двадцать", "Минус десять"])

    page.select_option("#facet-indicator", "energy-per-unit")
    chips = page.locator(".chip:not(.chip--all)")
    expect(chips).to_contain_text(ENERGY[language])
    page.fill("#facet-change", "15")
    page.keyboard.press("Enter")
    expect(titles(page)).to_have_text(["Минус двадцать"])
    expect(chips).to_contain_text("−15" + PER_CENT.get(language, "\u00a0%"))
    expect(page.locator(".hit__figure")).to_contain_text("−20" + PER_CENT.get(language, "\u00a0%"))
    assert {"indicator=energy-per-unit", "change=15", "sort=improvement"} <= set(page.url.split("?")[1].split("&"))
    assert [violation["id"] for violation in Axe().run(page).response["violations"]] == []

    chips.click()
    expect(titles(page)).to_have_count(2)
    expect(page.locator("#facet-change")).to_have_value("")


def test_a_number_that_is_none_is_said_so(visitor: Callable[..., Page], studies: None) -> None:
    page = visitor()
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto("/ru/case-studies/?indicator=energy-per-unit&change=много")
    expect(page.locator("#listing-problem")).to_be_in_viewport()
    expect(titles(page)).to_have_count(2)
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("width", [390, 1280])
def test_a_choice_far_down_stays_where_the_reader_made_it(
    visitor: Callable[..., Page], studies: None, enterprise: Enterprise, width: int
) -> None:
    for number in range(4):
        make_entry("case_study", language="kk", enterprise=enterprise, supplier=enterprise, title=f"Мысал {number}")
    page = visitor()
    page.set_viewport_size({"width": width, "height": 300})
    page.goto("/ru/case-studies/")
    if width == 390:
        page.click("#facets-fold > summary")
    last = page.locator("#listing-form [type=checkbox]").last
    last.check()
    expect(page.locator(".chip:not(.chip--all)")).to_have_count(1)
    expect(last).to_be_in_viewport()


def test_the_filter_works_without_scripts(browser: Browser, live_server: Any, studies: None) -> None:
    context = browser.new_context(java_script_enabled=False, base_url=live_server.url)
    page = context.new_page()
    page.goto("/ru/case-studies/")
    page.select_option("#facet-indicator", "energy-per-unit")
    page.fill("#facet-change", "15")
    page.click(".facets__apply")
    expect(titles(page)).to_have_text(["Минус двадцать"])
    context.close()


def test_a_quick_reader_loses_no_choice(visitor: Callable[..., Page], studies: None) -> None:
    page = visitor()
    page.goto("/ru/case-studies/")
    # As quick as can be: chooses in the moment in which the new list is in the page.
    page.evaluate("""() => document.addEventListener("htmx:afterSwap", () => setTimeout(() => {
        const select = document.getElementById("facet-indicator");
        select.value = "energy-per-unit";
        select.dispatchEvent(new Event("change", { bubbles: true }));
    }), { once: true })""")
    page.select_option("#listing-sort", "improvement")
    expect(page.locator(".chip:not(.chip--all)")).to_contain_text(ENERGY["ru"])


def test_what_is_chosen_before_the_scripts_are_there_counts(visitor: Callable[..., Page], studies: None) -> None:
    page = visitor()
    held: list[Route] = []
    page.route("**/htmx*.js", lambda route: held.append(route))
    with page.expect_request("**/htmx*.js"):
        page.goto("/ru/case-studies/", wait_until="commit")
    page.select_option("#facet-indicator", "energy-per-unit")
    held[0].continue_()
    expect(page.locator(".chip:not(.chip--all)")).to_contain_text(ENERGY["ru"])


def test_what_is_being_typed_outlives_a_new_list(visitor: Callable[..., Page], studies: None) -> None:
    page = visitor()
    page.goto("/ru/case-studies/")
    held: list[Route] = []
    page.route("**/case-studies/?*", lambda route: held.append(route), times=1)
    with page.expect_request("**/case-studies/?*"):
        page.select_option("#facet-indicator", "energy-per-unit")
    page.locator("#facet-change").press_sequentially("15")
    held[0].continue_()
    expect(page.locator(".chip:not(.chip--all)")).to_contain_text(ENERGY["ru"])
    expect(page.locator("#facet-change")).to_have_value("15")
    page.keyboard.press("Tab")
    expect(titles(page)).to_have_text(["Минус двадцать"])
