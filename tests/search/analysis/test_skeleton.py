"""Skeletons of cognates have letters in common."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import grams, skeleton


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("технология", "тэхналогія"),
        ("технология", "technology"),
        ("завод", "зауыт"),
        ("трактор", "трактар"),
        ("подшипник", "падшыпнік"),
        ("энергия", "энергияның"),
        ("экономия", "economy"),
        ("деньги", "дзеньгі"),
        ("сварка", "сварной"),
    ],
)
def test_cognates_share_grams(one, other):
    assert set(grams(one)) & set(grams(other))


@pytest.mark.parametrize(("one", "other"), [("насос", "станок"), ("сушка", "резка"), ("печь", "цех")])
def test_different_words_share_none(one, other):
    assert not set(grams(one)) & set(grams(other))


def test_words_stand_apart_by_single_spaces():
    assert skeleton("Сушка зерна: 15 % (МТЗ-82)") == " suwka zerna 15 mtz 82 "


def test_a_text_without_words_has_no_skeleton():
    assert skeleton("— …") == ""


@given(st.text(max_size=200))
def test_a_skeleton_is_small_latin_letters_and_digits(text):
    found = skeleton(text)
    assert found.isascii()
    assert found == found.lower()
    assert "  " not in found


@given(st.text(alphabet="абвгдежзіклмнопрстуўфхцчшыэюя", min_size=1, max_size=20))
def test_grams_of_a_word_are_found_in_its_skeleton(word):
    assert all(gram.rstrip() in skeleton(word) or not skeleton(word) for gram in grams(word))
