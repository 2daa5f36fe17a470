"""Two stories of the exchange, in a browser, with a real mail server and the real worker."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from accounts.models import User
from exchange.models import ContactRequest, Match, Status
from kb.models import Enterprise, TechnologyPage
from tests.factories.kb import make_entry
from tests.mail import RunningWorker, SmtpServer, links_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
STRANGER = "aigul@example.com"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa", "best-practice"]}


def violations(page: Page) -> list[str]:
    """What axe finds wrong."""
    return [violation["id"] for violation in Axe().run(page, options=RULES).response["violations"]]


def link_of(smtp_server: SmtpServer, address: str, part: str, count: int = 1) -> str:
    """The path of the link in a letter to ``address``."""
    letter = smtp_server.wait_for(address, count)
    (link,) = [link for link in links_in(letter) if part in link]
    return "/" + link.split("/", 3)[3]


def step(page: Page, label: str, button: str, *, text: str = "", day: str = "") -> None:
    """Chooses what becomes of a request, and sends it."""
    page.get_by_label(label, exact=True).check()
    if day:
        page.fill("#id_day", day)
    if text:
        page.fill("#id_text", text)
    page.get_by_role("button", name=button).click()


def test_a_stranger_writes_and_comes_to_a_contract(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    contributor: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
) -> None:
    entry = make_entry(enterprise=enterprise)
    asker = visitor()
    asker.goto(entry.url)
    asker.get_by_role("link", name="Написать предприятию").click()
    asker.select_option("#id_purpose", label="лицензия")
    asker.fill("#id_text", "Хотим выпускать сушилки по вашей лицензии.")
    asker.fill("#id_name", "Айгуль")
    asker.fill("#id_organisation", "Костанайский элеватор")
    asker.select_option("#id_country", "KZ")
    asker.fill("#id_email", "aigul@")
    asker.get_by_role("button", name="Отправить сообщение").click()
    expect(asker.get_by_role("alert")).to_contain_text("Электронная почта")
    expect(asker.locator("#id_text")).to_have_value("Хотим выпускать сушилки по вашей лицензии.")
    assert violations(asker) == []
    asker.fill("#id_email", STRANGER)
    # Nobody writes a letter within three seconds.
    asker.wait_for_timeout(3000)
    asker.get_by_role("button", name="Отправить сообщение").click()
    expect(asker.locator("main")).to_contain_text(STRANGER)
    assert ContactRequest.objects.get().status == Status.UNCONFIRMED

    asker.goto(link_of(smtp_server, STRANGER, "/confirm/"))
    asker.get_by_role("button", name="Подтвердить и отправить").click()
    expect(asker.get_by_text("Адрес подтверждён")).to_be_visible()

    member = visitor(contributor)
    member.goto(link_of(smtp_server, contributor.email, "/contacts/"))
    expect(member.locator("main")).to_contain_text("Костанайский элеватор")
    assert violations(member) == []
    step(member, "Принять", "Отправить ответ", text="Будем рады. Когда удобно созвониться?")
    answer = smtp_server.wait_for(STRANGER, 2)
    assert "Будем рады" in text_of(answer) and contributor.email not in str(answer)
    asker.goto(link_of(smtp_server, STRANGER, "/follow/", 2))
    expect(asker.locator("main")).to_contain_text("Будем рады")

    step(member, "Договорились о встрече", "Отправить ответ", day="2026-05-04")
    step(member, "Подписан договор", "Отправить ответ", day="2026-06-01")
    assert "1 июня 2026" in text_of(smtp_server.wait_for(STRANGER, 4))
    assert ContactRequest.objects.get().status == Status.CONTRACT


def test_a_published_request_finds_an_offer_and_both_sides_are_told_in_kazakh(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    other_enterprise: Enterprise,
    contributor: User,
    stranger: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
) -> None:
    User.objects.filter(pk=stranger.pk).update(preferred_language="kk")
    make_entry(enterprise=enterprise)
    make_entry(
        enterprise=other_enterprise,
        kind="request",
        language="kk",
        title="Жылуды қайтаратын астық кептіргіш керек",
        purpose="<p>Астықты газды аз жұмсап кептіру.</p>",
        specification_sought="<p>Газ шығыны төмен.</p>",
        tags=["кептіру"],
        trl=7,
    )
    assert "Линия сушки зерна" in str(smtp_server.wait_for(stranger.email)["Subject"])
    assert "астық кептіргіш" in str(smtp_server.wait_for(contributor.email)["Subject"])

    seeker = visitor(stranger, language="kk")
    seeker.goto(link_of(smtp_server, stranger.email, "/contacts/"))
    expect(seeker.get_by_role("heading", name="Сай келетін ұсыныстар мен сұраныстар")).to_be_visible()
    expect(seeker.locator("main")).to_contain_text("басқа елден")
    assert violations(seeker) == []
    seeker.get_by_role("link", name="Линия сушки зерна").click()
    expect(seeker.locator("main")).to_contain_text("астық кептіргіш")

    seeker.goto("/kk/contacts/")
    seeker.get_by_role("button", name="Сай келмейді").click()
    expect(seeker.get_by_text("Қазір сай келетіні жоқ.")).to_be_visible()
    assert Match.objects.get().dismissed_by == stranger
    assert TechnologyPage.objects.live().count() == 2
