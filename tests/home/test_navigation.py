"""The frame of a page: languages, addresses for search engines, who sees which door."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Locale

from accounts.models import User
from kb.models import Enterprise
from tests.factories.kb import make_entry

LANGUAGES = ("ru", "be", "kk", "en")

pytestmark = pytest.mark.django_db


@pytest.fixture
def translated(enterprise: Enterprise) -> tuple[Any, Any]:
    """An entry in Russian and its translation into Kazakh."""
    original = make_entry("article", enterprise=enterprise)
    translation = original.copy_for_translation(Locale.objects.get(language_code="kk"), copy_parents=True)
    translation.title, translation.slug = "Аудит жүргізу", "audit"
    translation.save_revision().publish()
    translation.refresh_from_db()
    return original, translation


def page(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_list_names_its_versions_for_search_engines(client: Client, language: str) -> None:
    text = page(client, f"/{language}/technologies/?country=BY")
    assert f'<link rel="canonical" href="http://testserver/{language}/technologies/">' in text
    for other in LANGUAGES:
        address = f"http://testserver/{other}/technologies/"
        assert f'<link rel="alternate" hreflang="{other}" href="{address}">' in text


def test_an_entry_names_only_the_versions_that_exist(client: Client, translated: tuple[Any, Any]) -> None:
    original, translation = translated
    text = page(client, original.url_path)
    assert f'hreflang="kk" href="http://testserver{translation.url_path}"' in text
    assert '<link rel="alternate" hreflang="be"' not in text


def test_the_language_switch_leads_to_the_translation(client: Client, translated: tuple[Any, Any]) -> None:
    original, translation = translated
    assert f'<a href="{translation.url_path}" lang="kk"' in page(client, original.url_path)


def test_without_a_translation_the_language_switch_leads_to_the_list(
    client: Client, translated: tuple[Any, Any]
) -> None:
    assert '<a href="/en/articles/" lang="en"' in page(client, translated[0].url_path)


def test_the_language_switch_keeps_search_and_filters(client: Client) -> None:
    assert '<a href="/kk/search/?q=%D0%BD%D0%B0%D1%81%D0%BE%D1%81" lang="kk"' in page(client, "/ru/search/?q=насос")


def test_a_draft_translation_is_not_offered(client: Client, enterprise: Enterprise) -> None:
    original = make_entry("article", enterprise=enterprise)
    original.copy_for_translation(Locale.objects.get(language_code="en"), copy_parents=True)
    assert '<a href="/en/articles/" lang="en"' in page(client, original.url_path)


def test_search_results_are_not_for_search_engines(client: Client) -> None:
    assert '<meta name="robots" content="noindex, follow">' in page(client, "/ru/search/?q=насос")


def test_the_section_of_the_page_is_marked_in_the_menu(client: Client) -> None:
    assert '<a href="/ru/technologies/" aria-current="page">' in page(client, "/ru/technologies/")


def test_visitors_are_offered_to_sign_in_and_come_back(client: Client) -> None:
    text = page(client, "/ru/areas/")
    assert "/ru/accounts/login/?next=%2Fru%2Fareas%2F" in text
    assert "/ru/contribute/" not in text


def test_contributors_see_their_pages_but_not_the_admin(client: Client, contributor: User) -> None:
    client.force_login(contributor)
    text = page(client, "/ru/areas/")
    assert '<a href="/ru/contribute/">' in text
    assert '<a href="/admin/">' not in text


def test_editors_see_the_admin(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert '<a href="/admin/">' in page(client, "/ru/areas/")


def test_the_frame_asks_nothing_of_the_database_for_visitors(client: Client) -> None:
    client.get("/ru/nowhere-near/at/all/")
    with CaptureQueriesContext(connection) as captured:
        client.get("/ru/areas/")
    assert all("auth" not in query["sql"] and "session" not in query["sql"] for query in captured)


def test_the_language_switch_of_the_versions_leads_to_those_of_the_translation(
    client: Client, translated: tuple[Any, Any]
) -> None:
    original, translation = translated
    text = page(client, f"{original.url_path}versions/")
    assert f'<a href="{original.url_path}versions/" lang="ru"' in text
    assert f'<a href="{translation.url_path}versions/" lang="kk"' in text
    assert '<a href="/en/articles/" lang="en"' in text
    assert 'hreflang="en" href="http' not in text


def test_no_page_carries_inline_styles_or_scripts(client: Client, translated: tuple[Any, Any]) -> None:
    for path in ("/ru/", "/ru/articles/", "/ru/areas/", "/ru/enterprises/", "/ru/search/?q=аудит"):
        text = page(client, path)
        assert " style=" not in text
        assert "<script>" not in text
        assert " onclick=" not in text
