"""4-grams are counted over the index, and rare ones weigh more."""

from search import grams
from search.analysis import skeleton
from search.query import parse


def test_grams_of_several_texts_are_counted_once_for_each():
    counted = grams.count([skeleton("сушка сушки"), skeleton("сушильный"), skeleton("насос")])
    assert counted[""] == 3
    assert counted[" suw"] == 2
    assert "nasa" not in counted


def test_grams_reach_over_no_gap_between_words():
    assert all(" " not in gram[1:] for gram in grams.count([skeleton("сушка зерна")] * 2))


def letters_of(typed, counted=None):
    """The letters of a query, each of them in no other entry unless ``counted`` says otherwise."""
    return grams.letters(grams.of_words(parse(typed, "ru")), counted or {})


def test_a_text_with_the_letters_fits_better_than_one_without():
    letters = letters_of("сварка")
    assert letters.score(skeleton("сварной шов")) > letters.score(skeleton("литьё")) == 0


def test_rare_letters_weigh_more():
    weights = dict(letters_of("сушка", {grams.TOTAL: 100, " suw": 90}).weights)
    assert weights["suwk"] > weights[" suw"]


def test_a_query_without_letters_weighs_nothing():
    assert letters_of("…").weights == ()
