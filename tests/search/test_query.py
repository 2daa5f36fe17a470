"""What visitors type, understood; nothing that is typed is an error."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import LONGEST, MOST_TERMS, languages_of, parse


def lexemes(typed: str, reader: str = "ru") -> list[tuple[str, ...]]:
    return [term.lexemes for term in parse(typed, reader).terms]


def test_an_empty_query_asks_nothing():
    assert not parse("  \n ")


def test_forms_of_a_word_are_one_term():
    assert set(lexemes("тракторами")[0]) & set(lexemes("трактор")[0])


def test_words_are_terms_of_their_own():
    assert len(lexemes("сушка зерна")) == 2


def test_a_repeated_word_counts_once():
    assert len(lexemes("зерно зерно зерно")) == 1


def test_a_phrase_is_required_in_its_order():
    assert parse('"grain pumps"', "en").phrases == ("('grain') <1> ('pump')",)


def test_the_words_of_a_phrase_rank_too():
    assert len(parse('"сушка зерна"', "ru").terms) == 2


@pytest.mark.parametrize("typed", ["«сушка зерна»", "“сушка зерна”", "„сушка зерна“"])
def test_every_language_may_use_its_own_quotation_marks(typed):
    assert parse(typed, "ru").phrases


def test_an_open_quotation_mark_is_ignored():
    assert parse('"сушка зерна', "ru").phrases == () and len(lexemes('"сушка зерна')) == 2


def test_the_last_word_may_be_unfinished():
    *before, last = parse("сушка мтз-8", unfinished=True).terms
    assert [term.prefixes for term in before] == [()] * len(before) and last.prefixes == ("8",)


@pytest.mark.parametrize("typed", ["сушка OR зерно", '"сушка зерна"', "сушка -зерна"])
def test_only_a_word_of_its_own_may_be_unfinished(typed):
    assert parse(typed, unfinished=True) == parse(typed)


def test_no_word_is_cut_at_the_end_of_what_is_read():
    assert lexemes("насосами " * 100) == lexemes("насосами")


def test_a_minus_excludes_the_word():
    query = parse("pumps -grain", "en")
    assert len(query.terms) == 1
    assert query.excluded == ("('grain')",)


def test_a_minus_excludes_a_phrase():
    assert parse('-"grain pumps"', "en").excluded == ("('grain') <1> ('pump')",)


@pytest.mark.parametrize("typed", ["насос -40", "насос −40 °C", "МТЗ -82"])
def test_a_minus_before_a_figure_excludes_nothing(typed):
    assert parse(typed, "ru").excluded == ()
    assert len(parse(typed, "ru").weighty) >= 2


def test_a_hyphen_inside_a_word_excludes_nothing():
    assert parse("научно-технический", "ru").excluded == ()


@pytest.mark.parametrize("mark", ["OR", "|", "ИЛИ", "АБО", "НЕМЕСЕ"])
def test_alternatives_are_one_term(mark):
    (term,) = parse(f"насос {mark} клапан", "ru").terms
    assert {"насос", "клапан"} <= set(term.lexemes)


def test_alternatives_bind_the_words_beside_them_only():
    assert [len(found) for found in lexemes("line pump OR valve grain", "en")] == [1, 2, 1]


def test_a_mark_of_alternatives_without_words_is_ignored():
    assert lexemes("OR сушка OR") == lexemes("сушка")


def test_a_star_finds_beginnings():
    (term,) = parse("трак*", "ru").terms
    assert term.prefixes == ("трак",)


def test_a_beginning_longer_than_the_stem_finds_the_stem():
    (term,) = parse("тракторам*", "ru").terms
    assert set(lexemes("трактор")[0]) <= set(term.lexemes)


@pytest.mark.parametrize("typed", ["*", "т*", "**", "-", "- -", '""', "|"])
def test_an_operator_without_words_asks_nothing_or_a_letter(typed):
    assert not parse(typed).phrases and not parse(typed).excluded


def test_a_designation_apart_is_also_sought_as_a_whole():
    assert any(term.is_whole and "mtz82" in term.lexemes for term in parse("МТЗ 82", "ru").terms)


def test_stop_words_weigh_nothing_beside_others():
    assert [term.lexemes for term in parse("как и сушки", "ru").weighty] == lexemes("сушки")


def test_stop_words_alone_are_sought():
    assert parse("и как", "ru").weighty


def test_an_undecided_query_is_read_in_every_language():
    assert len(parse("тонна", "en").terms[0].lexemes) > 1


def test_a_query_that_could_be_kazakh_is_read_as_kazakh_too():
    assert set(parse("кептірумен", "kk").terms[0].lexemes) <= set(parse("кептірумен", "ru").terms[0].lexemes)


@pytest.mark.parametrize(("text", "languages"), [("ўзровень", ("be", "en")), ("қуат", ("kk", "en")), ("pump", ("en",))])
def test_letters_of_one_language_decide(text, languages):
    assert languages_of(text, "en") == languages


def test_no_more_terms_than_can_be_weighed():
    assert len(parse(" ".join(f"слово{number}" for number in range(200))).terms) <= MOST_TERMS


def test_ten_thousand_characters_hold_nobody_up():
    """How quick it is the benchmarks say."""
    started = time.thread_time()
    parse("ы" * 10_000 + '" -OR* ' * 1_000)
    assert time.thread_time() - started < 5


def test_the_text_is_cut():
    assert len(parse("зерно " * 2_000).text) <= LONGEST


@given(st.text(max_size=300))
def test_nothing_that_is_typed_is_an_error(typed):
    assert "\x00" not in parse(typed).text


@given(st.lists(st.sampled_from(['"', "-", "OR", "*", "зерно", "|", "(", ")", "'", "\\", "&", "!", ":*", "МТЗ-82"])))
def test_no_combination_of_operators_is_an_error(pieces):
    parse(" ".join(pieces))
    parse("".join(pieces))
