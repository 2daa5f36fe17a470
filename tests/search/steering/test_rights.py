"""Who may open what editors steer the search with."""

import pytest
from django.test import Client
from django.urls import reverse

from kb import permissions
from search.models import Pin
from search.steering.rights import SteeringPolicy
from tests.factories.accounts import make_editor

pytestmark = pytest.mark.django_db

PAGES = (
    "search_queries:index",
    "search_found_nothing:index",
    "search_clicks:index",
    "search_pins:index",
    "search_synonyms:index",
)
ROLES = {
    "contributor": False,
    "expert": False,
    "editor": True,
    "other_editor": True,
    "chief_editor": True,
    "administrator": True,
}


@pytest.mark.parametrize(("role", "may"), ROLES.items())
def test_editors_of_either_country_steer_the_search(request, role, may):
    assert permissions.may_steer_search(request.getfixturevalue(role)) is may


def test_an_editor_without_a_country_does_not():
    assert not permissions.may_steer_search(make_editor(""))


@pytest.mark.parametrize("name", [*PAGES, "search_queries:results", "search_pins:add"])
@pytest.mark.parametrize(("role", "may"), ROLES.items())
def test_pages_open_for_them_alone(request, name, role, may):
    client = Client()
    client.force_login(request.getfixturevalue(role))
    assert client.get(reverse(name)).status_code == (200 if may else 302)


@pytest.mark.parametrize("name", PAGES)
def test_visitors_are_asked_to_sign_in(client, name):
    answer = client.get(reverse(name))
    assert (answer.status_code, "/login/" in answer.url) == (302, True)


@pytest.mark.parametrize("view", ["edit", "delete", "history"])
def test_an_expert_does_not_change_a_pin(client, expert, publish, view):
    pin = Pin.objects.create(query="насос", page=publish())
    client.force_login(expert)
    client.post(reverse(f"search_pins:{view}", args=[pin.pk]), {"query": "другой"})
    assert list(Pin.objects.values_list("query", flat=True)) == ["насос"]


def test_an_expert_does_not_make_a_pin(client, expert, publish):
    client.force_login(expert)
    client.post(reverse("search_pins:add"), {"query": "насос", "language": "ru", "page": publish().pk, "place": 1})
    assert Pin.objects.count() == 0


@pytest.mark.parametrize(("role", "may"), [("expert", False), ("editor", True)])
def test_the_menu_shows_them_to_those_who_may(client, request, role, may):
    client.force_login(request.getfixturevalue(role))
    assert ("search-pins" in client.get(reverse("wagtailadmin_home")).content.decode()) is may


def test_the_policy_names_the_people_who_may(expert, editor, chief_editor, administrator, contributor):
    people = SteeringPolicy(Pin).users_with_permission("change")
    assert set(people) == {editor, chief_editor, administrator}
