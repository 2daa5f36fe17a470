"""Every kind of public page in a browser: accessible in both colour schemes, and no wider than a phone."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import RequestFactory
from playwright.sync_api import Page, Route

from home.errors import server_error
from kb.models import Enterprise, TechnologyArea
from tests.factories.kb import make_entry, make_indicator_row

Visitor = Callable[..., Page]

pytestmark = pytest.mark.django_db(transaction=True)

CONTRAST = {"runOnly": ["color-contrast"]}
ACCOUNTS = ("accounts/login/", "accounts/password/reset/")
BROKEN = "broken/"


@pytest.fixture
def addresses(enterprise: Enterprise, area: TechnologyArea) -> list[str]:
    """One address of each kind, without the language prefix."""
    entries = [
        make_entry("technology", enterprise=enterprise, tags=["экономия"]),
        make_entry("case_study", enterprise=enterprise, supplier=enterprise, indicators=[make_indicator_row()]),
        make_entry("article", enterprise=enterprise, standing="archived"),
    ]
    lists = ["", "case-studies/", "areas/", f"areas/{area.slug}/", "enterprises/", "enterprises/minsk-plant/"]
    words = ["about/", "how-to-contribute/", "search/?q=сушка", "search/?q=абракадабра", "nowhere/", BROKEN]
    return [*lists, "tags/экономия/", *words, *ACCOUNTS, *(entry.url_path.removeprefix("/ru/") for entry in entries)]


def answer_with_the_error_page(route: Route) -> None:
    answer = server_error(RequestFactory().get("/ru/"))
    route.fulfill(status=answer.status_code, content_type="text/html", body=answer.content.decode())


def problems(page: Page) -> list[Any]:
    """What axe finds in light, what of it changes in dark, and what is wider than the screen."""
    page.emulate_media(color_scheme="light")
    found = [violation["id"] for violation in Axe().run(page).response["violations"]]
    page.emulate_media(color_scheme="dark")
    found += [violation["id"] for violation in Axe().run(page, options=CONTRAST).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
        found.append("wider than the screen")
    return found


def test_axe_finds_nothing_on_any_kind_of_page(visitor: Visitor, addresses: list[str]) -> None:
    page = visitor()
    page.set_viewport_size({"width": 390, "height": 844})
    # Colours that are on their way from one scheme to the other have no contrast to measure.
    page.emulate_media(reduced_motion="reduce")
    page.route(f"**/ru/{BROKEN}", answer_with_the_error_page)
    found = {}
    for address in addresses:
        page.goto(f"/ru/{address}")
        found[address] = problems(page)
    assert {address: names for address, names in found.items() if names} == {}
