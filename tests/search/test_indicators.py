"""Filtering and ordering by how much an indicator changed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from kb.models import Indicator
from search import engine
from search.filters import Filters
from search.models import SearchDocument
from search.results import Results
from tests.factories.kb import make_indicator_row

pytestmark = pytest.mark.django_db

ENERGY, OUTPUT = "energy-per-unit", "productivity"


def row(code: str, before: int, after: int) -> Any:
    return make_indicator_row(indicator=Indicator.objects.get(code=code), before=Decimal(before), after=Decimal(after))


def search(query: str = "", sort: str = "", indicator: str = "", least: float | None = None, **filters: Any) -> Results:
    wanted = Filters(indicator=indicator, least=None if least is None else Decimal(least), **filters)
    return engine.search(query, wanted, language="ru", sort=sort)


def titles(results: Results) -> list[str]:
    return [hit.title for hit in results.hits]


def counts(results: Results, name: str) -> dict[str, int]:
    return {value.value: value.count for facet in results.facets if facet.name == name for value in facet.values}


@pytest.fixture
def studies(publish: Callable[..., Any]) -> None:
    """Energy down by 10, 15 and 40 % and up by 20 %; output up by 50 % and down by 50 %."""
    publish("case_study", title="Десять", indicators=[row(ENERGY, 100, 90)])
    publish("case_study", title="Пятнадцать", indicators=[row(ENERGY, 100, 85), row(OUTPUT, 10, 15)])
    publish("case_study", title="Сорок", indicators=[row(OUTPUT, 10, 5), row(ENERGY, 100, 60)])
    publish("case_study", title="Хуже", indicators=[row(ENERGY, 100, 120)])
    publish("technology", title="Без показателей")


def test_less_is_better_where_the_indicator_says_so(studies: None) -> None:
    assert titles(search(indicator=ENERGY, least=15)) == ["Сорок", "Пятнадцать"]


def test_more_is_better_where_the_indicator_says_so(studies: None) -> None:
    assert titles(search(indicator=OUTPUT, least=15)) == ["Пятнадцать"]


def test_nought_percent_keeps_out_what_got_worse(studies: None) -> None:
    assert search(indicator=ENERGY, least=0).total == 3


def test_an_indicator_without_a_change_asks_only_that_it_was_measured(studies: None) -> None:
    assert search(indicator=ENERGY).total == 4


def test_words_and_a_change_narrow_together(studies: None) -> None:
    assert titles(search("сорок десять", indicator=ENERGY, least=15)) == ["Сорок"]


def test_an_unknown_indicator_finds_nothing(studies: None) -> None:
    assert search(indicator="'; --", least=15).total == 0


def test_other_facets_count_under_the_change(studies: None) -> None:
    assert counts(search(indicator=ENERGY, least=15), "type") == {"case_study": 2}


def test_indicators_are_counted_with_their_own_filter_left_out(studies: None) -> None:
    assert counts(search(indicator=ENERGY, least=15), "indicator") == {ENERGY: 4, OUTPUT: 2}


def test_indicators_are_counted_under_the_filters_of_others(studies: None) -> None:
    assert counts(search("пятнадцать"), "indicator") == {ENERGY: 1, OUTPUT: 1}


def test_kept_counts_of_indicators_are_those_of_counting(studies: None) -> None:
    kept = counts(search(), "indicator")
    assert kept == counts(search(countries=("BY",)), "indicator") == {ENERGY: 4, OUTPUT: 2}


def test_a_chosen_indicator_stays_where_no_entry_has_it(studies: None) -> None:
    assert counts(search("неттакого", indicator=OUTPUT), "indicator") == {OUTPUT: 0}


def test_the_greatest_improvement_of_the_headline_comes_first(studies: None) -> None:
    found = titles(search(sort="improvement"))
    assert found == ["Пятнадцать", "Десять", "Хуже", "Сорок", "Без показателей"]


def test_the_greatest_improvement_of_the_chosen_indicator_comes_first(studies: None) -> None:
    assert titles(search(sort="improvement", indicator=ENERGY)) == ["Сорок", "Пятнадцать", "Десять", "Хуже"]


def test_a_query_can_be_ordered_by_improvement(studies: None) -> None:
    found = search("пятнадцать сорок", sort="improvement", indicator=ENERGY)
    assert titles(found) == ["Сорок", "Пятнадцать"]


def test_a_hit_shows_the_headline_without_a_filter(studies: None) -> None:
    (hit,) = search("сорок").hits
    assert hit.headline and (hit.headline.change, hit.headline.is_improvement) == (-50, False)


def test_a_hit_shows_the_indicator_that_the_list_is_filtered_by(studies: None) -> None:
    (hit,) = search("сорок", indicator=ENERGY).hits
    assert hit.headline and (hit.headline.change, hit.headline.is_improvement) == (-40, True)


def test_of_two_figures_of_one_indicator_the_better_one_counts(publish: Callable[..., Any]) -> None:
    publish("case_study", indicators=[row(ENERGY, 100, 95), row(ENERGY, 100, 70)])
    assert [hit.headline and hit.headline.change for hit in search(indicator=ENERGY, least=15).hits] == [-30]


def test_a_figure_that_rose_from_nought_has_no_percentage(publish: Callable[..., Any]) -> None:
    page = publish("case_study", indicators=[row(OUTPUT, 0, 5), row(ENERGY, 100, 70)])
    document = SearchDocument.objects.get(page=page)
    assert (document.gains, document.headline_gain) == ([30], 30)


def test_turning_an_indicator_round_turns_its_gains(studies: None, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        energy = Indicator.objects.get(code=ENERGY)
        energy.lower_is_better = False
        energy.save()
    assert titles(search(indicator=ENERGY, least=15)) == ["Хуже"]


@pytest.mark.parametrize("sort", ["newest", "improvement"])
def test_a_change_takes_no_more_statements(studies: None, django_assert_num_queries: Any, sort: str) -> None:
    with django_assert_num_queries(2):
        search(sort=sort, indicator=ENERGY, least=15)


def test_an_index_serves_the_filter_and_the_order(studies: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(
            "EXPLAIN SELECT page_id FROM search_searchdocument WHERE indicator_ids && ARRAY(SELECT id::int"
            " FROM kb_indicator WHERE code = 'oee')"
        )
        assert "search_indicators" in str(cursor.fetchall())
        cursor.execute(
            "EXPLAIN SELECT page_id FROM search_searchdocument"
            " ORDER BY headline_gain DESC NULLS LAST, published_at DESC, page_id DESC LIMIT 20"
        )
        assert "search_improvement" in str(cursor.fetchall())


@pytest.mark.parametrize("access", ["registered", "on_request"])
def test_figures_of_an_entry_that_not_everybody_may_read_are_told_by_no_list(
    publish: Callable[..., Any], access: str
) -> None:
    publish("case_study", title="Насос", access=access, indicators=[row(ENERGY, 100, 65)])
    publish("technology", title="Турбина", access=access, trl=8)
    for hit in search().hits:
        assert (hit.headline, hit.trl, hit.stage) == (None, None, "")
    assert titles(search(indicator=ENERGY, least=30)) == []
    assert counts(search(), "readiness") == counts(search(), "indicator") == {}
