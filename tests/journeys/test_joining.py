"""From the application to the first page of one's own: a browser, a mail server and the background worker."""

from collections.abc import Callable
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.core.cache import cache
from playwright.sync_api import Page, expect

from accounts.models import User
from kb.models import Membership
from tests.factories.kb import bin_number, unp_number
from tests.mail import SmtpServer, links_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "new battery staple"
# Words of the way, in the two languages it is walked in.
WAYS = {
    "ru": {
        "country": "BY",
        "number": unp_number(88_001),
        "region": "BY-HM",
        "editor": "editor",
        "send": "Отправить заявку",
        "confirm": "Подтвердить и отправить редактору",
        "save": "Сохранить пароль",
        "sign_in": "Войти",
        "mine": "Мои страницы",
        "colleagues": "Коллеги",
        "invite": "Отправить приглашение",
        "continue": "Продолжить",
    },
    "kk": {
        "country": "KZ",
        "number": bin_number(88),
        "region": "KZ-35",
        "editor": "other_editor",
        "send": "Өтінімді жіберу",
        "confirm": "Растап, редакторға жіберу",
        "save": "Құпиясөзді сақтау",
        "sign_in": "Кіру",
        "mine": "Менің беттерім",
        "colleagues": "Әріптестер",
        "invite": "Шақыруды жіберу",
        "continue": "Жалғастыру",
    },
}


@pytest.fixture(autouse=True)
def site_of_the_live_server(settings: Any, live_server: Any) -> None:
    """Links in letters lead to it, and no attempts are counted yet."""
    settings.WAGTAILADMIN_BASE_URL = live_server.url
    cache.clear()


def nothing_for_axe(page: Page) -> None:
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]})
    assert found.violations_count == 0, found.generate_report()


def choose_password_and_sign_in(page: Page, email: str, words: dict[str, str]) -> None:
    page.fill("[name=password1]", PASSWORD)
    page.fill("[name=password2]", PASSWORD)
    page.get_by_role("button", name=words["save"]).click()
    page.locator("main").get_by_role("link", name=words["sign_in"]).click()
    page.fill("[name=login]", email)
    page.fill("[name=password]", PASSWORD)
    page.locator("main").get_by_role("button", name=words["sign_in"]).click()
    expect(page.locator("h1")).to_have_text(words["mine"])


def apply(applicant: Page, email: str, language: str, smtp_server: SmtpServer) -> None:
    """An application, sent and confirmed."""
    words = WAYS[language]
    applicant.goto(f"/{language}/join/")
    nothing_for_axe(applicant)
    applicant.select_option("[name=country]", words["country"])
    for name, text in {
        "enterprise_name": "Новый завод",
        "tax_id": words["number"],
        "post": "инженер",
        "first_name": "Айгуль",
        "last_name": "Ким",
        "email": email,
    }.items():
        applicant.fill(f"[name={name}]", text)
    applicant.check("[name=consent]")
    applicant.get_by_role("button", name=words["send"]).click()
    applicant.wait_for_url("**/join/sent/")

    applicant.goto(links_in(smtp_server.wait_for(email))[0])
    nothing_for_axe(applicant)
    applicant.get_by_role("button", name=words["confirm"]).click()
    expect(applicant.locator(".notice--success")).to_be_visible()


@pytest.mark.parametrize("language", WAYS)
def test_an_application_is_declined_with_a_reason(
    visitor: Callable[..., Page],
    smtp_server: SmtpServer,
    background_worker: Any,
    request: pytest.FixtureRequest,
    language: str,
) -> None:
    editor: User = request.getfixturevalue(WAYS[language]["editor"])
    email = "nobody@plant.example.org"
    apply(visitor(language=language), email, language, smtp_server)
    desk = visitor(editor)
    desk.goto(links_in(smtp_server.wait_for(editor.email))[0])
    desk.select_option("[name=decline-reason]", index=1)
    desk.fill("[name=decline-text]", "Пришлите доверенность предприятия.")
    desk.locator("button[name=decision][value=decline]").click()
    desk.wait_for_url("**/admin/applications/")
    letter = smtp_server.wait_for(email, 2)
    assert "Пришлите доверенность предприятия." in text_of(letter)
    assert letter["Content-Language"] == language
    assert not User.objects.filter(email=email).exists()


@pytest.mark.parametrize("language", WAYS)
def test_an_engineer_applies_is_accepted_signs_in_and_invites_a_colleague(
    visitor: Callable[..., Page],
    smtp_server: SmtpServer,
    background_worker: Any,
    request: pytest.FixtureRequest,
    language: str,
) -> None:
    words = WAYS[language]
    editor: User = request.getfixturevalue(words["editor"])
    email, second = "first@plant.example.org", "second@plant.example.org"

    applicant = visitor(language=language)
    apply(applicant, email, language, smtp_server)

    desk = visitor(editor)
    desk.goto(links_in(smtp_server.wait_for(editor.email))[0])
    expect(desk.get_by_role("heading", name="Айгуль Ким").first).to_be_visible()
    desk.select_option("[name=accept-region]", words["region"])
    desk.select_option("[name=accept-kind]", "manufacturer")
    desk.locator("button[name=decision][value=accept]").click()
    desk.wait_for_url("**/admin/applications/")

    applicant.goto(links_in(smtp_server.wait_for(email, 2))[0])
    choose_password_and_sign_in(applicant, email, words)
    assert Membership.objects.get(user__email=email).role == Membership.Role.OWNER

    applicant.get_by_role("link", name=words["colleagues"]).click()
    nothing_for_axe(applicant)
    applicant.fill("[name=email]", second)
    applicant.get_by_role("button", name=words["invite"]).click()

    colleague = visitor(language=language)
    colleague.goto(links_in(smtp_server.wait_for(second))[0])
    nothing_for_axe(colleague)
    colleague.fill("[name=first_name]", "Пётр")
    colleague.fill("[name=last_name]", "Сидоров")
    colleague.get_by_role("button", name=words["continue"]).click()
    choose_password_and_sign_in(colleague, second, words)

    smtp_server.wait_for(email, 3)
    applicant.goto(f"/{language}/notifications/")
    nothing_for_axe(applicant)
    expect(applicant.locator(".notices__item--new")).to_have_count(1)
