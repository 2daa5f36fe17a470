"""The enterprise's page: what members see of requests and matches, and what they can do."""

import pytest
from django.urls import reverse

from exchange.models import Match, Status
from kb.models import EntryPage
from tests.factories.kb import EnterpriseFactory

pytestmark = pytest.mark.django_db


def page(client, name="inbox", *args, **query):
    return client.get(reverse(f"exchange:{name}", args=args), query).content.decode()


def test_members_find_the_requests_to_their_enterprise(client, contributor, make_contact):
    make_contact()
    client.force_login(contributor)
    assert "Костанайский элеватор" in page(client)


def test_what_is_not_confirmed_is_not_shown(client, contributor, make_contact):
    contact = make_contact(Status.UNCONFIRMED)
    client.force_login(contributor)
    assert "Костанайский элеватор" not in page(client)
    assert client.get(reverse("exchange:contact", args=[contact.pk])).status_code == 404


def test_a_page_leads_to_the_sign_in(client, make_contact):
    for url in (reverse("exchange:inbox"), reverse("exchange:contact", args=[make_contact().pk])):
        assert "/accounts/login/" in client.get(url).url


@pytest.mark.parametrize("person", ["stranger", "editor", "chief_editor", "administrator", "expert"])
@pytest.mark.parametrize("door", ["contact", "note"])
def test_nobody_else_opens_a_request(request, client, make_contact, person, door):
    client.force_login(request.getfixturevalue(person))
    url = reverse(f"exchange:{door}", args=[make_contact().pk])
    assert client.post(url, {"status": "accepted", "note-text": "Да"}).status_code == 404


def test_the_list_is_filtered_by_state(client, contributor, make_contact):
    make_contact(organisation="Новый завод")
    make_contact(Status.CLOSED, organisation="Старый завод")
    client.force_login(contributor)
    assert "Старый завод" not in page(client, show="new")
    assert "Новый завод" not in page(client, show="ended")


def test_accepting_needs_nothing_else(client, contributor, make_contact):
    contact = make_contact()
    client.force_login(contributor)
    client.post(reverse("exchange:contact", args=[contact.pk]), {"status": "accepted"})
    contact.refresh_from_db()
    assert contact.status == Status.ACCEPTED


@pytest.mark.parametrize(
    ("before", "sent"),
    [
        ("sent", {"status": "declined", "text": "Увы"}),
        ("sent", {"status": "declined", "reason": "other"}),
        ("sent", {"status": "answer"}),
        ("sent", {}),
        ("sent", {"status": "contract", "day": "2026-01-01"}),
        ("accepted", {"status": "meeting", "text": "Ждём вас"}),
        ("accepted", {"status": "contract", "day": "2999-01-01", "text": "Подписали"}),
    ],
)
def test_a_step_without_what_it_needs_comes_back_with_what_was_typed(client, contributor, make_contact, before, sent):
    contact = make_contact(before)
    client.force_login(contributor)
    answer = client.post(reverse("exchange:contact", args=[contact.pk]), sent).content.decode()
    contact.refresh_from_db()
    assert contact.status == before and "notice--error" in answer
    assert sent.get("text", "") in answer


def test_a_note_stays_with_colleagues(client, contributor, colleague, make_contact):
    contact = make_contact()
    client.force_login(contributor)
    client.post(reverse("exchange:note", args=[contact.pk]), {"note-text": "Спросить директора"})
    client.force_login(colleague)
    assert "Спросить директора" in page(client, "contact", contact.pk)


def test_an_asker_finds_what_he_or_she_wrote(client, stranger, make_contact):
    make_contact(asker=stranger)
    client.force_login(stranger)
    assert "Минский завод" in page(client)


def test_the_page_of_contributors_says_how_many_wait(client, contributor, make_contact):
    make_contact()
    client.force_login(contributor)
    answer = client.get(reverse("contribute:dashboard")).content.decode()
    assert "waiting-contacts" in answer and reverse("exchange:inbox") in answer


def test_the_work_page_takes_as_many_queries_for_many_as_for_few(
    client, contributor, enterprise, make_contact, make_match, django_assert_num_queries
):
    make_contact(asker=contributor, enterprise=EnterpriseFactory())
    make_contact()
    make_match(enterprise)
    client.force_login(contributor)
    page(client)
    with django_assert_num_queries(30, exact=False) as few:
        page(client)
    for _number in range(4):
        make_contact()
        make_contact(asker=contributor, enterprise=EnterpriseFactory())
        make_match(enterprise)
    with django_assert_num_queries(len(few.captured_queries)):
        page(client)


# Matches


def test_both_sides_see_a_match_with_its_reasons(
    client, contributor, stranger, enterprise, other_enterprise, make_match
):
    make_match(enterprise, other_enterprise)
    for person, own in ((contributor, "Линия сушки зерна"), (stranger, "Нужна сушилка")):
        client.force_login(person)
        answer = page(client)
        assert own in answer and "УГТ 9" in answer


def test_a_dismissed_match_is_seen_no_more(client, contributor, stranger, enterprise, other_enterprise, make_match):
    match = make_match(enterprise, other_enterprise)
    client.force_login(contributor)
    client.post(reverse("exchange:dismiss", args=[match.pk]))
    for person in (contributor, stranger):
        client.force_login(person)
        assert "Нужна сушилка" not in page(client)
    assert Match.objects.get().dismissed_by == contributor


def test_nobody_else_dismisses_a_match(client, expert, enterprise, make_match):
    match = make_match(enterprise)
    client.force_login(expert)
    assert client.post(reverse("exchange:dismiss", args=[match.pk])).status_code == 404


def test_readers_find_a_match_on_both_pages(client, enterprise, make_match):
    match = make_match(enterprise)
    offer, request = (EntryPage.objects.get(translation_key=key) for key in (match.offer, match.request))
    assert request.title in client.get(offer.url).content.decode()
    assert offer.title in client.get(request.url).content.decode()


def test_an_answer_to_a_request_that_a_colleague_has_closed_comes_back(client, contributor, make_contact):
    contact = make_contact(Status.CLOSED)
    client.force_login(contributor)
    response = client.post(reverse("exchange:contact", args=[contact.pk]), {"status": "answer", "text": "Приезжайте"})
    assert "Приезжайте" in response.content.decode()
    assert response.context["form"].errors["status"] == ["Тем временем предприятие закрыло обращение."]
    assert not contact.events.exists()
