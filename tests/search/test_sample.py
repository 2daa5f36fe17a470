"""Of very many hits a sample is counted."""

from uuid import UUID

import pytest

from search import engine, facets
from search.filters import Filters

pytestmark = pytest.mark.django_db


def test_of_few_entries_that_the_filters_leave_each_is_counted(publish, other_enterprise, monkeypatch):
    monkeypatch.setattr("search.facets.COUNTED_UP_TO", 5)
    monkeypatch.setattr("search.facets.SAMPLE", 1)
    for number in range(6):
        publish(title=f"Насос {number}")
    # A key that no sample has.
    publish(title="Насос иной", enterprise=other_enterprise, translation_key=UUID(int=1))
    wanted = Filters(enterprises=(other_enterprise.slug,))
    results = engine.search("насос", wanted, language="ru")
    assert (results.total, results.is_estimate, len(results.hits)) == (1, False, 1)


def test_of_very_many_entries_a_sample_is_counted(publish_pumps, monkeypatch):
    monkeypatch.setattr("search.facets.COUNTED_UP_TO", 3)
    monkeypatch.setattr("search.facets.SAMPLE", 3)
    publish_pumps(6, "ru")
    results = engine.search("насос", language="ru")
    assert (results.total, results.is_estimate, len(results.hits)) == (8, True, 6)


def test_the_versions_of_an_entry_are_in_the_sample_together(publish_pumps, monkeypatch):
    monkeypatch.setattr("search.facets.COUNTED_UP_TO", 3)
    monkeypatch.setattr("search.facets.SAMPLE", 3)
    publish_pumps(4, "ru", "be")
    languages = {facet.name: facet.values for facet in engine.search("насос", language="ru").facets}["language"]
    assert {value.value: value.count for value in languages} == {"ru": 4, "be": 4}


@pytest.mark.parametrize(("expected", "one_in"), [(2_500, 1), (2_501, 4), (10_001, 16), (50_000, 64), (9**9, 64)])
def test_the_more_entries_the_fewer_of_them_are_counted(expected, one_in):
    assert facets._one_in(expected) == one_in
