"""Before the form opens, a page says what a good entry has and what review asks for."""

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contribute.completeness import what_is_needed
from contribute.guidance import GUIDES
from contribute.views import entry_types
from kb.models import Enterprise

pytestmark = pytest.mark.django_db


def test_every_type_has_one() -> None:
    assert GUIDES.keys() == entry_types().keys()


@pytest.mark.parametrize("kind", GUIDES)
def test_it_names_everything_that_review_asks_for(writer: Client, kind: str) -> None:
    text = writer.get(reverse("contribute:begin", args=[kind])).content.decode()
    assert all(f"<li>{need.label}</li>" in text for need in what_is_needed(entry_types()[kind]()))


def test_my_pages_lead_to_it_and_it_leads_to_the_form_of_that_enterprise(
    writer: Client, enterprise: Enterprise
) -> None:
    address = f"{reverse('contribute:begin', args=['article'])}?enterprise={enterprise.slug}"
    assert address in writer.get(reverse("contribute:dashboard")).content.decode()
    form = f"{reverse('contribute:new', args=['article'])}?enterprise={enterprise.slug}"
    assert form in writer.get(address).content.decode()


def test_a_type_that_does_not_exist_is_not_found(writer: Client) -> None:
    assert writer.get(reverse("contribute:begin", args=["novel"])).status_code == 404


def test_it_is_for_those_who_write(client: Client, editor: User) -> None:
    client.force_login(editor)
    assert client.get(reverse("contribute:begin", args=["article"])).status_code == 404


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_it_calls_the_title_as_the_form_does(writer: Client, language: str) -> None:
    form = writer.get(f"/{language}/contribute/new/article/").context["form"]
    assert f"<li>{form['title'].label}</li>" in writer.get(f"/{language}/contribute/begin/article/").text
