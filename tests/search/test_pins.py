"""What editors put first."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import engine, pins
from search.candidates import RELEVANCE
from search.filters import Filters
from search.models import Pin
from search.results import Results

pytestmark = pytest.mark.django_db


@pytest.fixture
def pumps(publish):
    """Three entries that a search for pumps finds, the best first."""
    return [
        publish(title="Насос", summary="Насос насос насос."),
        publish(title="Насос для воды", summary="Кратко."),
        publish(title="Ремонт", summary="Как разобрать насос."),
    ]


@pytest.fixture
def belt(publish):
    """An entry without that word."""
    return publish(title="Конвейер", summary="Лента.")


def search(query="насос", language="ru", **values):
    filters = Filters(**{name: value for name, value in values.items() if name not in ("page", "page_size", "sort")})
    options = {name: value for name, value in values.items() if name in ("page", "page_size", "sort")}
    results = engine.search(query, filters, language=language, **options)
    pins.apply(results, filters, language=language)
    return results


def shown(results):
    return [hit.title for hit in results.hits]


def test_a_pinned_entry_comes_first_and_is_marked(pumps, pin):
    pin("насос", pumps[2])
    results = search()
    assert (shown(results)[0], [hit.is_recommended for hit in results.hits]) == ("Ремонт", [True, False, False])


def test_it_stands_in_the_list_once_and_the_total_stays(pumps, pin):
    pin("насос", pumps[2])
    results = search()
    assert (sorted(shown(results)), results.total) == (["Насос", "Насос для воды", "Ремонт"], 3)


def test_an_entry_that_the_search_would_not_find_is_added(pumps, belt, pin):
    pin("насос", belt)
    results = search()
    assert (shown(results)[0], results.total) == ("Конвейер", 4)


def test_a_query_that_finds_nothing_gets_the_pinned_entry(belt, pin):
    pin("транспортёр", belt)
    results = search("транспортёр")
    assert (shown(results), results.total) == (["Конвейер"], 1)


def test_what_editors_pinned_is_not_read_in_another_layout(pumps, belt, pin):
    assert search("yfcjc").typed == "yfcjc"
    pin("yfcjc", belt)
    results = search("yfcjc")
    assert (shown(results), results.total, results.query, results.typed) == (["Конвейер"], 1, "yfcjc", "")


def test_another_layout_is_read_where_the_pinned_entry_is_filtered_out(pumps, belt, pin):
    pin("yfcjc", belt)
    assert search("yfcjc", entry_type="technology", countries=("KZ",)).total == 0
    belt.unpublish()
    assert search("yfcjc").query == "насос"


def test_several_come_in_the_order_of_the_editors(pumps, belt, pin):
    pin("насос", pumps[1], place=2)
    pin("насос", belt, place=1)
    assert shown(search())[:2] == ["Конвейер", "Насос для воды"]


def test_an_entry_of_the_second_page_moves_to_the_first(pumps, pin):
    pin("насос", pumps[2])
    first, second = search(page_size=2), search(page_size=2, page=2)
    assert (shown(first), shown(second)) == (["Ремонт", "Насос", "Насос для воды"], [])
    assert (first.total, second.total) == (3, 3)


def test_no_snippet_is_lost_by_moving(pumps, pin):
    pin("насос", pumps[2])
    assert "<mark>насос</mark>" in search().hits[0].snippet_html


def test_words_of_the_query_are_marked_in_an_added_entry(belt, pin):
    pin("лента транспортёр", belt)
    engine_alone = engine.search("лента транспортёр", language="ru")
    assert engine_alone.total == 1
    assert "<mark>Лента</mark>" in search("лента транспортёр").hits[0].snippet_html


@pytest.mark.parametrize(
    ("pinned", "typed", "language", "is_same"),
    [
        ("насос", "насосов", "ru", True),
        ("насос", "НАСОСАМИ", "ru", True),
        ("ремонт насоса", "насосы ремонтом", "ru", True),
        ("ремонт насоса", '"ремонт насоса"', "ru", True),
        ("мтз-82", "МТЗ 82", "ru", True),
        ("мтз-82", "mtz82", "ru", True),
        ("как чинить насос", "чинить насос", "ru", True),
        ("сорғы", "сорғыларды", "kk", True),
        ("трактор", "тракторлар", "kk", True),
        ("помпа", "помпы", "be", True),
        ("pump", "pumps", "en", True),
        ("насос", "насос вода", "ru", False),
        ("насос вода", "насос", "ru", False),
        ("насос", "насос -вода", "ru", False),
        ("насос насос", "насос вода", "ru", False),
        ("насос", "трактор", "ru", False),
    ],
)
def test_a_query_with_the_same_words_is_the_same(belt, pin, pinned, typed, language, is_same):
    pin(pinned, belt, language=language)
    assert pins.pinned(typed, language) == ([belt.pk] if is_same else [])


def test_other_interface_languages_have_their_own(pumps, belt, pin):
    pin("насос", belt, language="kk")
    assert "Конвейер" not in shown(search())


def test_the_version_in_the_readers_language_stands_for_it(publish, belt, locales, pin):
    translation = belt.copy_for_translation(locales["kk"], copy_parents=True)
    translation.title = "Таспалы конвейер"
    translation.save_revision(clean=False).publish()
    pin("сорғы", belt, language="kk")
    assert shown(search("сорғы", "kk")) == ["Таспалы конвейер"]


@pytest.mark.parametrize("filters", [{"countries": ("KZ",)}, {"entry_type": "article"}, {"languages": ("kk",)}])
def test_what_does_not_pass_the_filters_is_not_shown(pumps, belt, pin, filters):
    pin("насос", belt)
    assert "Конвейер" not in shown(search(**filters))


def test_what_passes_the_filters_is_shown(pumps, belt, pin):
    pin("насос", belt)
    assert shown(search(countries=("BY",)))[0] == "Конвейер"


def test_what_is_not_published_is_not_shown(pumps, belt, pin):
    pin("насос", belt)
    belt.unpublish()
    assert (shown(search())[0], search().total) == ("Насос", 3)


@pytest.mark.parametrize("sort", ["newest", "readiness"])
def test_another_order_has_no_pins(pumps, belt, pin, sort):
    pin("насос", belt)
    assert "Конвейер" not in shown(search(sort=sort))


def test_a_list_has_no_pins(pumps, belt, pin):
    pin("насос", belt)
    assert [hit.title for hit in search("").hits if hit.is_recommended] == []


def test_no_more_than_five_are_put_first(publish, pin):
    for number in range(7):
        pin("насос", publish(title=f"Лента {number}"), place=number + 1)
    assert len(pins.pinned("насос", "ru")) == pins.MOST


def test_a_pin_costs_one_statement(pumps, belt, pin):
    search()
    with CaptureQueriesContext(connection) as without:
        search()
    pin("насос", belt)
    search()
    with CaptureQueriesContext(connection) as with_pin:
        search()
    assert len(with_pin) == len(without) + 1


def test_queries_without_pins_cost_none(pumps, belt, pin, django_assert_num_queries):
    pin("транспортёр", belt)
    pins.pinned("насос", "ru")
    with django_assert_num_queries(0):
        pins.apply(Results("насос", 0, [], [], 1, 1, RELEVANCE, []), Filters(), language="ru")


def test_a_change_is_seen_at_once(pumps, belt, pin, django_capture_on_commit_callbacks):
    made = pin("насос", belt)
    assert shown(search())[0] == "Конвейер"
    with django_capture_on_commit_callbacks(execute=True):
        made.delete()
    assert "Конвейер" not in shown(search())


def test_a_pin_goes_with_its_entry(belt, pin):
    pin("насос", belt)
    belt.delete()
    assert Pin.objects.count() == 0


def test_the_page_says_recommended(client, belt, pin):
    pin("насос", belt)
    text = client.get("/ru/search/", {"q": "насосы"}).content.decode()
    assert text.index("badge--good") < text.index("Конвейер")
