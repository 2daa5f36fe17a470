"""Writing to an enterprise, confirming an address, following what became of it."""

import re
import time

import pytest
from django.core import signing
from django.urls import reverse

from exchange import forms, links, views
from exchange.models import ContactRequest, Status
from notifications.models import Mail

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_haste")]


def address(enterprise, entry=None):
    about = f"?about={entry.pk}" if entry else ""
    return reverse("exchange:write", args=[enterprise.slug]) + about


def errors(answer):
    found = re.search(r'<div class="notice notice--error.*?</div>', answer.content.decode(), re.DOTALL)
    return found[0] if found else ""


def test_the_page_of_an_entry_leads_to_the_form(client, entry):
    assert f'href="{address(entry.enterprise, entry)}"' in client.get(entry.url).content.decode()


def test_the_profile_of_an_enterprise_leads_to_the_form(client, enterprise):
    assert f'href="{address(enterprise)}"' in client.get(enterprise.get_absolute_url()).content.decode()


def test_a_member_does_not_write_to_the_own_enterprise(client, contributor, entry):
    client.force_login(contributor)
    assert address(entry.enterprise) not in client.get(entry.url).content.decode()
    assert client.get(address(entry.enterprise)).url == reverse("exchange:inbox")


def test_a_stranger_confirms_the_address_before_the_enterprise_sees_anything(client, entry, letter):
    answer = client.post(address(entry.enterprise, entry), letter(), follow=True)
    contact = ContactRequest.objects.get()
    assert (contact.status, contact.entry_id) == (Status.UNCONFIRMED, entry.pk)
    assert "aigul@example.com" in answer.content.decode()
    assert list(Mail.objects.values_list("kind", "address")) == [("contact.confirm", "aigul@example.com")]


def test_the_letter_to_confirm_carries_nothing_that_was_typed(client, enterprise, letter, mailoutbox):
    client.post(address(enterprise), letter(text="Купите дёшево", name="Спамер"))
    (mail,) = mailoutbox
    assert enterprise.name in mail.body
    assert "Купите" not in str(mail.message()) + mail.body and "Спамер" not in mail.body


def test_opening_the_link_confirms_nothing_yet(client, make_contact):
    contact = make_contact(Status.UNCONFIRMED)
    assert client.get(links.confirm_url(contact)).status_code == 200
    contact.refresh_from_db()
    assert contact.status == Status.UNCONFIRMED


def test_the_button_behind_the_link_sends_the_message(client, make_contact, contributor):
    contact = make_contact(Status.UNCONFIRMED)
    assert client.post(links.confirm_url(contact)).url == links.follow_url(contact)
    contact.refresh_from_db()
    assert contact.status == Status.SENT
    assert Mail.objects.get().user == contributor


@pytest.mark.parametrize("method", ["get", "post"])
def test_the_link_works_once(client, make_contact, method):
    contact = make_contact(Status.UNCONFIRMED)
    client.post(links.confirm_url(contact))
    assert getattr(client, method)(links.confirm_url(contact)).status_code == 410


def test_the_link_is_too_old_after_three_days(client, make_contact, monkeypatch):
    contact = make_contact(Status.UNCONFIRMED)
    url = links.confirm_url(contact)
    later = time.time() + links.CONFIRM_WITHIN.total_seconds() + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert client.post(url).status_code == 410
    contact.refresh_from_db()
    assert contact.status == Status.UNCONFIRMED


def test_a_changed_link_leads_nowhere(client, make_contact):
    url = links.confirm_url(make_contact(Status.UNCONFIRMED))
    assert client.get(url[:-3] + "xy/").status_code == 410


def test_a_link_to_follow_does_not_confirm(client, make_contact):
    contact = make_contact(Status.UNCONFIRMED)
    token = links.follow_url(contact).rstrip("/").rpartition("/")[2]
    assert client.post(reverse("exchange:confirm", args=[token])).status_code == 410


def test_a_signed_in_person_needs_no_confirmation(client, stranger, enterprise, letter):
    client.force_login(stranger)
    client.post(address(enterprise), letter(email="somebody-else@example.com"))
    contact = ContactRequest.objects.get()
    assert (contact.status, contact.email, contact.asker) == (Status.SENT, stranger.email, stranger)


def test_what_was_typed_stays_when_something_is_wrong(client, enterprise, letter):
    answer = client.post(address(enterprise), letter(email="kein@", text="Нужна сушилка"))
    assert "name@example.org" in errors(answer) and " autofocus " in errors(answer)
    assert "Нужна сушилка" in answer.content.decode() and "Костанайский элеватор" in answer.content.decode()
    assert not ContactRequest.objects.exists()


def test_a_page_of_another_enterprise_is_not_taken_for_the_matter(client, other_enterprise, entry, letter):
    client.post(address(other_enterprise, entry), letter())
    assert ContactRequest.objects.get().entry is None


def test_who_fills_in_what_people_do_not_see_is_refused(client, enterprise, letter):
    answer = client.post(address(enterprise), letter(homepage="https://spam.example"))
    assert errors(answer)
    # Who was filled in by a password manager can send again.
    assert "spam.example" not in answer.content.decode()
    assert not ContactRequest.objects.exists()


def test_who_is_quicker_than_a_person_is_refused(client, enterprise, monkeypatch, letter):
    monkeypatch.setattr(forms, "LEAST_SECONDS", 60)
    answer = client.post(address(enterprise), letter())
    assert errors(answer) and "Костанайский элеватор" in answer.content.decode()
    assert not ContactRequest.objects.exists()


def test_a_form_that_was_open_for_days_can_be_sent_again(client, enterprise, letter):
    answer = client.post(address(enterprise), letter(opened="old"))
    assert errors(answer)
    fresh = re.search(r'name="opened" value="([^"]+)"', answer.content.decode())
    client.post(address(enterprise), letter(opened=fresh[1]))
    assert ContactRequest.objects.count() == 1


def test_one_address_writes_a_few_times_a_day(client, enterprise, letter, monkeypatch):
    monkeypatch.setattr(views, "MOST_PER_ADDRESS", 2)
    for _time in range(2):
        client.post(address(enterprise), letter())
    answer = client.post(address(enterprise), letter(text="Ещё раз"))
    assert errors(answer) and "Ещё раз" in answer.content.decode()
    assert ContactRequest.objects.count() == 2


def test_one_place_writes_a_limited_number_of_times_whatever_the_address(client, enterprise, monkeypatch, letter):
    monkeypatch.setattr(views, "MOST_PER_PLACE", 2)
    for number in range(3):
        answer = client.post(address(enterprise), letter(email=f"person{number}@example.com"))
    assert errors(answer)
    assert ContactRequest.objects.count() == 2


def test_the_asker_sees_answers_and_no_notes(client, accepted):
    accepted.events.create(kind="answer", text="Приезжайте")
    accepted.events.create(kind="note", text="Сначала проверить их баланс")
    page = client.get(links.follow_url(accepted)).content.decode()
    assert "Приезжайте" in page and "баланс" not in page


def test_the_asker_does_not_learn_who_answered(client, accepted, contributor):
    page = client.get(links.follow_url(accepted)).content.decode()
    assert str(contributor) not in page and contributor.email not in page


def test_the_asker_replies_on_the_page(client, accepted):
    client.post(links.follow_url(accepted), {"text": "Приедем в среду"})
    assert accepted.events.filter(kind="reply", text="Приедем в среду").exists()
    assert Mail.objects.filter(kind="contact.replied").exists()
    page = client.get(links.follow_url(accepted)).content.decode()
    assert "<strong>Ваш ответ</strong>" in page and "Ответ обратившегося" not in page


def test_a_closed_request_takes_no_reply(client, make_contact):
    contact = make_contact(Status.CLOSED)
    answer = client.post(links.follow_url(contact), {"text": "Ещё вопрос"})
    assert not contact.events.exists()
    assert "Ещё вопрос" in answer.content.decode() and answer.context["form"].non_field_errors()


def test_nobody_follows_the_request_of_somebody_else(client, make_contact, stranger):
    client.force_login(stranger)
    assert client.get(reverse("exchange:sent", args=[make_contact().pk])).status_code == 404
    own = make_contact(asker=stranger)
    assert client.get(reverse("exchange:sent", args=[own.pk])).url == links.follow_url(own)
