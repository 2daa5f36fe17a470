"""Writing in a browser: saved by itself, two people at one page, a session that ends, similar entries."""

from collections.abc import Callable

import pytest
from django.utils import translation
from django.utils.translation import ngettext
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from kb.models import Enterprise, EntryPage
from tests.factories.accounts import PASSWORD
from tests.factories.kb import make_entry
from tests.journeys.interface import says, violations

pytestmark = pytest.mark.django_db(transaction=True)
Visitor = Callable[..., Page]
HALF_A_MINUTE = 31_000
SESSION_OVER = "Not saved: your session has ended. Sign in in a new tab, or save by the button and sign in then."
MOVED_ON = "Not saved automatically: another version was saved meanwhile. Save yours to choose."


def draft_title(page: EntryPage) -> str:
    return EntryPage.objects.get(pk=page.pk).draft_title


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_new_page_is_saved_while_it_is_written_and_similar_ones_are_shown(
    visitor: Visitor, contributor: User, enterprise: Enterprise, other_enterprise: Enterprise, language: str
) -> None:
    make_entry(enterprise=other_enterprise, title="Линия сушки зерна с возвратом тепла")
    page = visitor(contributor, language=language)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.clock.install()
    page.goto(f"/{language}/contribute/new/technology/")
    meter = page.locator("[data-completeness]")
    before = meter.inner_text()
    page.locator("[name=title]").press_sequentially("Сушка зерна")
    page.clock.run_for(1_000)
    with translation.override(language):
        similar = ngettext("%(count)s similar page", "%(count)s similar pages", 1) % {"count": 1}
    expect(page.locator("#similar")).to_contain_text(similar)
    with page.expect_popup() as opened:
        page.locator("#similar a").click()
    expect(opened.value.locator("h1")).to_have_text("Линия сушки зерна с возвратом тепла")

    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("[data-autosave]")).to_contain_text(says(language, "Saved at %(time)s.").split("%")[0])
    page.wait_for_url(f"**/{language}/contribute/*/")
    draft = EntryPage.objects.get(enterprise=enterprise)
    assert (draft.draft_title, draft.live) == ("Сушка зерна", False)
    assert meter.inner_text() != before
    assert violations(page) == []

    page.click("[data-add-row][value=authors]")
    page.locator("[name=summary]").fill("Зерно сушат теплом, которое уже было.")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("[data-unsaved-note]")).to_be_hidden()
    latest = EntryPage.objects.get(pk=draft.pk).latest_revision
    assert latest.content["summary"] == "Зерно сушат теплом, которое уже было."
    page.goto(f"/{language}/contribute/{draft.pk}/")
    expect(page.locator("[data-kept]")).to_be_hidden()
    assert complaints == []


def test_a_button_pressed_while_a_new_page_is_saved_by_itself_makes_no_second_page(
    visitor: Visitor, contributor: User, enterprise: Enterprise
) -> None:
    page = visitor(contributor)
    page.clock.install()
    page.goto("/ru/contribute/new/article/")
    page.fill("[name=title]", "Сушка зерна")
    held: list[Route] = []
    page.route("**/contribute/new/article/", lambda route: held.append(route), times=1)
    page.clock.run_for(HALF_A_MINUTE)
    page.wait_for_timeout(100)
    assert len(held) == 1
    page.locator(".entry-form__actions [value=save]").dispatch_event("click")
    held[0].continue_()
    expect(page.get_by_text(says("ru", "The draft is saved."))).to_be_visible()
    assert EntryPage.objects.get(enterprise=enterprise).draft_title == "Сушка зерна"


def test_a_page_being_written_is_not_similar_to_itself(
    visitor: Visitor, contributor: User, enterprise: Enterprise
) -> None:
    page = visitor(contributor)
    page.clock.install()
    page.goto("/ru/contribute/new/article/")
    page.fill("[name=title]", "Сушка зерна")
    page.clock.run_for(HALF_A_MINUTE)
    page.wait_for_url("**/ru/contribute/*/")
    with page.expect_response(lambda response: "/similar/" in response.url) as asked:
        page.locator("[name=title]").press_sequentially(" теплом")
        page.clock.run_for(1_000)
    assert asked.value.text().strip() == ""


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_two_people_at_one_page_lose_nothing(
    visitor: Visitor, contributor: User, colleague: User, enterprise: Enterprise, language: str
) -> None:
    saved = says(language, "The draft is saved.")
    draft = make_entry(enterprise=enterprise, published=False)
    mine = visitor(contributor, language=language)
    mine.clock.install()
    mine.goto(f"/{language}/contribute/{draft.pk}/")
    theirs = visitor(colleague, language=language)
    theirs.goto(f"/{language}/contribute/{draft.pk}/")
    theirs.fill("[name=title]", "Әріптестің атауы")
    theirs.click(".entry-form__actions [value=save]")
    expect(theirs.get_by_text(saved)).to_be_visible()

    mine.fill("[name=title]", "Менің атауым")
    mine.clock.run_for(HALF_A_MINUTE)
    expect(mine.locator("[data-autosave]")).to_contain_text(says(language, MOVED_ON))
    assert draft_title(draft) == "Әріптестің атауы"
    mine.click(".entry-form__actions [value=save]")
    notice = mine.locator("#problems")
    expect(notice).to_contain_text(str(colleague))
    expect(mine.locator("[name=title]")).to_have_value("Менің атауым")
    assert violations(mine) == []
    with mine.expect_popup() as opened:
        notice.get_by_role("link", name=says(language, "Look at the other version")).click()
    expect(opened.value.locator("h1")).to_have_text("Әріптестің атауы")
    notice.get_by_role("button", name=says(language, "Save my version all the same")).click()
    expect(mine.get_by_text(saved)).to_be_visible()
    assert draft_title(draft) == "Менің атауым"


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_session_that_ends_costs_nothing(
    visitor: Visitor, contributor: User, enterprise: Enterprise, language: str
) -> None:
    draft = make_entry(enterprise=enterprise, published=False)
    page = visitor(contributor, language=language)
    page.clock.install()
    page.goto(f"/{language}/contribute/{draft.pk}/")
    page.fill("[name=title]", "До конца сеанса")
    page.clock.run_for(2_000)
    page.context.clear_cookies(name="sessionid")
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("[data-autosave]")).to_contain_text(says(language, SESSION_OVER))

    other = page.context.new_page()
    other.goto(f"/{language}/accounts/login/")
    other.fill("[name=login]", contributor.email)
    other.fill("[name=password]", PASSWORD)
    other.click("main button[type=submit]")
    other.wait_for_url(lambda url: "/login/" not in url)
    page.clock.run_for(HALF_A_MINUTE)
    expect(page.locator("[data-autosave]")).to_contain_text(says(language, "Saved at %(time)s.").split("%")[0])
    assert draft_title(draft) == "До конца сеанса"


def test_what_was_typed_before_the_browser_closed_is_offered_and_signing_out_forgets_it(
    visitor: Visitor, contributor: User, enterprise: Enterprise
) -> None:
    draft = make_entry(enterprise=enterprise, published=False)
    page = visitor(contributor)
    page.clock.install()
    page.goto(f"/ru/contribute/{draft.pk}/")
    page.fill("[name=title]", "Не сохранено")
    page.clock.run_for(2_000)
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"/ru/contribute/{draft.pk}/")
    assert violations(page) == []
    page.get_by_role("button", name="Показать", exact=True).click()
    expect(page.get_by_text("Оно ещё не сохранено.")).to_be_visible()
    expect(page.locator("[name=title]")).to_have_value("Не сохранено")
    assert draft_title(draft) == draft.title
    page.goto("/ru/contribute/")
    page.get_by_role("button", name="Выйти").click()
    page.goto("/ru/")
    assert page.evaluate("Object.keys(localStorage).filter((key) => key.startsWith('contribute-draft:'))") == []


def test_a_new_page_that_was_saved_is_not_offered_again(
    visitor: Visitor, contributor: User, enterprise: Enterprise
) -> None:
    page = visitor(contributor)
    page.goto("/ru/contribute/new/article/")
    page.fill("[name=title]", "Новая статья")
    page.click(".entry-form__actions [value=preview]")
    expect(page.locator("h1")).to_have_text("Новая статья")
    page.goto("/ru/contribute/new/article/")
    expect(page.locator("[name=title]")).to_have_value("")
    expect(page.locator("[data-kept]")).to_be_hidden()


def test_a_new_page_that_could_not_be_saved_is_kept(
    visitor: Visitor, contributor: User, enterprise: Enterprise
) -> None:
    page = visitor(contributor)
    page.goto("/ru/contribute/new/article/")
    page.fill("[name=title]", "Новая статья")
    page.fill("[name=contact_email]", "author@")
    page.click(".entry-form__actions [value=save]")
    expect(page.locator("#problems")).to_be_visible()
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("/ru/contribute/new/article/")
    expect(page.locator("[data-kept]")).to_be_visible()
