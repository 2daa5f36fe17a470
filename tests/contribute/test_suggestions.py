"""Suggestions while typing, and what they may not give away."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kb.models import Tag
from tests.contribute.test_editing import empty_form, new_url
from tests.factories.kb import make_entry


def test_tags_are_suggested_by_their_beginning_first(writer: Client) -> None:
    for name in ("экономия", "теплоэкономия", "насос"):
        Tag.objects.create(name=name)
    results = writer.get(reverse("contribute:tags"), {"q": "ЭКОНОМ"}).json()["results"]
    assert [tag["value"] for tag in results] == ["экономия", "теплоэкономия"]


def test_only_live_entries_are_suggested(writer: Client, other_enterprise: Any) -> None:
    live = make_entry("article", enterprise=other_enterprise, title="Сушка зерна газом")
    make_entry("article", enterprise=other_enterprise, title="Сушка зерна тайная", published=False)
    results = writer.get(reverse("contribute:entries"), {"q": "зерна суш"}).json()["results"]
    assert [entry["value"] for entry in results] == [live.pk]


def test_enterprises_are_suggested_by_any_of_their_names(writer: Client, enterprise: Any) -> None:
    results = writer.get(reverse("contribute:enterprises"), {"q": "minsk"}).json()["results"]
    assert [one["value"] for one in results] == [enterprise.pk]


@pytest.mark.parametrize("typed", ["", "\0", "%", "'", "_"])
def test_odd_signs_do_no_harm(writer: Client, typed: str) -> None:
    for name in ("tags", "entries", "enterprises"):
        assert writer.get(reverse(f"contribute:{name}"), {"q": typed}).status_code == 200


def test_a_draft_of_another_enterprise_cannot_be_related(writer: Client, other_enterprise: Any) -> None:
    secret = make_entry("article", enterprise=other_enterprise, title="Тайное", published=False)
    row = {"related_entries-TOTAL_FORMS": 1, "related_entries-0-related": secret.pk}
    response = writer.post(new_url("article"), empty_form(writer, "article") | row)
    assert response.status_code == 422
    assert "Тайное" not in response.text
