"""Two stories of the exchange, in a browser, with a real mail server and the real worker."""

from collections.abc import Callable
from datetime import date

import pytest
from django.utils import timezone, translation
from playwright.sync_api import Page, Route, expect

from accounts.models import User
from exchange.models import ContactRequest, Match, Status
from kb.dates import date_in_words
from kb.models import Enterprise, TechnologyPage
from tests.factories.kb import make_entry
from tests.journeys.interface import says, violations
from tests.mail import RunningWorker, SmtpServer, links_in, text_of

pytestmark = pytest.mark.django_db(transaction=True)
STRANGER = "aigul@example.com"


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


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_stranger_writes_and_comes_to_a_contract(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    contributor: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
    language: str,
) -> None:
    User.objects.update(preferred_language=language)
    entry = make_entry(enterprise=enterprise, language=language)
    asker = visitor(language=language)
    asker.goto(entry.url)
    asker.get_by_role("link", name=says(language, "Write to the enterprise")).click()
    asker.select_option("#id_purpose", "licence")
    asker.fill("#id_text", "Хотим выпускать сушилки по вашей лицензии.")
    asker.fill("#id_name", "Айгуль")
    asker.fill("#id_organisation", "Костанайский элеватор")
    asker.select_option("#id_country", "KZ")
    asker.fill("#id_email", "aigul@")
    asker.get_by_role("button", name=says(language, "Send the message")).click()
    expect(asker.get_by_role("alert")).to_contain_text(says(language, "E-mail"))
    expect(asker.locator("#id_text")).to_have_value("Хотим выпускать сушилки по вашей лицензии.")
    assert violations(asker) == []
    asker.fill("#id_email", STRANGER)
    # Nobody writes a letter within three seconds.
    asker.wait_for_timeout(3000)
    asker.get_by_role("button", name=says(language, "Send the message")).click()
    expect(asker.locator("main")).to_contain_text(STRANGER)
    assert ContactRequest.objects.get().status == Status.UNCONFIRMED

    confirmation = link_of(smtp_server, STRANGER, "/confirm/")
    assert confirmation.startswith(f"/{language}/")
    asker.goto(confirmation)
    asker.get_by_role("button", name=says(language, "Confirm and send")).click()
    sent = says(language, "Your address is confirmed, and the message has been sent to the enterprise.")
    expect(asker.get_by_text(sent)).to_be_visible()

    member = visitor(contributor, language=language)
    member.goto(link_of(smtp_server, contributor.email, "/contacts/"))
    expect(member.locator("main")).to_contain_text("Костанайский элеватор")
    assert violations(member) == []
    answer = says(language, "Send the answer")
    step(member, says(language, "accept"), answer, text="Будем рады. Когда удобно созвониться?")
    letter = smtp_server.wait_for(STRANGER, 2)
    assert "Будем рады" in text_of(letter) and contributor.email not in str(letter)
    asker.goto(link_of(smtp_server, STRANGER, "/follow/", 2))
    expect(asker.locator("main")).to_contain_text("Будем рады")

    step(member, says(language, "a meeting is agreed"), answer, day="2026-05-04")
    step(member, says(language, "a contract is signed"), answer, day="2026-06-01")
    with translation.override(language):
        signed_on = date_in_words(date(2026, 6, 1))
    assert signed_on in text_of(smtp_server.wait_for(STRANGER, 4))
    assert ContactRequest.objects.get().status == Status.CONTRACT

    step(member, says(language, "close"), answer)
    expect(member.get_by_role("button", name=answer)).to_have_count(0)
    assert ContactRequest.objects.get().status == Status.CLOSED


@pytest.mark.parametrize("language", ["ru", "kk"])
def test_a_published_request_finds_an_offer_and_both_sides_are_told(
    visitor: Callable[..., Page],
    enterprise: Enterprise,
    other_enterprise: Enterprise,
    contributor: User,
    stranger: User,
    smtp_server: SmtpServer,
    background_worker: RunningWorker,
    language: str,
) -> None:
    User.objects.filter(pk=stranger.pk).update(preferred_language=language)
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

    seeker = visitor(stranger, language=language)
    seeker.goto(link_of(smtp_server, stranger.email, "/contacts/"))
    expect(seeker.get_by_role("heading", name=says(language, "Offers and requests that fit"))).to_be_visible()
    expect(seeker.locator("main")).to_contain_text(says(language, "from the other country"), ignore_case=True)
    assert violations(seeker) == []
    seeker.get_by_role("link", name="Линия сушки зерна").click()
    expect(seeker.locator("main")).to_contain_text("астық кептіргіш")

    seeker.goto(f"/{language}/contacts/")
    seeker.get_by_role("button", name=says(language, "Does not fit")).click()
    expect(seeker.get_by_text(says(language, "Nothing fits at present."))).to_be_visible()
    assert Match.objects.get().dismissed_by == stranger
    assert TechnologyPage.objects.live().count() == 2


def test_a_note_whose_button_is_pressed_twice_is_kept_once(
    visitor: Callable[..., Page], contributor: User, enterprise: Enterprise
) -> None:
    contact = ContactRequest.objects.create(
        enterprise=enterprise, status=Status.SENT, purpose="question", text="Какая цена?", name="Айгүл",
        organisation="Элеватор", country="KZ", email=STRANGER, language="ru", sent_at=timezone.now(),
    )  # fmt: skip
    page = visitor(contributor)
    page.goto(f"/ru/contacts/{contact.pk}/")
    page.get_by_label("Заметка для коллег").fill("Позвонить в пятницу")
    sent: list[Route] = []
    page.route("**/note/", lambda route: sent.append(route))
    button = page.get_by_role("button", name=says("ru", "Keep the note"))
    button.evaluate("button => { button.click(); setTimeout(() => button.click(), 300); }")
    page.wait_for_timeout(800)
    # The browser would take the first one back, which the server may have carried out by then.
    assert len(sent) == 1
    sent[0].continue_()
    expect(page.get_by_text(says("ru", "The note is kept. The asker does not see it."))).to_be_visible()
    assert contact.events.count() == 1
