"""Who gets a kept page, and what is kept."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import PageViewRestriction

from kb import models as kb
from prepared import middleware, shown
from prepared.models import PreparedPage
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db
KEPT = "<h1>Kept</h1>"


@pytest.fixture
def entry(transaction_over):
    """An entry whose page is kept, with a text that shows it."""
    entry = make_entry("case_study")
    transaction_over()
    assert Client().get(entry.url_path).status_code == 200
    PreparedPage.objects.update(body=KEPT)
    return entry


def is_kept(answer) -> bool:
    return answer.content.decode() == KEPT


def test_the_second_visitor_gets_the_kept_page_in_one_query(entry, client, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert is_kept(client.get(entry.url_path))


def test_the_kept_page_has_the_headers_of_the_one_that_was_made(transaction_over):
    entry = make_entry("article")
    transaction_over()
    made, again = Client().get(entry.url_path), Client().get(entry.url_path)
    # Each answer has a number of its own.
    assert made.headers.pop("X-Request-ID") != again.headers.pop("X-Request-ID")
    assert made.headers == again.headers
    assert made.content == again.content
    assert "Content-Security-Policy" in again.headers
    assert again.headers["X-Frame-Options"] == "SAMEORIGIN"


def test_somebody_signed_in_gets_a_page_of_their_own(entry, client, contributor):
    client.force_login(contributor)
    answer = client.get(entry.url_path)
    assert not is_kept(answer)
    assert str(contributor) in answer.content.decode()
    assert "X-Accel-Expires" not in answer.headers


def test_what_is_made_for_somebody_signed_in_is_not_kept(client, contributor, transaction_over):
    entry = make_entry("case_study")
    transaction_over()
    client.force_login(contributor)
    client.get(entry.url_path)
    assert not PreparedPage.objects.exists()


def test_a_message_to_a_visitor_is_shown_and_not_kept(entry, client):
    client.cookies["messages"] = "x"
    assert not is_kept(client.get(entry.url_path))


def test_a_query_is_answered_anew(entry, client):
    assert not is_kept(client.get(entry.url_path, {"page": 1}))


def test_a_part_of_a_page_is_made_for_htmx_and_not_kept(client, entry):
    client.get("/ru/case-studies/", headers={"HX-Request": "true"})
    assert not PreparedPage.objects.filter(address__endswith="/case-studies/").exists()


@pytest.mark.parametrize("path", ["/ru/nothing/here/", "/ru/accounts/login/", "/ru/search/", "/healthz", "/ru/join/"])
def test_no_other_page_is_kept(client, db, path):
    client.get(path)
    assert not PreparedPage.objects.exists()


def test_a_restricted_page_is_not_kept(client, transaction_over):
    entry = make_entry("case_study")
    PageViewRestriction.objects.create(page=entry, restriction_type=PageViewRestriction.PASSWORD, password="s")
    transaction_over()
    client.get(entry.url_path)
    assert not PreparedPage.objects.exists()


def test_a_kept_page_is_not_served_once_it_is_restricted(entry, client):
    PageViewRestriction.objects.create(page=entry, restriction_type=PageViewRestriction.LOGIN)
    assert client.get(entry.url_path).status_code == 302


def test_a_text_for_signed_in_readers_is_in_no_kept_page(transaction_over):
    entry = make_entry("article", access="registered")
    transaction_over()
    Client().get(entry.url_path)
    assert "Измерьте падение давления" not in PreparedPage.objects.get().body


def test_a_browser_that_has_the_page_hears_so(entry, client):
    etag = client.get(entry.url_path).headers["ETag"]
    again = client.get(entry.url_path, headers={"If-None-Match": etag})
    assert again.status_code == 304
    assert again.headers["ETag"] == etag


def test_caches_in_front_keep_what_holds_and_browsers_ask_again(entry, client):
    headers = client.get(entry.url_path).headers
    assert headers["Cache-Control"] == "no-cache"
    assert headers["X-Accel-Expires"] == "60"


def test_caches_in_front_do_not_keep_what_changed_while_it_was_made(transaction_over):
    entry = make_entry("case_study")
    # The change of the transaction in progress: it is over for nobody yet.
    assert Client().get(entry.url_path).headers["X-Accel-Expires"] == "0"


def test_a_page_holds_until_its_last_day(entry, client):
    PreparedPage.objects.update(good_until="2020-01-01")
    assert not is_kept(client.get(entry.url_path))


def test_a_deploy_makes_pages_anew(entry, client):
    PreparedPage.objects.update(stamp="another")
    assert not is_kept(client.get(entry.url_path))


def test_head_is_answered_from_the_kept_page(entry, client):
    answer = client.head(entry.url_path)
    assert answer.status_code == 200
    assert answer.headers["ETag"] == client.get(entry.url_path).headers["ETag"]


def test_nothing_is_kept_while_templates_are_being_written(client, settings, transaction_over):
    entry = make_entry("case_study")
    transaction_over()
    settings.DEBUG = True
    client.get(entry.url_path)
    assert not PreparedPage.objects.exists()


@pytest.mark.parametrize("secret", ["cookie", "csrf", "cache"])
def test_an_answer_with_anything_of_one_reader_is_not_kept(secret):
    def view(request):
        shown.may_keep(request)
        response = HttpResponse("for one reader")
        if secret == "cookie":
            response.set_cookie("a", "b")
        elif secret == "csrf":
            request.META["CSRF_COOKIE_NEEDS_UPDATE"] = True
        else:
            response["Cache-Control"] = "private"
        return response

    middleware.PreparedPagesMiddleware(view)(RequestFactory().get("/ru/technologies/"))
    assert not PreparedPage.objects.exists()


def test_a_preview_shows_the_draft_and_is_not_kept(entry, client, chief_editor):
    draft = entry.specific
    draft.title = "Ещё не опубликовано"
    draft.save_revision()
    client.force_login(chief_editor)
    preview = client.get(f"/admin/pages/{entry.pk}/view_draft/")
    assert "Ещё не опубликовано" in preview.content.decode()
    assert PreparedPage.objects.get().body == KEPT


def test_each_language_has_its_own_page(entry, client, locales, transaction_over):
    kazakh = entry.copy_for_translation(locales["kk"], copy_parents=True)
    kazakh.title = "Енгізу"
    kazakh.save_revision().publish()
    transaction_over()
    for _time in range(2):
        assert "Енгізу" in client.get(kazakh.url_path).content.decode()
    assert PreparedPage.objects.get(address__contains="/kk/").shows


def test_a_redirect_from_a_former_address_leads_on(entry, client):
    former = entry.url_path
    entry.slug = "moved-on"
    entry.save_revision().publish()
    entry.refresh_from_db()
    Redirect.add_redirect(former, redirect_to=entry)
    answer = client.get(former)
    assert answer.status_code == 301
    assert answer.headers["Location"] == entry.url_path == "/ru/case-studies/moved-on/"


def test_an_unpublished_page_is_gone_at_once(entry, client):
    entry.unpublish()
    assert client.get(entry.url_path).status_code == 404


def test_parts_of_a_page_are_kept_for_those_who_are_signed_in(entry):
    assert kb.RenderedEntry.objects.filter(page=entry).exists()
