"""A visitor searches in each of the four languages: every way to ask, and everything a list of hits offers."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import Locator, Page, expect

from kb.models import Enterprise, EntryAttachment, KbDocument
from search import index
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db(transaction=True)

DESIGNATION, LATIN = "МТЗ-82", "MTZ 82"
LANGUAGE_NAMES = {"ru": "Русский", "kk": "Қазақша"}


@dataclass(frozen=True)
class Words:
    """What is published in a language, and what is typed to find it."""

    first: str
    """A title of three words that say something."""
    second: str
    inflected: str
    """Another form of a word of the first title, and ``marked``, which is how it stands there."""
    marked: str
    phrase: str
    """Two words of the first title in a row."""
    other: str
    """A word of the second title alone."""
    beginning: str
    """Of a word of the first title."""
    keys: str
    """What comes of typing ``other`` in another layout."""
    misspelled: str
    """A word of the second title with two letters swapped."""
    elsewhere: str
    """What ``other`` is called in another language, as the glossary says."""
    attached: str
    """A text that only a file has."""
    sought_in_file: str
    foreign: str
    """The language of an entry that is not the reader's."""


WORDS = {
    "ru": Words(
        first=f"Ремонт гидравлики трактора {DESIGNATION}",
        second=f"Подшипники для {DESIGNATION}",
        inflected="гидравликой",
        marked="гидравлики",
        phrase="ремонт гидравлики",
        other="подшипники",
        beginning="гидра",
        keys="gjlibgybrb",
        misspelled="подшипинки",
        elsewhere="bearings",
        attached="Испытания опрокидывающего цилиндра",
        sought_in_file="цилиндры",
        foreign="kk",
    ),
    "be": Words(
        first=f"Рамонт гідраўлікі трактара {DESIGNATION}",
        second=f"Падшыпнікі для {DESIGNATION}",
        inflected="гідраўлікай",
        marked="гідраўлікі",
        phrase="рамонт гідраўлікі",
        other="падшыпнікі",
        beginning="гідра",
        keys="gflisgybrb",
        misspelled="падшыпінкі",
        elsewhere="мойынтірек",
        attached="Выпрабаванні перакульнага цыліндра",
        sought_in_file="цыліндры",
        foreign="ru",
    ),
    "kk": Words(
        first=f"Трактор гидравликасын жөндеу {DESIGNATION}",
        second=f"Мойынтіректер {DESIGNATION} үшін",
        inflected="гидравликаның",
        marked="гидравликасын",
        phrase="гидравликасын жөндеу",
        other="мойынтіректер",
        beginning="гидра",
        keys="vjqsyn3htrnth",
        misspelled="мойынтріектер",
        elsewhere="подшипник",
        attached="Аударғыш цилиндрді сынау",
        sought_in_file="цилиндрлер",
        foreign="ru",
    ),
    "en": Words(
        first=f"Repairing hydraulics of the tractor {DESIGNATION}",
        second=f"Bearings for {DESIGNATION}",
        inflected="repaired",
        marked="Repairing",
        phrase="repairing hydraulics",
        other="bearings",
        beginning="hydr",
        keys="иуфкштпы",
        misspelled="baerings",
        elsewhere="подшипники",
        attached="Testing the tipping cylinder",
        sought_in_file="cylinders",
        foreign="ru",
    ),
}


@pytest.fixture
def publish(enterprise: Enterprise) -> Callable[[str, Words], None]:
    """Publishes two entries in the language and one in another; the first one has a file."""

    def make(language: str, words: Words) -> None:
        common: dict[str, Any] = {"enterprise": enterprise, "summary": "–"}
        stored = KbDocument(title="–", file=ContentFile(words.attached.encode(), name="protocol.txt"))
        stored._set_document_file_metadata()
        stored.save()
        first = make_entry(language=language, title=words.first, trl=9, **common)
        EntryAttachment.objects.create(entry=first, document=stored)
        index.put(type(first).objects.get(pk=first.pk))
        make_entry(language=words.foreign, title=f"{DESIGNATION} – 1", trl=5, **common)
        make_entry("article", language=language, title=words.second, **common)

    return make


class Results:
    """The page of results, by what a visitor sees of it."""

    def __init__(self, page: Page, language: str) -> None:
        self.page, self.language = page, language
        self.titles = page.locator(".hit__title")
        self.notice = page.locator(".notice")

    def ask(self, query: str) -> None:
        self.page.goto(f"/{self.language}/search/")
        self.page.fill("#search-box", query)
        self.page.press("#search-box", "Enter")
        self.page.wait_for_url("**/search/?q=*")

    def find(self, query: str, *titles: str) -> None:
        self.ask(query)
        expect(self.titles).to_have_count(len(titles))
        for title in titles:
            expect(self.titles.filter(has_text=title)).to_have_count(1)

    def facet(self, name: str, value: str) -> Locator:
        return self.page.locator(f"label[for='facet-{name}-{value}']")


@pytest.mark.parametrize("language", WORDS)
def test_everything_that_the_search_can_do(
    visitor: Callable[..., Page], publish: Callable[[str, Words], None], language: str
) -> None:
    words = WORDS[language]
    publish(language, words)
    foreign = f"{DESIGNATION} – 1"
    page = visitor(language=language)
    results = Results(page, language)

    results.find(words.inflected, words.first)
    expect(page.locator(".hit__title mark")).to_have_text([words.marked])
    results.find(f'"{words.phrase}"', words.first)
    results.find(f"{DESIGNATION} -{words.other}", words.first, foreign)
    results.find(f"{words.marked} OR {words.other}", words.first, words.second)
    results.find(f"{words.beginning}*", words.first)
    results.find(words.keys, words.second)
    expect(results.notice).to_contain_text(words.other)
    results.find(words.misspelled, words.second)
    expect(results.notice).to_contain_text(words.other)
    results.find(words.elsewhere, words.second)
    results.find(words.sought_in_file, words.first)

    results.find(LATIN, words.first, words.second, foreign)
    hit = page.locator(".hit").filter(has_text=foreign)
    expect(hit.locator(".badge--language")).to_have_text(LANGUAGE_NAMES[words.foreign])
    expect(hit.locator(".hit__title a")).to_have_attribute("lang", words.foreign)
    expect(page.locator(".badge--language")).to_have_count(1)

    page.select_option("#listing-sort", "newest")
    expect(results.titles).to_have_text([words.second, foreign, words.first])
    page.select_option("#listing-sort", "readiness")
    expect(results.titles).to_have_text([words.first, foreign, words.second])

    results.facet("type", "article").click()
    expect(results.titles).to_have_text([words.second])
    expect(results.facet("type", "technology").locator(".count")).to_have_text("2")
    page.locator(".chip:not(.chip--all)").click()
    results.facet("language", language).click()
    expect(results.titles).to_have_text([words.first, words.second])
    expect(results.facet("language", words.foreign).locator(".count")).to_have_text("1")

    page.goto(f"/{language}/search/")
    page.locator("#search-box").focus()
    page.keyboard.type(words.beginning)
    expect(page.get_by_role("option", name=words.first)).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text(words.first)
