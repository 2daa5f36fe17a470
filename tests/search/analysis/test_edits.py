"""How many edits a mistake counts for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.edits import ONE_SKELETON, ORDINARY, SOUNDS_ALIKE, SWAPPED, distance

MOST = 3.0
words = st.text("абёгіңўpq'", max_size=7)


@pytest.mark.parametrize(
    ("typed", "word", "cost"),
    [
        ("насос", "насос", 0),
        ("насс", "насос", ORDINARY),
        ("нацсос", "насос", ORDINARY),
        ("наcлс", "наcос", ORDINARY),
        ("тарктор", "трактор", SWAPPED),
        ("програма", "программа", SOUNDS_ALIKE),
        ("прогграмма", "программа", SOUNDS_ALIKE),
        ("малоко", "молоко", SOUNDS_ALIKE),
        ("подшибник", "подшипник", SOUNDS_ALIKE),
        ("обект", "объект", SOUNDS_ALIKE),
        ("ондирис", "өндіріс", 3 * ONE_SKELETON),
        ("воуна", "воўна", ONE_SKELETON),
        ("абьект", "аб'ект", SOUNDS_ALIKE),
    ],
)
def test_a_likely_mistake_costs_less_than_another(typed: str, word: str, cost: float) -> None:
    assert distance(typed, word, MOST) == pytest.approx(cost)


def test_what_costs_too_much_has_no_distance() -> None:
    assert distance("насос", "клапан", 2.0) is None


def test_a_word_much_longer_has_no_distance() -> None:
    assert distance("на", "насосостроение", 2.0) is None


def test_a_pair_swapped_is_not_edited_again() -> None:
    assert distance("ба", "абв", MOST) == pytest.approx(SWAPPED + ORDINARY)


@given(words)
def test_a_word_is_no_edit_away_from_itself(word: str) -> None:
    assert distance(word, word, 0.0) == 0


@given(words, words)
def test_the_way_back_is_as_long(one: str, other: str) -> None:
    assert distance(one, other, 99.0) == pytest.approx(distance(other, one, 99.0))


@given(words, words)
def test_a_limit_only_cuts_off(one: str, other: str) -> None:
    whole = distance(one, other, 99.0)
    assert whole is not None
    within = distance(one, other, 2.0)
    assert within == (pytest.approx(whole) if whole <= 2.0 else None)
