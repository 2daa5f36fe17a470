"""Filters as they stand in an address."""

from decimal import Decimal

import pytest
from django.http import QueryDict

from search.filters import MOST_VALUES, Filters, percentage


def read(address: str, **more) -> Filters:
    return Filters.from_querydict(QueryDict(address), **more)


def test_values_of_a_facet_add_up():
    assert read("area=tractors&area=welding").areas == ("tractors", "welding")


def test_a_value_given_twice_counts_once():
    assert read("country=BY&country=BY").countries == ("BY",)


def test_the_type_is_one():
    assert read("type=article&type=technology").entry_type == "article"


def test_empty_values_are_no_filter():
    assert read("area=&tag=%20") == Filters()


def test_what_the_page_fixes_is_not_read_from_the_address():
    filters = read("area=welding", fixed={"area": "tractors"})
    assert filters.areas == ("tractors",) and "area" not in filters.offered


def test_a_section_fixes_its_type():
    filters = read("type=article", entry_type="technology")
    assert filters.entry_type == "technology" and "type" not in filters.offered


def test_nul_characters_do_not_reach_the_database():
    assert read("tag=a%00b").tags == ("a b",)


def test_the_number_of_values_is_limited():
    assert len(read("&".join(f"tag={number}" for number in range(500))).tags) == MOST_VALUES


def test_years_that_are_none_are_kept_out_of_the_database():
    assert read("year=2024&year=x&year=99999").year_numbers == [2024]


def test_the_address_comes_back():
    filters = read("area=tractors&country=KZ&year=2024")
    assert read(filters.querystring()) == filters


def test_the_address_leaves_out_what_the_page_fixes():
    assert read("country=KZ", fixed={"area": "tractors"}).querystring(query="а", page=2) == "q=%D0%B0&country=KZ&page=2"


def test_toggling_puts_a_value_in():
    assert Filters().toggled("country", "BY").countries == ("BY",)


def test_toggling_takes_a_value_out():
    assert Filters(countries=("BY", "KZ")).toggled("country", "BY").countries == ("KZ",)


def test_toggling_the_type_replaces_it():
    assert Filters(entry_type="article").toggled("type", "technology").entry_type == "technology"


def test_the_readers_language_comes_first():
    assert Filters(languages=("en", "ru", "kk")).languages_for("kk") == ("kk", "ru", "en")


@pytest.mark.parametrize(
    ("typed", "size"),
    [("15", 15), ("15 %", 15), ("−15", 15), ("-15%", 15), ("+7,5", "7.5"), ("7.5", "7.5"), (" 0\u00a0%", 0)],
)
def test_a_percentage_is_read_as_people_write_it(typed, size):
    assert percentage(typed) == Decimal(size)


@pytest.mark.parametrize("typed", ["", "abc", "15x", "1e9", "1" * 7, "--5", "٣", "NaN", "15 20", "%"])
def test_what_is_no_percentage_is_none(typed):
    assert percentage(typed) is None


def test_a_change_belongs_to_an_indicator():
    assert read("indicator=downtime&change=15").least == 15
    assert read("change=15") == Filters()


def test_one_indicator_is_chosen_at_a_time():
    assert read("indicator=oee&indicator=downtime").indicator == "oee"


def test_the_address_of_a_change_comes_back():
    filters = read("indicator=downtime&change=7,5")
    assert read(filters.querystring()) == filters
