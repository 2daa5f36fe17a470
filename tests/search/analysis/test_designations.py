"""Designations are found however they are written."""

import pytest

from search.analysis import analyse, analyse_query
from search.analysis.designations import is_mark, keys, number


def is_found(query: str, text: str, language: str = "ru") -> bool:
    """Whether the text has every word of the query; wholes may be missing."""
    lexemes = {token.lexeme for token in analyse(text, language)}
    return all(term.lexemes & lexemes for term in analyse_query(query) if not term.is_whole)


def shares_a_whole(query: str, text: str) -> bool:
    lexemes = {token.lexeme for token in analyse(text, "ru")}
    return any(term.lexemes & lexemes for term in analyse_query(query) if term.is_whole)


@pytest.mark.parametrize("query", ["МТЗ-82.1", "мтз-82.1", "МТЗ 82.1", "МТЗ82.1", "MTZ-82.1", "mtz 82.1", "MТЗ-82.1"])
def test_a_tractor_is_found_by_every_spelling(query):
    assert is_found(query, "Трактор МТЗ-82.1 с отвалом")
    assert shares_a_whole(query, "Трактор МТЗ-82.1 с отвалом")


@pytest.mark.parametrize("query", ["МТЗ 82", "MTZ 82", "мтз", "82.1"])
def test_a_tractor_is_found_by_a_part(query):
    assert is_found(query, "Трактор МТЗ-82.1")


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("BelAZ 75710", "самосвал БелАЗ-75710"),
        ("белаз-75710", "самосвал БелАЗ 75710"),
        ("КамАЗ 5320", "KAMAZ-5320"),
        ("GOST 12.1.004-91", "по ГОСТ 12.1.004-91"),
        ("гост 12.1.004", "по ГОСТ 12.1.004-91"),
        ("10kV", "линия 10 кВ"),
        ("10 кВ", "линия 10кВ"),
        ("St3sp", "сталь Ст3сп"),
        ("16K20", "станок 16К20"),
        ("С++", "на C++"),
        ("м3", "сто м³"),
        ("1.5", "на 1,5 т"),
        ("10000", "10 000 рублей"),
        ("10 000", "10000 рублей"),
    ],
)
def test_alphabet_and_gaps_do_not_matter(query, text):
    assert is_found(query, text) or shares_a_whole(query, text)


def test_another_number_is_not_found():
    assert not is_found("МТЗ-80", "Трактор МТЗ-82.1")


def test_letters_with_twins_are_read_in_both_alphabets():
    assert keys("св") == {"sv", "cb"}


def test_letters_without_twins_are_read_in_one_alphabet():
    assert keys("мтз") == {"mtz"}


@pytest.mark.parametrize("word", ["МТЗ", "БелАЗ", "GOST", "kW", "ҚазТБ"])
def test_two_capitals_make_a_mark(word):
    assert is_mark(word)


@pytest.mark.parametrize("word", ["Минск", "трактор", "А", "ТЕХНОЛОГИЯ"])
def test_ordinary_words_are_no_marks(word):
    assert not is_mark(word)


def test_an_abbreviation_is_no_stop_word():
    assert not analyse("ИЗ", "ru")[0].is_stop


@pytest.mark.parametrize(
    ("written", "language", "expected"),
    [
        ("1,5", "ru", "1.5"),
        ("1,000", "ru", "1.000"),
        ("1,000", "en", "1000"),
        ("1.000.000", "ru", "1000000"),
        ("004", "ru", "004"),
    ],
)
def test_a_number_has_one_spelling(written, language, expected):
    assert number(written, language) == expected
