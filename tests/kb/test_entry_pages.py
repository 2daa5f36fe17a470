"""What a reader finds on the page of each type of entry."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.test import RequestFactory
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.translation import override

from kb import models as kb
from kb.dates import date_in_words
from tests.factories.accounts import UserFactory
from tests.factories.kb import EnterpriseFactory, make_document, make_entry, make_image, make_indicator_row

pytestmark = pytest.mark.django_db

SPACE = "\N{NO-BREAK SPACE}"


def html(client, entry):
    answer = client.get(entry.url_path)
    assert answer.status_code == 200
    return answer.content.decode()


def words(text):
    """What is left of a page for somebody who reads it: no markup, single spaces."""
    return " ".join(strip_tags(re.sub(r"<(script|style).*?</\1>", "", text, flags=re.S)).replace(SPACE, " ").split())


def english(client, kind, **values):
    return words(html(client, make_entry(kind, language="en", **values)))


# All types


@pytest.mark.parametrize("kind", ["technology", "case_study", "article"])
def test_every_type_has_a_page_in_every_language(client, kind):
    for language in ("ru", "be", "kk", "en"):
        assert f'<html lang="{language}">' in html(client, make_entry(kind, language=language))


def test_a_page_takes_one_query_once_it_was_made(client, django_assert_num_queries, transaction_over):
    entry = make_entry("case_study")
    transaction_over()
    html(client, entry)

    with django_assert_num_queries(1):
        html(client, entry)


def test_a_page_made_anew_takes_one_query_for_all_that_it_asks(client, django_assert_num_queries, transaction_over):
    entry = make_entry("case_study")
    transaction_over()
    html(client, entry)

    with django_assert_num_queries(1):
        client.get(f"{entry.url_path}?anew")


def test_a_page_for_somebody_signed_in_takes_few_queries(
    client, contributor, django_assert_max_num_queries, transaction_over
):
    entry = make_entry("case_study")
    transaction_over()
    client.force_login(contributor)
    html(client, entry)

    with django_assert_max_num_queries(7):
        html(client, entry)


def test_the_page_leads_to_its_enterprise_areas_and_tags(client, enterprise, area):
    page = html(client, make_entry(enterprise=enterprise, tags=["сушка"]))

    for url in (f"/ru/enterprises/{enterprise.slug}/", f"/ru/areas/{area.slug}/", "/ru/tags/"):
        assert f'href="{url}' in page


def test_the_country_is_named(client, enterprise):
    assert "Belarus" in english(client, "technology", enterprise=enterprise)


def test_demonstration_data_says_that_it_is(client):
    assert "demonstration data" in english(client, "article", enterprise=EnterpriseFactory(is_demonstration=True))


def test_real_data_carries_no_demonstration_mark(client):
    assert "demonstration data" not in english(client, "article")


def test_an_entry_that_needs_confirmation_says_so(client):
    assert "Needs confirmation." in english(client, "article", standing="needs_confirmation")


def test_the_notice_names_the_day_that_has_passed(client):
    yesterday = timezone.localdate() - timedelta(days=1)
    text = english(client, "technology", standing="needs_confirmation", valid_until=yesterday)
    with override("en"):
        assert f"The enterprise was to confirm it by {date_in_words(yesterday)}" in text


def test_an_archived_entry_says_so(client):
    assert "Archived." in english(client, "article", standing="archived")


def test_a_translation_names_its_original_and_leads_to_it(client, locales):
    original = make_entry("article", title="Сжатый воздух")
    translation = original.copy_for_translation(locales["en"])
    translation.title = "Compressed air"
    translation.save_revision().publish()
    page = html(client, translation)

    assert "Translated. Original: Russian: Сжатый воздух" in words(page)
    assert f'href="{original.url_path}"' in page


def test_the_page_lists_the_languages_in_which_it_can_be_read(client, locales):
    original = make_entry("article", language="en")
    for language in ("ru", "kk"):
        original.copy_for_translation(locales[language]).save_revision().publish()

    assert "Other languages Русский Қазақша" in words(html(client, original))


def test_attachments_say_kind_format_size_and_licence(client):
    rows = [kb.EntryAttachment(document=make_document("Check list"), kind="checklist", licence="CC-BY-4.0")]
    text = english(client, "article", attachments=rows)

    assert "Check list checklist or template, TXT, 4 bytes. CC BY 4.0" in text


def test_references_link_to_their_sources(client):
    rows = [kb.EntryReference(text="Report", url="https://example.org/report")]

    assert 'href="https://example.org/report"' in html(client, make_entry("article", references=rows))


def test_the_page_says_who_reviewed_it_when_and_what_changed(client):
    values = {"reviewed_by": "A. Reviewer", "reviewed_on": date(2026, 5, 3), "version": 3, "change_note": "New figures"}
    text = english(client, "article", **values)

    assert "Reviewed 3 May 2026, A. Reviewer" in text
    assert re.search(r"Version 3, \d+ \w+ \d{4}: New figures", text)


def test_a_cover_is_shown_with_its_alternative_text(client):
    assert 'alt="Линия в цехе"' in html(client, make_entry(cover_image=make_image(), cover_alt="Линия в цехе"))


def test_rich_text_keeps_its_markup(client):
    page = html(client, make_entry("article", context="<p>Цех <b>литья</b></p>"))

    assert "<b>литья</b>" in page


def test_a_title_with_markup_is_escaped(client):
    assert "<script>alert" not in html(client, make_entry(title="<script>alert(1)</script>", slug="escaped"))


def test_no_element_has_an_inline_style(client):
    assert " style=" not in html(client, make_entry("case_study"))


def test_an_unpublished_entry_has_no_page(client):
    assert client.get(make_entry(published=False).url_path).status_code == 404


def test_a_privacy_rule_of_the_tree_still_holds(client):
    entry = make_entry()
    entry.get_parent().view_restrictions.create(restriction_type="login")

    assert client.get(entry.url_path).status_code == 302


def test_a_privacy_rule_elsewhere_leaves_a_page_open(client):
    make_entry("article").view_restrictions.create(restriction_type="login")

    assert client.get(make_entry("technology").url_path).status_code == 200


def test_a_page_with_a_privacy_rule_is_not_named_by_a_page_that_links_to_it(client):
    technology = make_entry("technology", title="Сушилка")
    case = make_entry("case_study", title="Внедрение", related_entries=[kb.RelatedEntry(related=technology)])
    technology.view_restrictions.create(restriction_type="login")

    assert "Сушилка" not in html(client, case)


# Related pages


def test_a_link_is_shown_on_both_pages(client):
    technology = make_entry("technology", title="Сушилка")
    case = make_entry("case_study", title="Внедрение", related_entries=[kb.RelatedEntry(related=technology)])

    assert f'href="{technology.url_path}"' in html(client, case)
    assert f'href="{case.url_path}"' in html(client, technology)


def test_a_link_leads_to_the_version_in_the_language_of_the_reader(client, locales):
    technology = make_entry("technology", title="Сушилка")
    in_kazakh = technology.copy_for_translation(locales["kk"])
    in_kazakh.save_revision().publish()
    article = make_entry("article", language="kk", related_entries=[kb.RelatedEntry(related=technology)])

    assert f'<h3> <a href="{in_kazakh.url_path}">' in " ".join(html(client, article).split())


def test_a_link_to_a_page_of_another_language_names_it(client):
    technology = make_entry("technology", title="Сушилка")
    text = english(client, "article", related_entries=[kb.RelatedEntry(related=technology)])

    assert "Русский Сушилка" in text


def test_a_draft_is_not_linked(client):
    draft = make_entry("technology", title="Черновик", published=False)

    assert "Черновик" not in html(client, make_entry("article", related_entries=[kb.RelatedEntry(related=draft)]))


# Who may read what


def test_a_visitor_of_an_entry_for_signed_in_users_reads_title_and_summary(client):
    text = words(html(client, make_entry("article", title="Название", summary="Кратко.", access="registered")))

    assert "Название Кратко." in text
    assert "Измерьте падение давления" not in text


def test_a_visitor_of_an_entry_for_signed_in_users_learns_how_to_read_it(client):
    entry = make_entry("article", language="en", access="registered")
    page = html(client, entry)

    assert "Sign in to read it" in page
    assert f"/en/accounts/login/?next={entry.url_path}" in page


def test_a_signed_in_user_reads_it(client):
    client.force_login(UserFactory())

    assert "Измерьте падение давления" in html(client, make_entry("article", access="registered"))


def test_an_entry_on_request_says_whom_to_ask(client, enterprise):
    client.force_login(UserFactory())
    text = english(client, "article", access="on_request", enterprise=enterprise)

    assert "The enterprise gives the whole text on request." in text
    assert "Измерьте падение давления" not in text


def test_a_colleague_reads_an_entry_on_request(client, enterprise, colleague):
    entry = make_entry("article", access="on_request", enterprise=enterprise)
    client.force_login(colleague)

    assert "Измерьте падение давления" in html(client, entry)


@pytest.mark.parametrize(
    ("visibility", "consent", "signed_in", "seen"),
    [
        ("public", True, False, True),
        ("public", False, False, False),
        ("registered", True, False, False),
        ("registered", True, True, True),
        ("editors", True, True, False),
    ],
)
def test_the_contact_person_is_shown_with_consent_to_whom_they_chose(client, visibility, consent, signed_in, seen):
    if signed_in:
        client.force_login(UserFactory())
    entry = make_entry(contact_visibility=visibility, contact_consent=consent)

    assert ("sidorov@example.org" in html(client, entry)) == seen


# Case studies


def test_a_case_study_leads_with_its_indicators(client):
    page = html(client, make_entry("case_study"))

    assert 0 < page.index("entry__indicators") < page.index("Насосы работали с постоянной частотой")


def test_an_indicator_says_in_sign_and_word_what_became_of_it(client):
    lower = kb.Indicator.objects.get(code="energy-per-unit")
    rows = [
        make_indicator_row(indicator=lower, before=Decimal(50), after=Decimal(40)),
        make_indicator_row(indicator=lower, before=Decimal(50), after=Decimal(60)),
        make_indicator_row(indicator=lower, before=Decimal(50), after=Decimal(50)),
    ]
    text = english(client, "case_study", indicators=rows)

    assert [state in text for state in ("−20%, better", "+20%, worse", "0%, no change")] == [True] * 3


def test_each_indicator_is_drawn(client):
    rows = [make_indicator_row(), make_indicator_row(before=Decimal(10))]

    assert html(client, make_entry("case_study", indicators=rows)).count('<svg class="chart" role="img"') == 2


def test_an_indicator_names_period_and_method(client):
    text = english(client, "case_study", indicators=[make_indicator_row(period="2023 – 2024", method="accounted")])

    assert "2023 – 2024 from accounts" in text


def test_costs_are_summed_by_currency_and_recurrence(client):
    def cost(price, currency, recurrence="once"):
        return kb.CostItem(
            item="X", quantity=Decimal(2), price=Decimal(price), currency=currency, recurrence=recurrence
        )

    costs = [cost(100, "BYN"), cost(50, "BYN"), cost(10, "BYN", "yearly"), cost(7, "KZT")]
    text = english(client, "case_study", costs=costs)

    for total in ("In all once, BYN 300 BYN", "In all every year, BYN 20 BYN", "In all once, KZT 14 KZT"):
        assert total in text


def test_a_case_study_names_payback_validation_and_replicability(client):
    text = english(client, "case_study", validation="confirmed")

    for fact in ("Payback 14 months", "confirmed by the adopter", "with adaptation"):
        assert fact in text


def test_a_case_study_names_who_else_uses_it(client, other_enterprise):
    rows = [kb.RepeatUse(enterprise=other_enterprise, since=date(2025, 1, 15), results="18 % less")]

    assert "Kazakhstan 15 January 2025 18 % less" in english(client, "case_study", repeat_uses=rows)


# Technologies


def test_a_technology_says_whether_it_is_an_offer(client):
    assert "Technology Offer Belarus" in english(client, "technology")


def test_a_technology_shows_its_readiness_in_words_and_drawn(client):
    entry = make_entry("technology", language="en", trl=6)
    page = html(client, entry)

    assert "TRL 6: prototype shown in a relevant environment. Stage: prototype" in words(page)
    assert '<svg class="scale" role="img"' in page


def test_a_technology_names_the_cooperation_sought(client):
    assert "supply, service" in english(client, "technology")


def test_a_technology_lists_its_conditions_of_use(client):
    text = english(client, "technology", temperature_min=-40, dust="dusty", staff=0)

    assert "Lowest temperature, °C −40 Dust dusty Staff per shift 0" in text


def test_a_technology_past_its_end_of_validity_says_so(client):
    yesterday = timezone.localdate() - timedelta(days=1)

    assert "Valid only until" in english(client, "technology", valid_until=yesterday)


# Articles


def test_an_article_numbers_its_steps(client):
    page = html(client, make_entry("article"))

    assert '<ol class="practice">' in page
    assert "<h3>Замер</h3>" in page


def test_an_article_names_its_readers(client):
    assert "Engineer, energy manager" in english(client, "article")


# Previews


def test_a_preview_shows_the_draft_and_keeps_nothing(client, chief_editor):
    entry = make_entry("article", title="Как было")
    entry.title = "Как стало"
    entry.save_revision()
    draft = entry.get_latest_revision_as_object()
    request = RequestFactory().get("/")
    request.user = chief_editor
    page = draft.make_preview_request(request, "").rendered_content

    assert "<h1>Как стало</h1>" in page
    assert not kb.RenderedEntry.objects.filter(page=entry).exists()
