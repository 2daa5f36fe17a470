"""4-grams are counted over the index, and rare ones weigh more."""

import pytest

from search import grams
from search.analysis import skeleton
from search.models import GramCount
from search.query import parse


def test_grams_of_several_texts_are_counted_once_for_each():
    counted = grams.count([skeleton("сушка сушки"), skeleton("сушильный"), skeleton("насос")])
    assert counted[""] == 3
    assert counted[" suw"] == 2
    assert "nasa" not in counted


def test_grams_reach_over_no_gap_between_words():
    assert all(" " not in gram[1:] for gram in grams.count([skeleton("сушка зерна")] * 2))


@pytest.mark.django_db
def test_a_text_with_the_letters_fits_better_than_one_without():
    letters = grams.letters(parse("сварка", "ru"))
    assert letters.score(skeleton("сварной шов")) > letters.score(skeleton("литьё")) == 0


@pytest.mark.django_db
def test_rare_letters_weigh_more():
    GramCount.objects.bulk_create([GramCount(gram="", documents=100), GramCount(gram=" suw", documents=90)])
    weights = dict(grams.letters(parse("сушка", "ru")).weights)
    assert weights["suwk"] > weights[" suw"]


@pytest.mark.django_db
def test_a_query_without_letters_weighs_nothing():
    assert grams.letters(parse("…", "ru")).weights == ()
