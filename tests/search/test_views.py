"""The results page."""

import pytest

pytestmark = pytest.mark.django_db


def test_the_page_shows_what_was_found(client, publish):
    publish(title="Ремонт трактора")
    page = client.get("/ru/search/", {"q": "тракторов"})
    assert "<mark>трактора</mark>" in page.content.decode()


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_the_page_answers_in_every_language(client, language):
    assert client.get(f"/{language}/search/", {"q": "x"}).status_code == 200


def test_search_engines_are_told_not_to_keep_it(client):
    assert client.get("/ru/search/")["X-Robots-Tag"] == "noindex, follow"


def test_htmx_gets_the_list_alone(client):
    assert "<html" not in client.get("/ru/search/", headers={"hx-request": "true"}).content.decode()


def test_going_back_gets_the_whole_page(client):
    page = client.get("/ru/search/", headers={"hx-request": "true", "hx-history-restore-request": "true"})
    assert "<html" in page.content.decode()


def test_what_was_typed_is_escaped(client):
    assert "<script>alert" not in client.get("/ru/search/", {"q": "<script>alert(1)</script>"}).content.decode()


@pytest.mark.parametrize("page", ["0", "-1", "x", "9" * 50, "²", ""])
def test_a_page_number_that_is_none_shows_the_first(client, publish, page):
    publish()
    assert client.get("/ru/search/", {"page": page}).context["results"].page == 1


def test_nonsense_in_every_parameter_is_answered(client):
    names = ("q", "type", "area", "country", "enterprise", "tag", "readiness", "language", "year", "sort", "page")
    assert client.get("/ru/search/", dict.fromkeys(names, "\x00'\"%s<")).status_code == 200


def test_other_methods_are_refused(client):
    assert client.post("/ru/search/").status_code == 405
