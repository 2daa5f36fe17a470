"""Files are served only to those who may read a page that shows them."""

from contextlib import closing
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from wagtail.models import Page

from kb.document_access import may_download
from kb.models import EntryAttachment
from tests.factories.accounts import UserFactory
from tests.factories.kb import make_document, make_entry, make_indicator_row

pytestmark = pytest.mark.django_db


def status(client, url):
    with closing(client.get(url)) as answer:
        return answer.status_code


def asked_by(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def attached(access="public", published=True, **values):
    document = make_document()
    make_entry(attachments=[EntryAttachment(document=document)], access=access, published=published, **values)
    return document


def test_everybody_downloads_the_attachment_of_a_public_entry(client):
    assert status(client, attached().url) == 200


def test_a_visitor_is_asked_to_sign_in_for_the_attachment_of_a_restricted_entry(client):
    document = attached("registered")
    answer = client.get(document.url)

    assert answer.status_code == 302
    assert parse_qs(urlsplit(answer.url).query) == {"next": [document.url]}


def test_a_signed_in_user_downloads_what_is_for_signed_in_users(client):
    client.force_login(UserFactory())

    assert status(client, attached("registered").url) == 200


def test_a_signed_in_user_is_refused_what_is_given_on_request(client):
    client.force_login(UserFactory())

    assert status(client, attached("on_request").url) == 403


def test_a_visitor_is_asked_to_sign_in_for_the_attachment_of_a_page_with_a_privacy_rule(client):
    document = attached(title="Литьё")
    Page.objects.get(title="Литьё").view_restrictions.create(restriction_type="login")

    assert status(client, document.url) == 302


def test_who_satisfies_the_privacy_rule_of_a_page_downloads_its_attachment(client):
    document = attached(title="Литьё")
    Page.objects.get(title="Литьё").get_parent().view_restrictions.create(restriction_type="login")
    client.force_login(UserFactory())

    assert status(client, document.url) == 200


def test_a_colleague_downloads_what_is_given_on_request(client, enterprise, colleague):
    document = attached("on_request", enterprise=enterprise)
    client.force_login(colleague)

    assert status(client, document.url) == 200


def test_the_attachment_of_a_draft_is_closed_to_visitors(client):
    assert status(client, attached(published=False).url) == 302


def test_the_attachment_of_a_draft_is_open_to_the_expert_of_its_area(client, expert):
    document = attached(published=False)
    client.force_login(expert)

    assert status(client, document.url) == 200


def test_the_attachment_of_a_draft_is_closed_to_experts_of_other_areas(other_expert):
    assert not may_download(asked_by(other_expert), attached(published=False))


def test_evidence_follows_its_entry(client):
    document = make_document()
    make_entry("case_study", indicators=[make_indicator_row(evidence=document)])

    assert status(client, document.url) == 200


def test_a_clearance_document_is_closed_to_readers_of_a_public_entry(client):
    document = make_document()
    make_entry(clearance_document=document)
    client.force_login(UserFactory())

    assert status(client, document.url) == 403


def test_a_clearance_document_is_open_to_the_editor_of_the_country(client, enterprise, editor):
    document = make_document()
    make_entry(clearance_document=document, enterprise=enterprise)
    client.force_login(editor)

    assert status(client, document.url) == 200


def test_a_clearance_document_is_closed_to_the_editor_of_the_other_country(client, enterprise, other_editor):
    document = make_document()
    make_entry(clearance_document=document, enterprise=enterprise)
    client.force_login(other_editor)

    assert status(client, document.url) == 403


def test_a_file_that_no_entry_shows_belongs_to_whoever_uploaded_it():
    user = UserFactory()

    assert may_download(asked_by(user), make_document(uploaded_by_user=user))


def test_a_file_that_no_entry_shows_belongs_to_the_members_of_its_enterprise(enterprise, colleague):
    assert may_download(asked_by(colleague), make_document(enterprise=enterprise))


def test_a_file_of_a_draft_that_only_a_revision_mentions_is_open_to_its_expert(enterprise, expert):
    make_entry(enterprise=enterprise, published=False)
    assert may_download(asked_by(expert), make_document(enterprise=enterprise))


@pytest.mark.parametrize("role", ["other_expert", "other_editor", "stranger"])
def test_a_file_of_a_draft_that_only_a_revision_mentions_is_closed_to(request, enterprise, role):
    make_entry(enterprise=enterprise, published=False)
    assert not may_download(asked_by(request.getfixturevalue(role)), make_document(enterprise=enterprise))


def test_a_file_that_no_entry_shows_is_closed_to_everybody_else(stranger):
    assert not may_download(asked_by(stranger), make_document())
