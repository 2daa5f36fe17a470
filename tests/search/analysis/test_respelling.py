"""Kazakh and Belarusian words that were typed on a Russian keyboard."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis import lacks_letters, respellings
from search.analysis.folding import fold
from search.analysis.respelling import MOST

russian = st.text(alphabet="абвгдежзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=20)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("агаш", "ағаш"),
        ("кол", "қол"),
        ("кол", "көл"),
        ("гимарат", "ғимарат"),
        ("ондирис", "өндіріс"),
        ("казирги", "қазіргі"),
        ("кызмет", "қызмет"),
        ("акпараттык", "ақпараттық"),
        ("касипорын", "кәсіпорын"),
        ("тажирибе", "тәжірибе"),
        ("мадениети", "мәдениеті"),
        ("биик", "биік"),
        ("солтустик", "солтүстік"),
        ("онтустик", "оңтүстік"),
        ("экономикалык", "экономикалық"),
        ("республиканын", "республиканың"),
    ],
)
def test_vowel_harmony_tells_how_a_kazakh_word_may_be_written(typed: str, meant: str) -> None:
    assert meant in respellings(typed, "kk")


def test_a_word_without_such_letters_is_written_as_it_was_typed() -> None:
    assert respellings("емдеу", "kk") == respellings("завод", "be") == ()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("будауники", "будаўнікі"), ("станки", "станкі"), ("праўдзивы", "праўдзівы"), ("роуны", "роўны")],
)
def test_belarusian_letters_follow_from_their_neighbours(typed: str, meant: str) -> None:
    assert respellings(typed, "be") == (meant,)


def test_other_languages_are_typed_as_they_are_written() -> None:
    assert respellings("агаш", "ru") == respellings("agash", "en") == ()


@given(russian)
def test_a_spelling_differs_in_letters_alone_that_a_russian_keyboard_lacks(word: str) -> None:
    found = respellings(word, "kk")
    assert len(set(found)) == len(found) <= MOST
    assert word not in found
    assert {fold(spelling) for spelling in found} <= {fold(word)}


@pytest.mark.parametrize(
    ("text", "language", "lacks"),
    [
        ("агаш ондеу", "kk", True),
        ("агаш өңдеу", "kk", False),
        ("Іздеу", "kk", False),
        ("станки", "be", True),
        ("станкі", "be", False),
        ("станки", "ru", False),
        ("МТЗ 82", "kk", True),
    ],
)
def test_who_typed_one_letter_of_a_language_can_type_the_others(text: str, language: str, lacks: bool) -> None:
    assert lacks_letters(text, language) is lacks
