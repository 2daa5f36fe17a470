"""What is searched for, or proposed, instead of what was typed."""

from collections.abc import Callable
from typing import Any

import pytest

from search import engine
from search.filters import Filters

pytestmark = pytest.mark.django_db


def test_words_typed_in_another_keyboard_layout_are_understood(publish: Callable[..., Any]) -> None:
    publish(title="Трактор для садов")
    results = engine.search("nhfrnjh", language="ru")
    assert ([hit.title for hit in results.hits], results.query, results.typed) == (
        ["Трактор для садов"],
        "трактор",
        "nhfrnjh",
    )


def test_what_is_found_as_typed_is_not_read_in_another_layout(publish: Callable[..., Any]) -> None:
    publish(title="Насос GHB")
    assert engine.search("ghb", language="ru").typed == ""


def test_a_misspelled_word_finds_what_was_meant_and_says_so(publish: Callable[..., Any]) -> None:
    publish(title="Подшипник скольжения")
    results = engine.search("подшибник", language="ru")
    assert ([hit.title for hit in results.hits], results.query, results.typed, results.is_other_layout) == (
        ["Подшипник скольжения"],
        "подшипник",
        "подшибник",
        False,
    )


def test_a_misspelled_word_beside_one_that_is_found_is_proposed(publish: Callable[..., Any]) -> None:
    publish(title="Подшипник скольжения")
    publish(title="Ремонт вала")
    results = engine.search("ремонт подшибника", language="ru")
    assert ([hit.title for hit in results.hits], results.did_you_mean, results.typed) == (
        ["Ремонт вала"],
        "ремонт подшипник",
        "",
    )


def test_nothing_is_proposed_where_every_word_is_known(publish: Callable[..., Any]) -> None:
    publish(title="Подшипник скольжения")
    assert engine.search("подшипниками скольжения", language="ru").did_you_mean == ""


def test_filters_stay_on_what_was_meant(publish: Callable[..., Any]) -> None:
    publish(title="Подшипник скольжения")
    results = engine.search("подшибник", Filters(countries=("KZ",)), language="ru")
    assert (results.total, results.typed) == (0, "")
