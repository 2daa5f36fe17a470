"""A question is near to whatever is in its own language; that alone puts nothing first."""

from collections.abc import Callable
from typing import Any

import pytest

from search import engine
from search.dense import embedders
from search.dense.leaning import FEWEST, leanings

MATTERS = {
    "ru": ("Кран", "Пресс", "Печь", "Станок", "Конвейер"),
    "kk": ("Кран қозғалысы", "Престеу цехы", "Пеш қызуы", "Станок бөлшегі", "Таспалы тасымал"),
}


@pytest.fixture
def library(embedded: Callable[..., Any]) -> None:
    """Entries in two languages, enough for each to have a mean."""
    for language, titles in MATTERS.items():
        for title in titles:
            embedded(title=title, summary=f"{title}. {title}.", language=language)


def of(text: str) -> dict[str, float]:
    embedder = embedders.chosen()
    assert embedder is not None
    return dict(leanings(embedder, embedder.query(text)))


@pytest.mark.usefixtures("library")
def test_a_question_leans_towards_its_own_language() -> None:
    kazakh, russian = of("суды қалай үнемдеуге болады"), of("как сберечь воду")
    assert kazakh["kk"] > 0 > kazakh["ru"]
    assert russian["ru"] > russian["kk"]
    assert sum(kazakh.values()) == pytest.approx(0)


def test_a_language_with_few_entries_has_no_mean(embedded: Callable[..., Any]) -> None:
    for title in MATTERS["ru"][: FEWEST - 1]:
        embedded(title=title)
    assert of("как сберечь воду") == {}


@pytest.mark.parametrize("drawn", ["ru", "kk"])
def test_what_draws_a_question_to_a_language_is_taken_off(
    embedded: Callable[..., Any], monkeypatch: pytest.MonkeyPatch, drawn: str
) -> None:
    embedded(title="Насос качает воду", language="ru")
    embedded(title="Сорғы су айдайды", language="kk")
    monkeypatch.setattr("search.ranking.FAMILIAR", 0.0)
    monkeypatch.setattr("search.dense.neighbours.leanings", lambda *_asked: {drawn: 1.0})
    hits = engine.search("irrigation", language="en").hits
    assert [hit.language for hit in hits] == (["kk", "ru"] if drawn == "ru" else ["ru", "kk"])
