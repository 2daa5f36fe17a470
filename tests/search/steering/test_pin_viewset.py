"""Pinning in the admin."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from search.models import Pin

pytestmark = pytest.mark.django_db


@pytest.fixture
def entry(publish):
    return publish(title="Насос для воды")


@pytest.fixture
def save(client, editor, entry, django_capture_on_commit_callbacks):
    """Sends the form of a pin; without ``pin`` that of a new one."""
    client.force_login(editor)

    def post(pin=None, **data):
        values = {"query": "насос", "language": "ru", "page": entry.pk, "place": 1, "note": ""} | data
        url = reverse("search_pins:edit", args=[pin.pk]) if pin else reverse("search_pins:add")
        with django_capture_on_commit_callbacks(execute=True):
            return client.post(url, values)

    return post


def test_the_form_is_filled_in_from_a_report(client, editor):
    client.force_login(editor)
    form = client.get(reverse("search_pins:add"), {"query": "Сорғы ", "language": "kk"}).context["form"]
    assert (form["query"].value(), form["language"].value()) == ("сорғы", "kk")


@pytest.mark.parametrize("data", [{"query": "", "language": "xx"}, {"query": "\x00'\"<" * 200}])
def test_nonsense_in_the_address_is_answered(client, editor, data):
    client.force_login(editor)
    assert client.get(reverse("search_pins:add"), data).status_code == 200


def test_a_pin_is_kept_as_the_log_keeps_the_query(save, entry):
    save(query="  Ремонт НАСОСА", note="Новое")
    assert list(Pin.objects.values_list("query", "page_id", "note")) == [("ремонт насоса", entry.pk, "Новое")]


def test_it_takes_effect_at_once_and_the_message_leads_there(client, save, entry):
    text = " ".join(map(str, get_messages(save(query="вода").wsgi_request)))
    address = "/ru/search/?q=%D0%B2%D0%BE%D0%B4%D0%B0"
    assert address in text
    assert client.get(address).context["results"].hits[0].is_recommended


def test_a_changed_pin_leads_to_the_search_too(save, entry):
    save()
    text = " ".join(map(str, get_messages(save(Pin.objects.get(), query="помпа").wsgi_request)))
    assert ("/ru/search/?q=%D0%BF" in text, Pin.objects.get().query) == (True, "помпа")


@pytest.mark.parametrize("query", ["", "  ", "…", "-"])
def test_a_query_without_words_is_refused(save, query):
    assert "query" in save(query=query).context["form"].errors
    assert Pin.objects.count() == 0


def test_a_draft_is_refused(save, publish):
    assert "page" in save(page=publish(published=False).pk).context["form"].errors


def test_nothing_chosen_is_refused(save):
    assert "page" in save(page="").context["form"].errors


def test_the_same_twice_is_refused(save):
    save()
    assert save(query="Насос").context["form"].errors
    assert Pin.objects.count() == 1


def test_the_list_says_what_is_not_shown(client, editor, entry):
    Pin.objects.create(query="насос", page=entry)
    client.force_login(editor)
    before = client.get(reverse("search_pins:index")).content.decode()
    entry.unpublish()
    after = client.get(reverse("search_pins:index")).content.decode()
    assert ("w-status--primary" in before, "w-status--primary" in after) == (True, False)


def test_the_dialog_offers_live_entries(client, editor, entry, publish):
    publish(title="Черновик", published=False)
    client.force_login(editor)
    text = client.get(reverse("live_entry_chooser:choose")).json()["html"]
    assert ("Насос для воды" in text, "Черновик" in text) == (True, False)


@pytest.mark.parametrize("name", ["chosen", "chosen_multiple"])
@pytest.mark.parametrize("is_live", [True, False])
def test_the_dialog_tells_the_title_of_what_is_live_alone(client, editor, publish, name, is_live):
    chosen = publish(title="Pump", published=is_live)
    client.force_login(editor)
    address = reverse(f"live_entry_chooser:{name}", args=[chosen.pk] if name == "chosen" else [])
    assert ("Pump" in client.get(address, {"id": chosen.pk}).content.decode()) is is_live
