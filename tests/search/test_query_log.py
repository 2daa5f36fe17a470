"""Counters of searches and clicks, and what they may hold."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.management import call_command
from django.db import OperationalError, connection
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from search import query_log
from search.models import ClickCount, QueryCount

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def counters():
    """Language, query, searches, searches without result and clicks."""
    rows = QueryCount.objects.order_by("language", "query")
    return [(row.language, row.query, row.searches, row.found_nothing, row.clicks) for row in rows]


def test_the_same_query_of_a_day_is_one_row():
    query_log.record_search("Насос", "ru", found=True)
    query_log.record_search(" насос ", "ru", found=False)
    assert counters() == [("ru", "насос", 2, 1, 0)]


def test_languages_are_counted_apart():
    query_log.record_search("насос", "ru", found=True)
    query_log.record_search("насос", "kk", found=True)
    assert counters() == [("kk", "насос", 1, 0, 0), ("ru", "насос", 1, 0, 0)]


def test_counting_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        query_log.record_search("насос", "ru", found=True)
    with django_assert_num_queries(1):
        query_log.record_search("насос", "ru", found=True)


def test_a_click_is_one_statement(publish, django_assert_num_queries):
    page = publish().pk
    query_log.record_search("насос", "ru", found=True)
    with django_assert_num_queries(1):
        query_log.record_click("насос", "ru", page=page, place=1)


def test_the_log_has_no_column_for_a_person_or_a_time():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name IN ('search_querycount', 'search_clickcount')"
        )
        columns = cursor.fetchall()
    both = {"day": "date", "language": "character varying", "query": "character varying", "clicks": "integer"}
    assert {name: kind for table, name, kind in columns if table == "search_querycount"} == both | {
        "searches": "integer",
        "found_nothing": "integer",
    }
    assert {name: kind for table, name, kind in columns if table == "search_clickcount"} == both | {
        "page_id": "integer",
        "places": "bigint",
    }


@given(st.text(max_size=query_log.LONGEST_TYPED))
@settings(max_examples=50)
def test_whatever_is_typed_is_stored_without_error(text):
    query_log.record_search(text, "ru", found=True)
    assert not QueryCount.objects.filter(query__contains="@").exists()


def test_a_pasted_text_is_not_stored():
    query_log.record_search("насос " * 100, "ru", found=False)
    assert counters() == []


def test_a_query_of_which_nothing_may_be_kept_but_a_mark_is_a_mark():
    query_log.record_search("+375 29 123-45-67", "ru", found=False)
    assert counters() == [("ru", "[…]", 1, 1, 0)]


class TestClicks:
    @pytest.fixture
    def entry(self, publish):
        return publish(title="Насос")

    @pytest.fixture(autouse=True)
    def searched(self):
        query_log.record_search("насос", "ru", found=True)

    def test_are_summed_with_their_places(self, entry):
        query_log.record_click("Насос", "ru", page=entry.pk, place=2)
        query_log.record_click("насос", "ru", page=entry.pk, place=5)
        found = ClickCount.objects.get()
        assert (found.page_id, found.clicks, found.places) == (entry.pk, 2, 7)
        assert counters() == [("ru", "насос", 1, 0, 2)]

    def test_of_a_query_that_nobody_searched_for_are_not_counted(self, entry):
        query_log.record_click("выдумка", "ru", page=entry.pk, place=1)
        assert (ClickCount.objects.count(), counters()) == (0, [("ru", "насос", 1, 0, 0)])

    def test_on_a_draft_are_not_counted(self, publish):
        query_log.record_click("насос", "ru", page=publish(published=False).pk, place=1)
        assert (ClickCount.objects.count(), counters()) == (0, [("ru", "насос", 1, 0, 0)])

    def test_on_a_page_that_is_none_are_not_counted(self):
        query_log.record_click("насос", "ru", page=999_999_999, place=1)
        assert ClickCount.objects.count() == 0

    def test_beyond_what_is_likely_are_not_counted(self, entry):
        for _number in range(query_log.MOST_CLICKS_PER_SEARCH + 2):
            query_log.record_click("насос", "ru", page=entry.pk, place=1)
        assert ClickCount.objects.get().clicks == query_log.MOST_CLICKS_PER_SEARCH

    def test_after_midnight_count_for_the_day_of_the_search(self, entry):
        yesterday = timezone.localdate() - timedelta(days=1)
        QueryCount.objects.update(day=yesterday)
        query_log.record_click("насос", "ru", page=entry.pk, place=1)
        assert ClickCount.objects.get().day == yesterday

    def test_go_with_their_page(self, entry):
        query_log.record_click("насос", "ru", page=entry.pk, place=1)
        entry.delete()
        assert ClickCount.objects.count() == 0


def test_what_is_old_is_removed():
    day = timezone.localdate() - timedelta(days=query_log.KEPT_DAYS)
    for age in (day - timedelta(days=1), day, date.today()):
        QueryCount.objects.create(day=age, language="ru", query="насос")
    call_command("remove_old_searches", verbosity=0)
    assert QueryCount.objects.filter(day__lt=day).count() == 0
    assert QueryCount.objects.count() == 2


def test_a_failure_neither_reaches_the_visitor_nor_tells_the_query(caplog):
    def fail(execute, sql, params, many, context):
        raise OperationalError(f"lost while writing {params}")

    with connection.execute_wrapper(fail):
        query_log.record_search("насос", "ru", found=True)
    assert [record.getMessage() for record in caplog.records] == [
        "The search log could not be written: OperationalError"
    ]


@pytest.mark.parametrize(
    ("agent", "is_person"),
    [
        (FIREFOX, True),
        ("Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36", True),
        ("Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)", False),
        ("Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)", False),
        ("curl/8.5.0", False),
        ("python-requests/2.32", False),
        ("", False),
    ],
)
def test_robots_are_told_by_their_names(rf, agent, is_person):
    request = rf.get("/", headers={"User-Agent": agent})
    request.user = AnonymousUser()
    assert query_log.is_visitor(request) is is_person
