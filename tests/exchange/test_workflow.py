"""The states of a contact request, who changes them, and who is told."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from wagtail.models import ModelLogEntry

from exchange import workflow
from exchange.models import ContactRequest, DeclineReason, Status
from notifications.models import Mail, Notification

pytestmark = pytest.mark.django_db


def test_a_request_goes_from_acceptance_over_a_meeting_to_a_contract(make_contact, contributor):
    contact = make_contact()
    for status in (Status.ACCEPTED, Status.MEETING, Status.CONTRACT, Status.CLOSED):
        workflow.move(contact, status, user=contributor, day=date(2026, 5, 4))
    contact.refresh_from_db()
    assert contact.status == Status.CLOSED and contact.answered_at and contact.contract_at
    moved = contact.events.filter(kind="moved").values_list("status", "user")
    assert list(moved) == [(status, contributor.pk) for status in ("accepted", "meeting", "contract", "closed")]


@pytest.mark.parametrize(
    ("before", "after"),
    [("sent", "contract"), ("declined", "accepted"), ("closed", "meeting"), ("contract", "declined"), ("sent", "sent")],
)
def test_no_state_is_left_out_or_taken_back(make_contact, contributor, before, after):
    with pytest.raises(workflow.NotPossible):
        workflow.move(make_contact(before), after, user=contributor)


def test_two_colleagues_do_not_both_decide(make_contact, contributor, colleague):
    contact = make_contact()
    seen_before = ContactRequest.objects.get(pk=contact.pk)
    workflow.move(contact, Status.DECLINED, user=contributor, reason=DeclineReason.TERMS)
    with pytest.raises(workflow.NotPossible):
        workflow.move(seen_before, Status.ACCEPTED, user=colleague)


@pytest.mark.parametrize("person", ["stranger", "editor", "chief_editor", "administrator"])
@pytest.mark.parametrize("step", ["move", "answer", "note"])
def test_only_members_answer(request, make_contact, person, step):
    user, contact = request.getfixturevalue(person), make_contact()
    given = (Status.ACCEPTED,) if step == "move" else ()
    with pytest.raises(PermissionDenied):
        getattr(workflow, step)(contact, *given, user=user, text="Да")


def test_nobody_answers_what_is_not_confirmed(make_contact, contributor):
    with pytest.raises(PermissionDenied):
        workflow.answer(make_contact(Status.UNCONFIRMED), user=contributor, text="Да")


def test_a_member_does_not_write_to_the_own_enterprise(make_contact, contributor):
    contact = make_contact()
    contact.pk = None
    with pytest.raises(PermissionDenied):
        workflow.send(contact, user=contributor)


def test_every_state_is_in_the_audit_log_without_the_name_of_the_asker(make_contact, contributor):
    contact = make_contact()
    workflow.move(contact, Status.ACCEPTED, user=contributor)
    entry = ModelLogEntry.objects.get(action="exchange.contact")
    assert (entry.user, entry.data) == (contributor, {"status": "accepted"})
    assert contact.name not in entry.label and contact.organisation not in entry.label


def test_all_members_are_told_of_a_request_and_a_reply_goes_to_the_asker(make_contact, contributor, colleague):
    workflow.confirm(make_contact(Status.UNCONFIRMED))
    mails = Mail.objects.filter(kind="contact.received")
    assert {mail.user for mail in mails} == {contributor, colleague}
    assert {mail.reply_to for mail in mails} == {"aigul@example.com"}


def test_a_stranger_is_told_by_letter(make_contact, contributor, mailoutbox):
    workflow.move(make_contact(language="kk"), Status.ACCEPTED, user=contributor, text="Рады помочь")
    mail = Mail.objects.get()
    assert (mail.kind, mail.address, mail.language) == ("contact.told", "aigul@example.com", "kk")
    assert "Рады помочь" in mailoutbox[0].body


def test_an_asker_with_an_account_is_told_in_the_bell_too(make_contact, contributor, stranger):
    workflow.answer(make_contact(asker=stranger), user=contributor, text="Да")
    assert Notification.objects.get(kind="contact.told").recipient == stranger


def test_a_note_is_told_to_nobody(make_contact, contributor):
    workflow.note(make_contact(), user=contributor, text="Спросить директора")
    assert not Mail.objects.exists()


def test_what_one_colleague_has_answered_no_longer_waits_for_another(make_contact, contributor, colleague):
    contact = make_contact(Status.UNCONFIRMED)
    workflow.confirm(contact)
    workflow.move(contact, Status.ACCEPTED, user=contributor)
    assert not Notification.objects.filter(recipient=colleague, read_at=None).exists()


# Whose address the asker learns


def told(contact, user, **given):
    workflow.answer(contact, user=user, text="Да", **given)
    return Mail.objects.latest("pk").reply_to


def test_the_asker_learns_no_address_that_nobody_agreed_to_give(make_contact, contributor, entry):
    entry.enterprise.contact_email = "office@example.org"
    entry.enterprise.save()
    assert told(make_contact(entry=entry), contributor) == ""


def test_a_member_may_give_the_own_address(make_contact, contributor):
    assert told(make_contact(), contributor, shares_address=True) == contributor.email


def test_a_contact_person_shown_to_everybody_is_written_to(make_contact, contributor, entry):
    type(entry).objects.filter(pk=entry.pk).update(contact_visibility="public")
    assert told(make_contact(entry=entry), contributor) == entry.contact_email


def test_a_contact_person_who_did_not_agree_is_not(make_contact, contributor, entry):
    type(entry).objects.filter(pk=entry.pk).update(contact_visibility="public", contact_consent=False)
    assert told(make_contact(entry=entry), contributor) == ""


def test_a_contact_person_shown_to_signed_in_users_is_given_to_these_alone(make_contact, contributor, entry, stranger):
    assert told(make_contact(entry=entry), contributor) == ""
    assert told(make_contact(entry=entry, asker=stranger), contributor) == entry.contact_email


def test_the_public_address_of_the_enterprise_stands_in(make_contact, contributor, enterprise):
    enterprise.contact_email, enterprise.contact_is_public = "office@example.org", True
    enterprise.save()
    assert told(make_contact(), contributor) == "office@example.org"
