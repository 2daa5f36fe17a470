"""Of very many hits a sample is counted."""

import pytest

from search import engine
from search.filters import Filters
from search.models.document import SAMPLED

pytestmark = pytest.mark.django_db


def test_of_few_entries_that_the_filters_leave_each_is_counted(publish, other_enterprise, monkeypatch):
    monkeypatch.setattr("search.facets.COUNTED_UP_TO", 5)
    monkeypatch.setattr("search.facets.SAMPLE", 1)
    for number in range(6):
        publish(title=f"Насос {number}")
    publish(title="Насос иной", enterprise=other_enterprise)
    wanted = Filters(enterprises=(other_enterprise.slug,))
    results = engine.search("насос", wanted, language="ru")
    assert (results.total, results.is_estimate, len(results.hits)) == (1, False, 1)


def test_of_very_many_entries_a_sample_is_counted(publish, monkeypatch):
    monkeypatch.setattr("search.facets.COUNTED_UP_TO", 3)
    monkeypatch.setattr("search.facets.SAMPLE", 3)
    for number in range(6):
        publish(title=f"Насос {number}")
    results = engine.search("насос", language="ru")
    assert results.is_estimate
    assert results.total % SAMPLED == 0
    assert len(results.hits) == 6
