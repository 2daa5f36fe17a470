"""The reports: what they count, for whom, and as a spreadsheet."""

import io
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from exchange.models import Status
from exchange.reports import figures
from exchange.reports.figures import CONTACTS, ENTRIES, MATCHES, Choice
from kb.models import TechnologyArea
from tests.factories.kb import EnterpriseFactory, make_entry

pytestmark = pytest.mark.django_db
BOTH = Choice(["BY", "KZ"])


def today():
    return timezone.localdate()


def total(what, choice=BOTH):
    return figures.total(what, choice, today())


def by(what, dimension, column="total", choice=BOTH):
    return {row["key"]: row[column] for row in figures.rows(what, dimension, choice, today())}


# Pages


def test_pages_are_counted_by_type_and_state(enterprise):
    make_entry(enterprise=enterprise)
    make_entry("article", enterprise=enterprise, published=False)
    make_entry("case_study", enterprise=enterprise, supplier=enterprise, standing="archived")
    found = total(ENTRIES)
    assert (found["total"], found["technologies"], found["articles"], found["case_studies"]) == (3, 1, 1, 1)
    assert (found["published"], found["drafts"], found["archived"], found["in_review"]) == (1, 1, 1, 0)


def test_a_page_in_review_is_no_draft(enterprise, contributor):
    from kb import workflow

    workflow.submit(make_entry(enterprise=enterprise, owner=contributor, published=False), user=contributor)
    found = total(ENTRIES)
    assert (found["in_review"], found["drafts"]) == (1, 0)


def test_a_translation_is_no_other_page(enterprise):
    original = make_entry(enterprise=enterprise)
    make_entry(enterprise=enterprise, language="kk", original_language="ru", translation_key=original.translation_key)
    assert total(ENTRIES)["total"] == 1


def test_pages_are_grouped_by_branch_country_and_enterprise(enterprise, other_enterprise, area):
    make_entry(enterprise=enterprise)
    make_entry(enterprise=other_enterprise, areas=[area, TechnologyArea.objects.get(code="01.2")])
    assert by(ENTRIES, "area") == {area.parent_id: 2}
    assert by(ENTRIES, "country") == {"BY": 1, "KZ": 1}
    assert by(ENTRIES, "enterprise") == {enterprise.pk: 1, other_enterprise.pk: 1}


def test_a_page_in_two_branches_counts_in_both_and_once_altogether(enterprise, area):
    other = TechnologyArea.objects.get(code="14.1")
    make_entry(enterprise=enterprise, areas=[area, other])
    assert by(ENTRIES, "area") == {area.parent_id: 1, other.parent_id: 1}
    assert total(ENTRIES)["total"] == 1


def test_a_branch_can_be_chosen(enterprise, area):
    make_entry(enterprise=enterprise)
    other = TechnologyArea.objects.get(code="14.1")
    assert total(ENTRIES, Choice(["BY"], [area.parent_id]))["total"] == 1
    assert total(ENTRIES, Choice(["BY"], [other.parent_id]))["total"] == 0


# Contacts


def test_contacts_are_counted_by_what_became_of_them(make_contact):
    now = timezone.now()
    make_contact()
    make_contact(Status.UNCONFIRMED)
    make_contact(Status.DECLINED, answered_at=now)
    met = make_contact(Status.CONTRACT, sent_at=now - timedelta(days=9), answered_at=now, contract_at=now)
    met.events.create(kind="moved", status="meeting")
    found = total(CONTACTS)
    assert (found["total"], found["waiting"], found["declined"], found["accepted"]) == (3, 1, 1, 1)
    assert (found["meetings"], found["contracts"]) == (1, 1)


def test_the_median_time_to_the_answer_is_in_days(make_contact):
    now = timezone.now()
    for days in (1, 2, 9):
        make_contact(Status.ACCEPTED, sent_at=now - timedelta(days=days), answered_at=now)
    assert total(CONTACTS)["days"] == 2.0
    assert total(CONTACTS)["in_a_week"] == 67


def test_without_an_answer_there_is_no_median(make_contact):
    make_contact()
    assert total(CONTACTS)["days"] is None


def test_months_are_those_of_the_site(make_contact, settings):
    settings.TIME_ZONE = "Asia/Almaty"
    make_contact(sent_at=timezone.datetime.fromisoformat("2026-01-31T22:00:00+00:00"))
    assert by(CONTACTS, "month") == {date(2026, 2, 1): 1}
    assert total(CONTACTS, Choice(["BY"], since=date(2026, 2, 1), until=date(2026, 2, 1)))["total"] == 1
    assert total(CONTACTS, Choice(["BY"], until=date(2026, 1, 31)))["total"] == 0


# Matches


def test_a_match_counts_for_both_countries_and_once_altogether(enterprise, other_enterprise, make_match):
    make_match(enterprise, other_enterprise)
    assert by(MATCHES, "country") == {"BY": 1, "KZ": 1}
    assert total(MATCHES)["total"] == 1


def test_a_match_is_followed_by_a_contact_of_one_side_to_the_other(
    enterprise, other_enterprise, stranger, make_match, make_contact
):
    from kb.models import EntryPage

    match = make_match(enterprise, other_enterprise)
    assert total(MATCHES)["contacted"] == 0
    make_contact(asker=stranger, entry=EntryPage.objects.get(translation_key=match.offer))
    assert total(MATCHES)["contacted"] == 1


def test_a_dismissed_match_does_not_hold(enterprise, make_match):
    make_match(enterprise, dismissed_at=timezone.now())
    found = total(MATCHES)
    assert (found["current"], found["dismissed"]) == (0, 1)


# The pages of the admin

NAMES = ["pages", "reviews", "contacts", "matches"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("dimension", ["area", "country", "enterprise", "month"])
def test_each_report_opens_by_each_dimension(
    client, chief_editor, make_match, make_contact, enterprise, name, dimension
):
    make_match(enterprise)
    make_contact()
    client.force_login(chief_editor)
    answer = client.get(reverse(f"exchange_report_{name}"), {"by": dimension})
    assert answer.status_code == 200
    assert "Всего" in answer.content.decode()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("person", ["contributor", "expert"])
def test_others_than_editors_see_no_report(request, client, name, person):
    client.force_login(request.getfixturevalue(person))
    assert client.get(reverse(f"exchange_report_{name}")).status_code == 302


@pytest.mark.parametrize("asked", [{}, {"country": "KZ"}, {"country": ["BY", "KZ"]}])
def test_an_editor_of_one_country_never_sees_the_other_one(client, editor, make_contact, other_enterprise, asked):
    make_contact(enterprise=other_enterprise)
    client.force_login(editor)
    answer = client.get(reverse("exchange_report_contacts"), {"by": "enterprise", **asked})
    assert "Карагандинский" not in answer.content.decode()


def test_a_report_is_a_spreadsheet_with_numbers(client, chief_editor, make_contact, enterprise):
    make_contact()
    client.force_login(chief_editor)
    answer = client.get(reverse("exchange_report_contacts"), {"by": "enterprise", "export": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    heading, first, last = sheet.iter_rows(values_only=True)
    assert heading[:3] == ("Предприятие", "Обращения", "Ждут")
    assert first[:3] == (enterprise.name, 1, 1)
    assert last[:2] == ("Всего", 1)


def test_rows_are_ordered_by_a_column(client, chief_editor, make_contact):
    for name, count in (("Аврора", 1), ("Буран", 2)):
        enterprise = EnterpriseFactory(name_ru=name)
        for _time in range(count):
            make_contact(enterprise=enterprise)
    client.force_login(chief_editor)
    for ordering, first in (("total", "Аврора"), ("-total", "Буран"), ("name", "Аврора"), ("-name", "Буран")):
        text = client.get(
            reverse("exchange_report_contacts"), {"by": "enterprise", "ordering": ordering}
        ).content.decode()
        table = text.split('<table class="listing')[1]
        assert (table.index("Аврора") < table.index("Буран")) is (first == "Аврора")


def test_a_report_takes_as_many_queries_for_many_rows_as_for_few(
    client, chief_editor, make_contact, django_assert_num_queries
):
    client.force_login(chief_editor)
    url = reverse("exchange_report_contacts") + "?by=enterprise"
    make_contact()
    client.get(url)
    with django_assert_num_queries(60, exact=False) as few:
        client.get(url)
    for _number in range(5):
        make_contact(enterprise=EnterpriseFactory())
    with django_assert_num_queries(len(few.captured_queries)):
        client.get(url)


def test_a_period_that_is_none_says_so_and_breaks_nothing(client, chief_editor):
    client.force_login(chief_editor)
    answer = client.get(reverse("exchange_report_contacts"), {"period_from": "nonsense"})
    assert answer.status_code == 200
