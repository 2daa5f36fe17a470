"""Drafts: saved incomplete, with rows, without losing anything."""

from decimal import Decimal
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from accounts.models import User
from contribute.fields import TagsField
from kb.models import ArticlePage, CaseStudyPage, EntryAttachment, EntryPage, Indicator, KbDocument, TechnologyPage
from tests.contribute.conftest import sent_by_browser
from tests.factories.kb import make_entry

TYPES = ("technology", "case_study", "article")


def new_url(kind: str) -> str:
    return reverse("contribute:new", args=[kind])


def empty_form(client: Client, kind: str) -> dict[str, Any]:
    """What a browser sends from the untouched form of a new entry."""
    form = client.get(new_url(kind)).context["form"]
    data = {
        management[name].html_name: management[name].value()
        for management in (row_set.management_form for row_set in form.row_sets.values())
        for name in management.fields
    }
    data |= {"writer": form.initial["writer"], "enterprise": form.entry.enterprise_id, "original_language": "ru"}
    return data


def latest() -> Any:
    return EntryPage.objects.latest("pk").specific.get_latest_revision_as_object()


@pytest.mark.parametrize("kind", TYPES)
def test_an_empty_form_is_saved_as_a_draft(writer: Client, kind: str) -> None:
    response = writer.post(new_url(kind), empty_form(writer, kind))
    page = EntryPage.objects.latest("pk")
    assert response.status_code == 302, response.context["layout"].problems
    assert (page.live, page.specific.entry_type) == (False, kind)


def test_a_draft_without_a_title_gets_one_that_the_form_does_not_show(writer: Client) -> None:
    response = writer.post(new_url("technology"), empty_form(writer, "technology"), follow=True)
    assert latest().title != ""
    assert response.context["form"]["title"].value() == ""


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_the_language_chosen_decides_the_tree(writer: Client, language: str) -> None:
    data = {**empty_form(writer, "article"), "title": "Best practice", "original_language": language}
    writer.post(new_url("article"), data)
    assert latest().url_path == f"/{language}/articles/best-practice/"


@pytest.mark.parametrize("kind", TYPES)
def test_a_complete_entry_survives_the_form_unchanged(
    writer: Client, contributor: User, enterprise: Any, kind: str
) -> None:
    page = make_entry(kind, enterprise=enterprise, owner=contributor, published=False)
    before = page.get_latest_revision_as_object().serializable_data()
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor)
    response = writer.post(reverse("contribute:edit", args=[page.pk]), data)
    after = latest().serializable_data()
    assert response.status_code == 302, response.context["layout"].problems
    meaningless = {
        "latest_revision",
        "latest_revision_created_at",
        "draft_title",
        "has_unpublished_changes",
        "entry_tags",
    }
    assert {key: value for key, value in after.items() if key not in meaningless} == {
        key: value for key, value in before.items() if key not in meaningless
    }


def test_a_wrong_number_keeps_everything_that_was_typed(writer: Client) -> None:
    data = empty_form(writer, "technology") | {"title": "Сушилка", "power_kw": "много"}
    response = writer.post(new_url("technology"), data)
    assert response.status_code == 422
    assert response.context["form"]["title"].value() == "Сушилка"
    assert [problem.anchor for problem in response.context["layout"].problems] == ["part-power_kw"]


@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_a_comma_parts_the_decimal_digits_in_every_language(writer: Client, language: str) -> None:
    data = empty_form(writer, "technology") | {"power_kw": "1 234,5"}
    writer.post(new_url("technology").replace("/ru/", f"/{language}/"), data)
    assert latest().power_kw == Decimal("1234.5")


def test_a_half_filled_row_is_kept_in_the_draft(writer: Client) -> None:
    data = empty_form(writer, "technology") | {"costs-TOTAL_FORMS": 1, "costs-0-item": "Сушилка"}
    writer.post(new_url("technology"), data)
    assert [(row.item, row.price) for row in latest().costs.all()] == [("Сушилка", None)]


def test_an_untouched_blank_row_is_left_out(writer: Client) -> None:
    data = empty_form(writer, "technology") | {
        "costs-TOTAL_FORMS": 1,
        "costs-0-unit": "{piece}",
        "costs-0-quantity": "1",
    }
    writer.post(new_url("technology"), data | {"costs-0-recurrence": "once"})
    assert list(latest().costs.all()) == []


def test_a_row_is_added_without_javascript(writer: Client) -> None:
    data = empty_form(writer, "case_study") | {"title": "Привод", "add_row": "costs"}
    response = writer.post(new_url("case_study"), data)
    form = response.context["form"]
    assert (len(form.row_sets["costs"].shown), form["title"].value()) == (1, "Привод")


def test_adding_a_row_shows_no_errors(writer: Client) -> None:
    data = empty_form(writer, "case_study") | {"payback_months": "скоро", "add_row": "costs"}
    assert writer.post(new_url("case_study"), data).context["layout"].problems == []


def test_a_row_is_removed_without_javascript(writer: Client, contributor: User, enterprise: Any) -> None:
    page = make_entry("case_study", enterprise=enterprise, published=False)
    url = reverse("contribute:edit", args=[page.pk])
    entry = page.get_latest_revision_as_object()
    shown = writer.post(url, sent_by_browser(entry, contributor, remove_row="steps-0"))
    assert shown.context["form"].row_sets["steps"].shown == []
    writer.post(url, sent_by_browser(entry, contributor, **{"steps-0-removed": "on"}))
    assert list(latest().steps.all()) == []


def test_a_row_keeps_its_key_when_it_is_changed(writer: Client, contributor: User, enterprise: Any) -> None:
    page = make_entry("case_study", enterprise=enterprise)
    entry = page.get_latest_revision_as_object()
    key = entry.indicators.get().row_key
    url = reverse("contribute:edit", args=[page.pk])
    writer.post(url, sent_by_browser(entry, contributor, **{"indicators-0-after": "35,25"}))
    row = latest().indicators.get()
    assert (row.row_key, row.after) == (key, Decimal("35.25"))


def test_a_new_indicator_row_belongs_to_the_entry(writer: Client) -> None:
    indicator = Indicator.objects.first()
    row = {
        "indicator": indicator.pk,
        "unit": "kW.h/t",
        "before": "50",
        "after": "40",
        "period": "2024",
        "method": "measured",
    }
    data = empty_form(writer, "case_study") | {"indicators-TOTAL_FORMS": 1}
    writer.post(new_url("case_study"), data | {f"indicators-0-{name}": value for name, value in row.items()})
    assert latest().indicators.get().change_percent == Decimal("-20.0")


def test_a_live_page_stays_as_it_is_while_its_draft_changes(writer: Client, contributor: User, enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise, title="Старое")
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, title="Новое")
    writer.post(reverse("contribute:edit", args=[page.pk]), data)
    page.refresh_from_db()
    assert (page.title, page.live, latest().title) == ("Старое", True, "Новое")


def test_the_address_follows_the_title_until_the_page_is_published(
    writer: Client, contributor: User, enterprise: Any
) -> None:
    page = make_entry("article", enterprise=enterprise, title="Первое", published=False)
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, title="Второе")
    writer.post(reverse("contribute:edit", args=[page.pk]), data)
    assert latest().slug == "vtoroe"


def test_rich_text_is_sanitised(writer: Client) -> None:
    data = empty_form(writer, "technology") | {"purpose": '<p onclick="x()">Сушка <script>x()</script><b>зерна</b></p>'}
    writer.post(new_url("technology"), data)
    assert latest().purpose == "<p>Сушка <b>зерна</b></p>"


def test_tags_are_folded_and_made_when_new(writer: Client) -> None:
    data = empty_form(writer, "technology") | {"tags": "Насосы,  ЭКОНОМИЯ энергии, насосы"}
    writer.post(new_url("technology"), data)
    assert sorted(tag.name for tag in latest().tags.all()) == ["насосы", "экономия энергии"]


def test_the_enterprise_of_somebody_else_cannot_be_chosen(writer: Client, other_enterprise: Any) -> None:
    data = empty_form(writer, "technology") | {"enterprise": other_enterprise.pk}
    response = writer.post(new_url("technology"), data)
    assert response.context["form"].errors.keys() == {"enterprise"}
    assert not EntryPage.objects.filter(enterprise=other_enterprise).exists()


def test_a_draft_that_a_colleague_saved_meanwhile_is_not_overwritten(
    writer: Client, contributor: User, colleague: User, enterprise: Any
) -> None:
    page = make_entry("article", enterprise=enterprise, published=False)
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, title="Моё")
    page.title = "Коллеги"
    page.save_revision(user=colleague)
    response = writer.post(reverse("contribute:edit", args=[page.pk]), data)
    assert (response.status_code, latest().title) == (409, "Коллеги")
    assert response.context["form"]["title"].value() == "Моё"


def test_saving_again_overwrites_knowingly(writer: Client, contributor: User, colleague: User, enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise, published=False)
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, title="Моё")
    page.title = "Коллеги"
    page.save_revision(user=colleague)
    url = reverse("contribute:edit", args=[page.pk])
    page = writer.post(url, data)
    shown = page.context["form"]
    assert str(colleague) in page.content.decode()
    writer.post(url, data | {"overwrite": shown.mark})
    assert latest().title == "Моё"


def test_nothing_is_overwritten_that_the_writer_was_not_told_of(
    writer: Client, contributor: User, colleague: User, enterprise: Any
) -> None:
    page = make_entry("article", enterprise=enterprise, published=False)
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, title="Моё")
    url = reverse("contribute:edit", args=[page.pk])
    page.title = "Коллеги"
    page.save_revision(user=colleague)
    told = writer.post(url, data).context["form"].mark
    page.title = "Коллеги, ещё раз"
    page.save_revision(user=colleague)
    assert writer.post(url, data | {"overwrite": told}).status_code == 409
    assert latest().title == "Коллеги, ещё раз"


def test_values_of_the_original_are_not_in_the_form_of_a_translation(
    writer: Client, contributor: User, enterprise: Any, locales: Any
) -> None:
    page = make_entry("technology", enterprise=enterprise)
    translation = page.copy_for_translation(locales["kk"])
    shown = writer.get(reverse("contribute:edit", args=[translation.pk]))
    form = shown.context["form"]
    assert not form.fields.keys() & set(TechnologyPage.language_independent)
    assert set(form.row_sets["costs"].forms[0].fields) == {"item", "row_key", "removed"}


@pytest.mark.parametrize("model", [TechnologyPage, CaseStudyPage, ArticlePage])
def test_every_field_that_the_model_declares_is_in_the_form(writer: Client, model: type[EntryPage]) -> None:
    layout = writer.get(new_url(model.entry_type)).context["layout"]
    shown = {
        (getattr(part, "bound", None) and part.bound.name) or part.place.relation
        for step in layout.steps
        for part in step.parts
    }
    declared = {
        part if isinstance(part, str) else part.relation
        for section in model.sections
        if not section.editors_only
        for part in section.parts
    }
    assert shown == declared


def test_fields_for_editors_are_not_in_the_form(writer: Client) -> None:
    assert "validation" not in writer.get(new_url("case_study")).context["form"].fields


def test_the_form_names_a_file_that_the_search_could_not_read(
    writer: Client, contributor: User, enterprise: Any
) -> None:
    broken = KbDocument(title="Чертёж рамы", file=ContentFile(b"broken", name="frame.docx"))
    broken._set_document_file_metadata()
    broken.save()
    page = make_entry("technology", enterprise=enterprise)
    page.attachments.add(EntryAttachment(document=broken))
    page.save_revision(user=contributor)
    answer = writer.get(reverse("contribute:edit", args=[page.pk]))
    assert "Чертёж рамы" in answer.content.decode()
    assert [file.state for file in answer.context["unread_files"]] == ["broken"]


def test_a_dash_in_the_field_of_tags_says_that_there_are_none() -> None:
    assert TagsField(required=False).clean("-, — , сушка,\0, C++") == ["сушка", "c++"]
