"""The feed of new entries, as readers of feeds ask for it."""

from collections.abc import Callable
from typing import Any

import pytest
from defusedxml import ElementTree
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from kb.models import Enterprise
from tests.factories.kb import make_entry

ATOM = {"a": "http://www.w3.org/2005/Atom"}

pytestmark = pytest.mark.django_db


def titles(client: Client, language: str = "ru", query: str = "") -> list[str]:
    with override(language):
        answer = client.get(reverse("feed") + query)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    feed = ElementTree.fromstring(answer.content)
    return [str(title.text) for title in feed.findall("a:entry/a:title", ATOM)]


def test_what_is_published_last_comes_first(client: Client, enterprise: Enterprise) -> None:
    make_entry("technology", enterprise=enterprise, title="Сушка зерна")
    make_entry("article", enterprise=enterprise, title="Резка & сварка")
    make_entry("article", enterprise=enterprise, title="Черновик", published=False)
    assert titles(client) == ["Резка & сварка", "Сушка зерна"]


def test_each_entry_says_where_it_is_what_it_says_and_whose_it_is(client: Client, enterprise: Enterprise) -> None:
    entry = make_entry("technology", enterprise=enterprise, summary="Влажность 14 %.")
    found = ElementTree.fromstring(client.get("/ru/feed/").content).find("a:entry", ATOM)
    assert found is not None

    def text(path: str) -> str | None:
        return found.findtext(path, namespaces=ATOM)

    assert found.find("a:link", ATOM).attrib["href"] == f"http://testserver{entry.url_path}"  # type: ignore[union-attr]
    assert (text("a:summary"), text("a:author/a:name")) == ("Влажность 14 %.", enterprise.name_ru)


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_it_is_in_the_language_of_its_address(client: Client, enterprise: Enterprise, language: str) -> None:
    make_entry("technology", enterprise=enterprise, title="Сушка зерна")
    feed = ElementTree.fromstring(client.get(f"/{language}/feed/").content)
    assert feed.attrib["{http://www.w3.org/XML/1998/namespace}lang"] == language
    assert f'href="/{language}/feed/"' in client.get(f"/{language}/").content.decode()


def test_one_can_follow_what_the_filters_of_the_lists_leave(client: Client, enterprise: Enterprise) -> None:
    make_entry("technology", enterprise=enterprise, title="Сушка зерна")
    make_entry("article", enterprise=enterprise, title="Сварка")
    assert titles(client, query="?type=article") == ["Сварка"]
    assert titles(client, query="?type=nonsense&area=nowhere") == []


def test_a_kept_feed_has_what_was_published_since(
    client: Client, enterprise: Enterprise, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        make_entry("technology", enterprise=enterprise, title="Сушка зерна")
    assert titles(client) == titles(client) == ["Сушка зерна"]
    with django_capture_on_commit_callbacks(execute=True):
        make_entry("article", enterprise=enterprise, title="Сварка")
    assert titles(client) == ["Сварка", "Сушка зерна"]


def test_it_costs_the_same_however_much_there_is(
    client: Client, enterprise: Enterprise, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        make_entry("article", enterprise=enterprise, title=f"Сварка {number}")
    client.get("/ru/feed/?type=article")
    with django_assert_max_num_queries(3):
        client.get("/ru/feed/?type=article")
