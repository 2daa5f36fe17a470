"""Entries with a similar title are shown while one is typed: published ones, and drafts of one's own enterprise."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db


def shown(writer: Client, title: str, page: Any = "") -> str:
    return writer.get(reverse("contribute:similar"), {"title": title, "page": page}).content.decode()


def test_a_published_entry_of_another_enterprise_is_shown(writer: Client, other_enterprise: Any) -> None:
    entry = make_entry(enterprise=other_enterprise, title="Линия сушки зерна с возвратом тепла")
    text = shown(writer, "Сушка зерна")
    assert entry.url_path in text and "1 похожая страница" in text


def test_a_draft_of_the_own_enterprise_is_shown(writer: Client, enterprise: Any) -> None:
    draft = make_entry(enterprise=enterprise, title="Линия сушки зерна", published=False)
    assert reverse("contribute:edit", args=[draft.pk]) in shown(writer, "Линия сушки зерна")


def test_a_draft_of_another_enterprise_is_not(writer: Client, other_enterprise: Any) -> None:
    make_entry(enterprise=other_enterprise, title="Линия сушки зерна", published=False)
    assert shown(writer, "Линия сушки зерна").strip() == ""


def test_a_title_that_another_enterprise_drafts_for_its_published_entry_is_not(
    writer: Client, other_enterprise: Any
) -> None:
    entry = make_entry(enterprise=other_enterprise, title="Линия сушки зерна")
    entry.title = "Линия сушки зерна токами СВЧ"
    entry.save_revision()
    text = shown(writer, "Линия сушки зерна")
    assert "Линия сушки зерна" in text and "СВЧ" not in text


def test_an_unlike_entry_is_not(writer: Client, enterprise: Any) -> None:
    make_entry(enterprise=enterprise, title="Частотный привод насосов")
    assert shown(writer, "Лазерный раскрой ткани").strip() == ""


def test_the_entry_itself_is_not(writer: Client, enterprise: Any, locales: Any) -> None:
    entry = make_entry(enterprise=enterprise, title="Линия сушки зерна")
    entry.copy_for_translation(locales["kk"])
    assert shown(writer, "Линия сушки зерна", entry.pk).strip() == ""


def test_nothing_is_looked_for_with_less_than_four_letters(writer: Client, enterprise: Any) -> None:
    make_entry(enterprise=enterprise, title="Лён")
    assert shown(writer, "Лён").strip() == ""


def test_strangers_are_asked_to_sign_in(client: Client) -> None:
    assert client.get(reverse("contribute:similar"), {"title": "Линия"}).status_code == 302


def test_more_entries_cost_no_more_queries(writer: Client, enterprise: Any) -> None:
    make_entry(enterprise=enterprise, title="Линия сушки зерна")
    shown(writer, "Линия сушки зерна")
    with CaptureQueriesContext(connection) as few:
        shown(writer, "Линия сушки зерна")
    for number in range(3):
        make_entry(enterprise=enterprise, title=f"Линия сушки зерна {number}")
    with CaptureQueriesContext(connection) as many:
        shown(writer, "Линия сушки зерна")
    assert len(many) == len(few)
