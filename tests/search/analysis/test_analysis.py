"""The entrance to the analysis: tokens of a text and terms of a query."""

import pytest

from search.analysis import LANGUAGES, analyse, analyse_query


def test_offsets_point_to_what_the_author_wrote():
    text = "Мощный тех\u00adни\u0301ческий котёл МТЗ-82"
    spans = {text[token.start : token.end] for token in analyse(text, "ru")}
    assert spans == {"Мощный", "тех\u00adни\u0301ческий", "котёл", "МТЗ-82", "МТЗ", "82"}


def test_parts_of_a_hyphenated_word_follow_each_other():
    tokens = analyse("научно-технический центр", "ru")
    assert [(token.lexeme, token.position) for token in tokens] == [
        ("научно-техническ", 1),
        ("научн", 1),
        ("техническ", 2),
        ("центр", 3),
    ]


def test_a_phrase_matches_a_hyphenated_word_by_position():
    in_text = {token.lexeme: token.position for token in analyse("трактор МТЗ-82 новый", "ru")}
    assert in_text["82"] == in_text["мтз"] + 1
    assert in_text["нов"] == in_text["82"] + 1


@pytest.mark.parametrize(
    ("text", "language"), [("из", "ru"), ("з", "be"), ("және", "kk"), ("the", "en"), ("из-за", "ru")]
)
def test_stop_words_are_marked(text, language):
    assert all(token.is_stop for token in analyse(text, language))


@pytest.mark.parametrize("language", LANGUAGES)
def test_content_words_are_not_stopped(language):
    assert not any(token.is_stop for token in analyse("трактор tractor жүйе прылада", language))


def test_the_case_ending_of_a_kazakh_abbreviation_is_a_stop_word():
    tokens = analyse("АТФ-ның", "kk")
    assert [(token.lexeme, token.is_stop) for token in tokens] == [
        ("атф-ның", False),
        ("атф", False),
        ("atf", False),
        ("ның", True),
    ]


def test_a_query_word_has_its_lexemes_in_every_language():
    (term,) = analyse_query("станкоў")
    assert {token.lexeme for token in analyse("станок", "be")} & term.lexemes


def test_a_query_word_keeps_to_the_languages_asked_for():
    (term,) = analyse_query("тракторов", ["ru"])
    assert term.lexemes == {"трактор"}


def test_a_word_that_stops_in_one_language_stops_in_the_query():
    assert [term.is_stop for term in analyse_query("насос для воды")] == [False, True, False]


def test_a_whole_is_marked_so_that_it_need_not_be_required():
    assert [(sorted(term.lexemes), term.is_whole) for term in analyse_query("мтз82", ["ru"])] == [
        (["mtz82"], True),
        (["mtz", "мтз"], False),
        (["82"], False),
    ]


def test_nothing_gives_nothing():
    assert analyse("", "ru") == []
    assert analyse_query(" -- \x00 ") == []


def test_an_unknown_language_is_an_error():
    with pytest.raises(KeyError):
        analyse("трактор", "de")
