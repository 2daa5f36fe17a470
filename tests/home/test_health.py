"""Health checks, robots and errors."""

import errno
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.utils.translation import override

from home import errors
from home.health import Check, _known
from kb.models import Enterprise
from search.models import SearchDocument
from tests.factories.kb import make_entry


def test_the_process_answers_without_a_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


@pytest.mark.django_db
def test_ready_when_everything_is_in_place(client: Client, enterprise: Enterprise) -> None:
    make_entry("technology", enterprise=enterprise)
    response = client.get("/readyz")
    assert (response.status_code, response.json()["ready"]) == (200, True)


@pytest.mark.django_db
def test_not_ready_when_the_search_index_is_out_of_step(client: Client, enterprise: Enterprise) -> None:
    make_entry("technology", enterprise=enterprise)
    SearchDocument.objects.all().delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["search"]["ok"] is False


@pytest.mark.django_db
def test_not_ready_when_a_migration_is_missing(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    _known.clear()
    monkeypatch.setattr("home.health._migrations", lambda alias: Check(False, "1 not applied: run migrate"))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "search" not in response.json()


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_an_error_of_ours_is_told_in_the_language_of_the_address_without_a_database(language: str) -> None:
    with override("ru"):
        response = errors.server_error(RequestFactory().get(f"/{language}/technologies/"))
    assert response.status_code == 500
    assert f'<html lang="{language}">' in response.content.decode()


def test_a_full_disk_is_told_of_as_such() -> None:
    request = RequestFactory().get("/en/contribute/")
    try:
        raise OSError(errno.ENOSPC, "No space left on device")
    except OSError:
        response = errors.server_error(request)
    assert response.status_code == 507
    assert "no room for more files" in response.content.decode()


@pytest.mark.django_db
def test_the_site_map_lists_entries_areas_and_enterprises(client: Client, enterprise: Enterprise) -> None:
    entry = make_entry("technology", enterprise=enterprise)
    assert "sitemap-pages.xml" in client.get("/sitemap.xml").content.decode()
    assert entry.url_path in client.get("/sitemap-pages.xml").content.decode()
    lists = client.get("/sitemap-lists.xml").content.decode()
    assert "/kk/enterprises/minsk-plant/" in lists
    assert "/en/areas/" in lists


@pytest.mark.django_db
def test_drafts_are_not_in_the_site_map(client: Client, enterprise: Enterprise) -> None:
    entry: Any = make_entry("technology", enterprise=enterprise, published=False)
    assert entry.url_path not in client.get("/sitemap-pages.xml").content.decode()


def test_robots_may_not_search(client: Client) -> None:
    text = client.get("/robots.txt").content.decode()
    assert "Disallow: /kk/search/" in text
    assert "Sitemap: http://testserver/sitemap.xml" in text


@pytest.mark.django_db
def test_a_form_without_its_token_is_refused_in_the_language_of_the_page() -> None:
    response = Client(enforce_csrf_checks=True).post("/kk/accounts/login/", {"login": "a@example.org"})
    assert response.status_code == 403
    assert '<html lang="kk">' in response.content.decode()
