"""Words typed in another layout of the keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.keyboard import readings


@pytest.mark.parametrize(
    ("typed", "language", "meant"),
    [
        ("nhfrnjh", "ru", "трактор"),
        ("NHFRNJH", "ru", "трактор"),
        ("nhfrnfhe", "be", "трактару"),
        ("'ythubz", "ru", "энергия"),
        ("'ythusz", "be", "энергыя"),
        ("rfgbnfks", "be", "капіталы"),
        ("jyfjn;fyth", "ru", "онаотжанер"),
        ("0eftn", "kk", "қуает"),
        ("ьея", "ru", "mtz"),
        ("nhfrnjh 82", "ru", "трактор 82"),
        ("nhfrnjh cnfyjr МТЗ", "ru", "трактор станок МТЗ"),
    ],
)
def test_the_readers_layout_comes_first(typed: str, language: str, meant: str) -> None:
    assert readings(typed, language)[0] == meant


def test_a_reader_of_english_is_taken_to_have_a_russian_keyboard() -> None:
    assert readings("nhfrnjh", "en")[0] == "трактор"


def test_the_other_layouts_follow() -> None:
    assert "энергыя" in readings("'ythusz", "ru")


@pytest.mark.parametrize("text", ["", "  ", "82.1", "«»", "...", "-"])
def test_without_letters_there_is_nothing_to_read(text: str) -> None:
    assert readings(text, "ru") == []


@pytest.mark.parametrize("text", ["абракадабра", "ъъъ", "трактор, хлеб"])
def test_cyrillic_letters_on_keys_with_signs_make_no_latin_word(text: str) -> None:
    assert readings(text, "ru") == []


@given(st.text(max_size=200), st.sampled_from(["ru", "be", "kk", "en", ""]))
def test_no_text_is_an_error(text: str, language: str) -> None:
    assert text not in readings(text, language)
