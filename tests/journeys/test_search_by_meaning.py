"""A visitor's words are in one entry; another one is near in meaning, and says so."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import Page, expect

from kb.models import Enterprise
from search.dense import embedders, nearness, state, store
from tests.factories.kb import make_entry
from tests.journeys.interface import says, violations

WORDS = {
    "ru": ("Замена насоса сберегла воду", "Новый агрегат качает меньше.", "Учёт стоков на заводе", "сберечь воду"),
    "be": ("Замена помпы зберагла ваду", "Новы агрэгат пампуе менш.", "Улік сцёкаў на заводзе", "зберагчы ваду"),
    "kk": (
        "Сорғыны ауыстыру суды үнемдеді",
        "Жаңа қондырғы аз айдайды.",
        "Зауыттағы ағындарды есепке алу",
        "суды үнемдеу",
    ),
    "en": ("A new pump saved water", "The unit delivers less.", "Less taken from the river", "water pump"),
}


@pytest.fixture
def entries(by_meaning: None, enterprise: Enterprise) -> Iterator[Callable[..., None]]:
    """Publishes entries with a title and a summary, and embeds them as the background worker does."""
    embedder = embedders.chosen()
    assert embedder is not None

    def make(language: str, *texts: tuple[str, str]) -> None:
        common: dict[str, Any] = {"language": language, "enterprise": enterprise}
        made = [make_entry(title=title, summary=summary, **common) for title, summary in texts]
        store.embed([entry.pk for entry in made])
        state.forget()

    yield make
    # The rows go with those of the other tables, the index would stay.
    with connection.cursor() as cursor:
        cursor.execute(f"DROP INDEX IF EXISTS {nearness.index_name(embedder)}")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("language", WORDS)
def test_what_is_near_in_meaning_stands_below_what_has_the_words_and_says_so(
    visitor: Callable[..., Page], entries: Callable[..., None], language: str
) -> None:
    worded, summary, near, query = WORDS[language]
    entries(language, (worded, summary), (near, "–"))
    page = visitor(language=language)

    page.goto(f"/{language}/search/")
    page.fill("#search-box", query)
    page.press("#search-box", "Enter")

    expect(page.locator(".hit__title")).to_have_text([worded, near])
    by_meaning = page.locator(".hit").filter(has=page.get_by_text(says(language, "close in meaning")))
    expect(by_meaning.locator(".hit__title")).to_have_text([near])
    assert violations(page) == []
