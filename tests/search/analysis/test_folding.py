"""Skeletons of words, which a keyboard without all letters can type."""

import pytest

from search.analysis.folding import fold, spellings


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("кауипсиздик", "қауіпсіздік"),
        ("ондирис", "Өндіріс"),
        ("гимарат", "ғимарат"),
        ("жана", "жаңа"),
        ("курылыс", "құрылыс"),
        ("туйин", "түйін"),
        ("жихаз", "жиһаз"),
        ("енергия", "енергія"),
        ("роунасць", "роўнасць"),
        ("абект", "аб’ект"),
        ("елка", "ёлка"),
    ],
)
def test_letters_that_a_keyboard_lacks_leave_the_skeleton_as_it_is(typed: str, written: str) -> None:
    assert fold(typed) == fold(written)


def test_other_letters_part_skeletons() -> None:
    assert fold("насос") != fold("насас")


@pytest.mark.parametrize(("typed", "meant"), [("HACOC", "насос"), ("МТЗ", "mtz"), ("нacoc", "насос"), ("сор", "cop")])
def test_a_word_is_read_in_both_alphabets(typed: str, meant: str) -> None:
    assert (meant in spellings(typed)) == (meant != "mtz")


def test_a_word_with_letters_of_one_alphabet_alone_is_read_in_it() -> None:
    assert spellings("двигатель") == ["двигатель"]
