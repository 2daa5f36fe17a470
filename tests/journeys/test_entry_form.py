"""The form of an entry in a browser: its editor under the site's policy, rows and suggestions by keyboard."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from kb.models import EntryPage, Tag
from tests.factories.kb import make_entry

Visitor = Callable[..., Page]


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about, such as breaches of the content security policy."""
    return []


@pytest.fixture
def form(visitor: Visitor, contributor: User, complaints: list[str]) -> Page:
    """The form of a new case study, with every editor open."""
    page = visitor(contributor)
    page.on(
        "console", lambda message: complaints.append(message.text) if message.type in ("error", "warning") else None
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto("/ru/contribute/new/case_study/")
    areas = page.locator("[data-entry-form] > fieldset textarea[data-rich-text]")
    expect(page.locator(".rich-text-editor .ProseMirror")).to_have_count(areas.count())
    return page


def save(page: Page) -> Any:
    with page.expect_navigation():
        page.click(".entry-form__actions [value=save]")
    return EntryPage.objects.latest("pk").specific.get_latest_revision_as_object()


def test_bold_words_lists_and_links_are_written_under_the_policy(form: Page, complaints: list[str]) -> None:
    editor = form.locator("#part-challenge .ProseMirror")

    def use(tool: str) -> None:
        """The editor takes the keyboard back with the next frame; until then a key would press the button again."""
        form.click(f"#part-challenge [data-tool={tool}]")
        expect(editor).to_be_focused()

    editor.click()
    use("bold")
    form.keyboard.type("Насос")
    use("bold")
    form.keyboard.press("Enter")
    use("bulletList")
    form.keyboard.type("привод")
    form.keyboard.press("Shift+Home")
    form.click("#part-challenge [data-tool=link]")
    form.fill("#link-address", "https://example.org/")
    form.click("#link-dialog [value=set]")
    expect(form.locator("#part-challenge .ProseMirror a")).to_have_count(1)
    draft = save(form)
    expected = '<p><strong>Насос</strong></p><ul><li><a href="https://example.org/">привод</a></li></ul>'
    assert (draft.challenge, complaints) == (expected, [])


def test_words_written_before_the_editor_is_there_are_kept(visitor: Visitor, contributor: User) -> None:
    page = visitor(contributor)
    held: list[Route] = []
    page.route("**/django_prose_editor/**", lambda route: held.append(route))
    with page.expect_request("**/django_prose_editor/**"):
        page.goto("/ru/contribute/new/case_study/", wait_until="commit")
    page.locator("[name=challenge]").press_sequentially("Насос < 5 кВт")
    held[0].continue_()
    page.unroute("**/django_prose_editor/**")
    expect(page.locator("#part-challenge .ProseMirror")).to_be_focused()
    page.keyboard.type(", 380 В")
    assert save(page).challenge == "<p>Насос &lt; 5 кВт, 380 В</p>"


def test_what_is_pasted_loses_its_styles_and_breaks_no_rule(form: Page, complaints: list[str]) -> None:
    form.evaluate(
        """() => {
          const data = new DataTransfer();
          data.setData("text/html", '<h1 style="color:red">А</h1><p class="x" onclick="y()">б<img src="z"></p>');
          const editor = document.querySelector("#part-challenge .ProseMirror");
          editor.focus();
          editor.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
        }"""
    )
    assert (save(form).challenge, complaints) == ("<p>А</p><p>б</p>", [])


def test_rows_are_added_and_removed_in_place(form: Page) -> None:
    for item in ("Первая", "Вторая"):
        form.click("[data-rows=costs] [data-add-row]")
        form.keyboard.type(item)
    form.click("#row-costs-0 [data-remove-row]")
    assert [row.item for row in save(form).costs.all()] == ["Вторая"]


@pytest.mark.django_db(transaction=True)
def test_a_related_page_is_found_by_typing(form: Page, other_enterprise: Any) -> None:
    related = make_entry("article", enterprise=other_enterprise, title="Балансировка роторов")
    form.click("[data-rows=related_entries] [data-add-row]")
    form.keyboard.type("рото")
    expect(form.locator("[data-rows=related_entries] [role=option]")).to_have_count(1)
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    assert [row.related_id for row in save(form).related_entries.all()] == [related.pk]


@pytest.mark.django_db(transaction=True)
def test_a_tag_is_taken_from_the_suggestions_by_keyboard(form: Page) -> None:
    Tag.objects.create(name="энергосбережение")
    form.locator("[name=tags]").press_sequentially("насосы, энер")
    expect(form.locator("#part-tags [role=option]")).to_have_count(1)
    form.keyboard.press("ArrowDown")
    form.keyboard.press("Enter")
    assert sorted(str(tag) for tag in save(form).tags.all()) == ["насосы", "энергосбережение"]


def test_files_that_are_too_large_are_refused_before_they_are_sent(form: Page) -> None:
    form.evaluate("document.querySelector('[name=clearance_document-file]').dataset.mostBytes = 10")
    form.evaluate("document.querySelector('[data-entry-form]').dataset.mostBytes = 15")
    cover, act = form.locator("[name=cover_image-file]"), form.locator("[name=clearance_document-file]")

    act.set_input_files({"name": "act.txt", "mimeType": "text/plain", "buffer": b"0123456789+"})
    expect(form.locator("#part-clearance_document [role=alert]")).to_contain_text("слишком большой")
    expect(act).to_have_value("")

    act.set_input_files({"name": "act.txt", "mimeType": "text/plain", "buffer": b"0123456789"})
    expect(form.locator("#part-clearance_document [role=alert]")).to_have_count(0)
    cover.set_input_files({"name": "cover.png", "mimeType": "image/png", "buffer": b"012345"})
    expect(form.locator("#part-cover_image [role=alert]")).to_contain_text("Вместе файлы")
    expect(cover).to_have_value("")
    expect(act).to_have_value(re.compile("act.txt$"))


def test_leaving_with_unsaved_words_asks_first(form: Page) -> None:
    asked = []
    form.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    form.click("[name=title]")
    form.keyboard.type("Привод")
    form.goto("/ru/contribute/")
    assert asked == ["beforeunload"]


def test_the_form_is_accessible(form: Page) -> None:
    form.click("[data-rows=attachments] [data-add-row]")
    form.fill("[name=payback_months]", "год")
    with form.expect_navigation():
        form.click(".entry-form__actions [value=save]")
    assert [violation["id"] for violation in Axe().run(form).response["violations"]] == []


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_is_wider_than_the_screen(form: Page, width: int) -> None:
    form.set_viewport_size({"width": width, "height": 844})
    assert form.evaluate("document.documentElement.scrollWidth") <= width
