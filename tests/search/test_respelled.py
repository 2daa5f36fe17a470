"""The words of a query as they are written with the letters that were not typed."""

import pytest

from search.expansion import expand
from search.query import Query, parse
from search.respelled import as_written, respelled, with_spellings

pytestmark = pytest.mark.django_db


def frequencies(query: Query, **counts: int) -> dict:
    """In how many entries each way to say a word of the query stands; 0 but for those named."""
    ways = [way for term in query.terms for way in (term, *term.synonyms)]
    return {way: max(counts.get(lexeme, 0) for lexeme in (*way.lexemes, "")) for way in ways}


def test_each_word_is_written_as_most_entries_have_it() -> None:
    query = expand(parse("какпакша, кунтак!", "kk"), "kk")
    assert as_written(query, frequencies(query, қақпақша=3, күнтақ=1, құнтақ=2)) == "қақпақша, құнтақ!"


def test_a_word_that_more_entries_have_as_it_was_typed_stays() -> None:
    query = expand(parse("какпакша", "kk"), "kk")
    assert as_written(query, frequencies(query, какпакша=2, қақпақша=1)) == "какпакша"


def test_what_is_not_sought_is_left_out() -> None:
    query = expand(parse("какпакша -кунтак", "kk"), "kk")
    assert as_written(query, frequencies(query)) == "какпакша"


def test_the_thesaurus_sees_all_spellings_of_a_word() -> None:
    (term,) = parse("кол", "kk").terms
    assert {"кол", "қол", "көл"} <= set(with_spellings(respelled(term, "kk")).lexemes)
