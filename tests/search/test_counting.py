"""Which visits of the results page are counted, and the address that counts clicks."""

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from search import query_log, views
from search.allowance import Allowance
from search.models import ClickCount, QueryCount

pytestmark = pytest.mark.django_db

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def browser():
    """A visitor's browser."""
    return Client(headers={"User-Agent": FIREFOX})


def counted():
    return list(QueryCount.objects.values_list("language", "query", "searches", "found_nothing"))


class TestSearches:
    def test_are_counted(self, browser, publish):
        publish(title="Насос")
        browser.get("/kk/search/", {"q": "Насос "})
        assert counted() == [("kk", "насос", 1, 0)]

    def test_that_find_nothing_are_counted_as_such(self, browser):
        browser.get("/ru/search/", {"q": "насос"})
        assert counted() == [("ru", "насос", 1, 1)]

    def test_in_another_layout_are_counted_as_they_were_typed(self, browser, publish):
        publish(title="Насос")
        text = browser.get("/ru/search/", {"q": "yfcjc"}).content.decode()
        assert (counted(), 'data-query="yfcjc"' in text) == ([("ru", "yfcjc", 1, 0)], True)

    @pytest.mark.parametrize(
        "data",
        [
            {"q": ""},
            {"q": "…"},
            {"country": "BY"},
            {"q": "насос", "country": "BY"},
            {"q": "насос", "type": "technology"},
            {"q": "насос", "sort": "newest"},
            {"q": "насос", "page": "2"},
        ],
    )
    def test_that_go_on_or_are_none_are_not_counted(self, browser, publish, data):
        for number in range(21):
            publish(title=f"Насос {number}")
        browser.get("/ru/search/", data)
        assert counted() == []

    @pytest.mark.parametrize(
        "headers",
        [
            {"HX-Request": "true"},
            {"HX-Request": "true", "HX-History-Restore-Request": "true"},
            {"Sec-Purpose": "prefetch"},
            {"User-Agent": "Mozilla/5.0 (compatible; bingbot/2.0)"},
        ],
    )
    def test_that_no_visitor_starts_are_not_counted(self, browser, headers):
        browser.get("/ru/search/", {"q": "насос"}, headers=headers)
        assert counted() == []

    def test_asked_for_the_head_alone_are_not_counted(self, browser):
        browser.head("/ru/search/", {"q": "насос"})
        assert counted() == []

    @pytest.mark.parametrize("role", ["expert", "editor", "chief_editor", "administrator"])
    def test_of_those_who_work_in_the_admin_are_not_counted(self, request, browser, role):
        browser.force_login(request.getfixturevalue(role))
        browser.get("/ru/search/", {"q": "насос"})
        assert counted() == []

    def test_of_contributors_are_counted(self, browser, contributor):
        browser.force_login(contributor)
        browser.get("/ru/search/", {"q": "насос"})
        assert counted() == [("ru", "насос", 1, 1)]

    def test_give_the_visitor_no_cookie(self, browser):
        assert dict(browser.get("/ru/search/", {"q": "насос"}).cookies) == {}

    def test_are_answered_when_the_log_fails(self, browser, publish):
        publish(title="Насос")

        def fail_writing(execute, sql, params, many, context):
            if "INSERT" in sql:
                raise OperationalError
            return execute(sql, params, many, context)

        with connection.execute_wrapper(fail_writing):
            page = browser.get("/ru/search/", {"q": "насос"})
        assert (page.status_code, counted()) == (200, [])

    def test_cost_one_statement_more_than_those_not_counted(self, browser, publish, django_assert_num_queries):
        publish(title="Насос")
        browser.get("/ru/search/", {"q": "насос"})
        with CaptureQueriesContext(connection) as uncounted:
            browser.get("/ru/search/", {"q": "насос"}, headers={"User-Agent": "curl/8"})
        with django_assert_num_queries(len(uncounted) + 1):
            browser.get("/ru/search/", {"q": "насос"})


class TestHits:
    def test_say_what_a_click_tells(self, browser, publish):
        entry = publish(title="Насос")
        text = browser.get("/ru/search/", {"q": "насос"}).content.decode()
        expected = [
            'data-clicks="/ru/search/click/"',
            'data-query="насос"',
            'data-first="1"',
            f'data-entry="{entry.pk}"',
        ]
        assert [part for part in expected if part not in text] == []

    def test_of_a_list_tell_nothing(self, browser, publish):
        publish(title="Насос")
        assert "data-clicks" not in browser.get("/ru/search/").content.decode()


class TestClicks:
    @pytest.fixture
    def entry(self, publish):
        entry = publish(title="Насос")
        query_log.record_search("насос", "ru", found=True)
        return entry

    @pytest.fixture
    def click(self, browser, entry, monkeypatch):
        """Sends a click as the page's script does."""
        monkeypatch.setattr(views, "_clicks", Allowance(per_second=0, burst=3))

        def send(headers=None, **data):
            values = {"query": "насос", "page": entry.pk, "place": 3} | data
            return browser.post("/ru/search/click/", values, headers=headers)

        return send

    def test_are_counted_without_an_answer(self, click, entry):
        answer = click()
        assert (answer.status_code, answer.content) == (204, b"")
        assert list(ClickCount.objects.values_list("page_id", "clicks", "places")) == [(entry.pk, 1, 3)]

    def test_need_no_token(self, entry):
        client = Client(enforce_csrf_checks=True, headers={"User-Agent": FIREFOX})
        answer = client.post("/ru/search/click/", {"query": "насос", "page": entry.pk, "place": 1})
        assert answer.status_code == 204

    @pytest.mark.parametrize(
        "data",
        [
            {"query": ""},
            {"query": "х" * 401},
            {"page": "x"},
            {"page": "-1"},
            {"page": "9" * 30},
            {"place": "0"},
            {"place": "²"},
            {"place": "2001"},
        ],
    )
    def test_that_are_nonsense_are_refused(self, click, data):
        assert (click(**data).status_code, ClickCount.objects.count()) == (400, 0)

    def test_from_other_sites_are_refused(self, click):
        assert click(headers={"Sec-Fetch-Site": "cross-site"}).status_code == 400

    def test_of_editors_are_not_counted(self, browser, click, editor):
        browser.force_login(editor)
        assert (click().status_code, ClickCount.objects.count()) == (204, 0)

    def test_are_not_counted_faster_than_allowed(self, click):
        assert {click().status_code for _number in range(5)} == {204}
        assert ClickCount.objects.get().clicks == 3

    def test_are_only_taken_by_post(self, browser):
        assert browser.get("/ru/search/click/").status_code == 405
