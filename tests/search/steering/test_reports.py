"""What the reports tell."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from search.models import ClickCount, QueryCount

pytestmark = pytest.mark.django_db


@pytest.fixture
def count():
    """Writes a counter of ``days`` ago."""

    def write(query, searches=1, in_vain=0, clicks=0, *, language="ru", days=0):
        day = timezone.localdate() - timedelta(days=days)
        QueryCount.objects.create(
            day=day, language=language, query=query, searches=searches, found_nothing=in_vain, clicks=clicks
        )

    return write


@pytest.fixture
def rows(client, editor):
    """The rows of a report as its spreadsheet has them, without the heading."""
    client.force_login(editor)

    def read(name="search_queries", **data):
        answer = client.get(reverse(f"{name}:index"), {**data, "export": "csv"})
        return list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode())))[1:]

    return read


@pytest.fixture
def table(client, editor):
    """A report as the editor sees it, without the filters beside it."""
    client.force_login(editor)

    def read(name="search_queries", **data):
        text = client.get(reverse(f"{name}:index"), data).content.decode()
        return text.split('<table class="listing')[1].split("</table>")[0] if '<table class="listing' in text else ""

    return read


def test_days_are_summed(count, rows):
    count("насос", 3, 1, 1)
    count("насос", 5, 0, 1, days=3)
    assert rows() == [["насос", "ru", "8", "1", "2", "25"]]


def test_the_most_frequent_come_first(count, rows):
    for query, searches in (("редко", 1), ("часто", 9), ("иногда", 4)):
        count(query, searches)
    assert [row[0] for row in rows()] == ["часто", "иногда", "редко"]


@pytest.mark.parametrize("column", ["query", "times", "in_vain", "clicked", "share"])
def test_each_column_sorts(count, rows, column):
    count("а", 4, 0, 0)
    count("б", 8, 1, 4)
    assert [row[0] for row in rows(ordering=column)] == ["а", "б"]
    assert [row[0] for row in rows(ordering=f"-{column}")] == ["б", "а"]


def test_the_share_of_clicks_ends_at_a_hundred(count, rows):
    count("насос", 1, 0, 3)
    assert rows()[0][5] == "100"


@pytest.mark.parametrize(
    ("period", "shown"),
    [({}, {"а", "б"}), ({"period": "7"}, {"а"}), ({"period": "90"}, {"а", "б", "в"}), ({"period": "x"}, {"а", "б"})],
)
def test_the_period_is_thirty_days_or_as_chosen(count, rows, period, shown):
    for query, days in (("а", 6), ("б", 29), ("в", 89), ("г", 90)):
        count(query, days=days)
    assert {row[0] for row in rows(**period)} == shown


def test_languages_are_chosen(count, rows):
    count("насос")
    count("сорғы", language="kk")
    assert [row[0] for row in rows(language="kk")] == ["сорғы"]


def test_queries_are_looked_for(count, rows):
    count("ремонт насоса")
    count("трактор")
    assert [row[0] for row in rows(q="насос")] == ["ремонт насоса"]


def test_found_nothing_has_what_was_not_found(count, rows):
    count("есть", 9)
    count("нет", 2, 1)
    count("совсем нет", 5, 5)
    assert [row[0] for row in rows("search_found_nothing")] == ["совсем нет", "нет"]


def test_a_row_leads_to_the_search_of_its_language_and_to_a_new_pin(count, table):
    count("сорғы жөндеу", language="kk")
    text = table()
    quoted = "%D1%81%D0%BE%D1%80%D2%93%D1%8B+%D0%B6%D3%A9%D0%BD%D0%B4%D0%B5%D1%83"
    expected = (f'href="/kk/search/?q={quoted}"', f"/admin/search-pins/new/?query={quoted}&amp;language=kk")
    assert [link for link in expected if link not in text] == []


def test_what_visitors_typed_is_escaped(count, table):
    count("<script>alert(1)</script>")
    assert "<script>alert" not in table()


def test_clicks_lead_to_what_was_opened(count, table):
    count("насос", 2, 0, 1)
    assert "/admin/search-clicks/?q=%D0%BD" in table(period="7")
    assert "period=7" in table(period="7")


def test_a_report_is_paged(client, editor, count):
    client.force_login(editor)
    for number in range(51):
        count(f"насос {number:02}")
    assert len(client.get(reverse("search_queries:index"), {"p": "2"}).context["object_list"]) == 1


def test_a_report_costs_the_same_for_more_rows(client, editor, count):
    client.force_login(editor)
    count("насос")
    client.get(reverse("search_queries:index"))
    costs = []
    for number in range(2):
        for other in range(5):
            count(f"насос {number} {other}")
        with CaptureQueriesContext(connection) as queries:
            client.get(reverse("search_queries:index"))
        costs.append(len(queries))
    assert costs[0] == costs[1]


def test_what_looks_like_a_formula_is_none_in_a_spreadsheet(count, rows):
    count("=1+1")
    count("-насос")
    assert sorted(row[0] for row in rows()) == ["'-насос", "'=1+1"]


def test_a_workbook_is_made(client, editor, count):
    client.force_login(editor)
    count("насос")
    answer = client.get(reverse("search_queries:index"), {"export": "xlsx"})
    assert b"".join(answer.streaming_content)[:2] == b"PK"


class TestClicks:
    @pytest.fixture
    def entry(self, publish):
        return publish(title="Насос для воды")

    @pytest.fixture(autouse=True)
    def clicked(self, entry):
        for days, clicks, places in ((0, 2, 3), (2, 2, 4)):
            ClickCount.objects.create(
                day=timezone.localdate() - timedelta(days=days),
                language="ru",
                query="насос",
                page=entry,
                clicks=clicks,
                places=places,
            )

    def test_have_the_mean_place(self, rows):
        assert rows("search_clicks") == [["насос", "ru", "Насос для воды", "4", "1.75"]]

    def test_show_the_entry_with_its_address(self, table, entry):
        text = table("search_clicks")
        assert (entry.url_path in text, "1,8" in text) == (True, True)

    def test_are_narrowed_to_a_query(self, rows):
        assert rows("search_clicks", q="трактор") == []
