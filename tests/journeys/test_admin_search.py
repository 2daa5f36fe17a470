"""An editor looks for things in the admin by other forms of their words, while typing."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accounts.models import User
from kb.models import Enterprise
from tests.factories.kb import make_entry, make_image

TITLE = "Быстрая переналадка прессов"


@pytest.fixture(autouse=True)
def kept_up_to_date(settings: Any) -> None:
    """Other tests spare themselves the index behind the admin's lists."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "search.backend"}}


@pytest.mark.django_db(transaction=True)
def test_an_editor_finds_an_entry_in_the_explorer_and_a_picture_for_it(
    visitor: Callable[..., Page], enterprise: Enterprise, editor: User
) -> None:
    entry = make_entry(title=TITLE, enterprise=enterprise, published=False)
    other = make_entry(title="Линия сушки зерна", enterprise=enterprise, published=False)
    make_image("Экскаватор в карьере")
    make_image("Цех литья")

    page = visitor(editor)
    page.goto(f"/admin/pages/{entry.get_parent().pk}/")
    expect(page.get_by_role("link", name=other.title)).to_be_visible()
    page.get_by_role("textbox", name="Поиск").last.press_sequentially("прессам", delay=30)
    expect(page.get_by_role("link", name=other.title)).to_be_hidden()
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_url(f"**/admin/pages/{entry.pk}/edit/")

    chooser = page.locator("#id_cover_image-chooser")
    chooser.get_by_role("button").first.click()
    dialog = page.locator(".modal.in, .modal[open], .modal").last
    expect(dialog.get_by_text("Цех литья")).to_be_visible()
    dialog.locator("#id_image-chooser-q, [name=q]").first.press_sequentially("экскаваторы", delay=30)
    expect(dialog.get_by_text("Цех литья")).to_be_hidden()
    dialog.get_by_text("Экскаватор в карьере").first.click()
    expect(chooser.get_by_text("Экскаватор в карьере")).to_be_visible()
