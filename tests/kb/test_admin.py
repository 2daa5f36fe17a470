"""Each role in the admin: what opens, what is refused, and that reviews work through the admin's own addresses."""

import pytest
from django.urls import reverse

from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_chief_editor(client, chief_editor):
    client.force_login(chief_editor)
    return client


@pytest.mark.parametrize("name", ["entries", "enterprises", "tags", "areas", "indicators", "experts"])
def test_list_opens(as_chief_editor, name):
    make_entry()
    response = as_chief_editor.get(reverse(f"{name}:index"))
    assert response.status_code == 200


@pytest.mark.parametrize("name", ["enterprises", "tags", "areas", "indicators", "experts"])
def test_form_for_a_new_one_opens(as_chief_editor, name):
    assert as_chief_editor.get(reverse(f"{name}:add")).status_code == 200


@pytest.mark.parametrize("kind", ["technology", "case_study", "article"])
def test_editor_of_an_entry_opens(as_chief_editor, kind):
    entry = make_entry(kind)
    response = as_chief_editor.get(reverse("wagtailadmin_pages:edit", args=[entry.pk]))
    assert response.status_code == 200
