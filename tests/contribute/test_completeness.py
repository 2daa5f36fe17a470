"""The meter names what review needs and the draft lacks."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.fixtures import DjangoAssertNumQueries

from contribute.completeness import completeness_of, what_is_needed
from contribute.forms import DECLARATIONS
from contribute.layout import FieldPart
from contribute.progress import progress_of
from kb.models import ArticlePage, CaseStudyPage, EntryAttachment, EntryPage, Lesson, TechnologyPage
from tests.contribute.conftest import sent_by_browser
from tests.contribute.test_editing import empty_form
from tests.factories.kb import PAGE_MODELS, make_entry

pytestmark = pytest.mark.django_db


def draft_of(page: EntryPage) -> EntryPage:
    return page.get_latest_revision_as_object()


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_of_a_complete_entry_nothing_is_missing(enterprise: Any, kind: str) -> None:
    found = completeness_of(draft_of(make_entry(kind, enterprise=enterprise, published=False)))
    assert (found.missing, found.done) == ([], found.total)


def test_what_is_missing_is_named_in_the_order_of_the_form(enterprise: Any) -> None:
    page = make_entry("technology", enterprise=enterprise, published=False, summary="", trl=None, clearance=False)
    missing = completeness_of(draft_of(page)).missing
    assert [need.anchor for need in missing] == ["part-summary", "part-trl", "part-clearance"]


def test_what_depends_on_the_kind_is_counted_for_that_kind_alone(enterprise: Any) -> None:
    offer = make_entry("technology", enterprise=enterprise, published=False, advantages="")
    described = make_entry("technology", enterprise=enterprise, published=False, advantages="", kind="description")
    assert [need.anchor for need in completeness_of(draft_of(offer)).missing] == ["part-advantages"]
    assert completeness_of(draft_of(described)).missing == []


def test_what_is_filled_in_from_the_start_does_not_count(enterprise: Any) -> None:
    assert completeness_of(TechnologyPage()).done == 0


@pytest.mark.parametrize("model", [TechnologyPage, CaseStudyPage, ArticlePage])
def test_everything_that_is_needed_has_a_place_in_the_form(model: type[EntryPage]) -> None:
    assert all(need.anchor and need.label for need in what_is_needed(model()))


def test_it_is_shown_with_links_before_anything_is_sent(writer: Client, enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise, published=False, summary="")
    shown = writer.get(reverse("contribute:edit", args=[page.pk])).content.decode()
    total = completeness_of(draft_of(page)).total
    assert f"{total - 1} из {total}" in shown
    assert 'href="#part-summary"' in shown and 'id="part-summary"' in shown


def test_a_form_that_comes_back_counts_what_is_saved(writer: Client, contributor: Any, enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise, published=False, summary="")
    data = sent_by_browser(draft_of(page), contributor, summary="Есть", contact_email="author@")
    response = writer.post(reverse("contribute:edit", args=[page.pk]), data)
    assert [need.anchor for need in response.context["completeness"].missing] == ["part-summary"]


def test_more_rows_cost_no_more_queries(enterprise: Any) -> None:
    page = draft_of(make_entry("article", enterprise=enterprise, published=False))
    page.lessons.set([Lesson(text="Урок")])
    completeness_of(page)
    with CaptureQueriesContext(connection) as few:
        completeness_of(page)
    page.lessons.set([Lesson(text=f"Урок {number}") for number in range(8)])
    with CaptureQueriesContext(connection) as many:
        completeness_of(page)
    assert len(many) == len(few)


# Many drafts at once


def both_ways(page: EntryPage) -> tuple[list[str], list[str]]:
    stored = EntryPage.objects.get(pk=page.pk)
    alone = completeness_of(draft_of(stored.specific))
    together = progress_of([stored])[page.pk]
    assert (together.done, together.total) == (alone.done, alone.total)
    return [need.label for need in together.missing], [need.label for need in alone.missing]


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_my_pages_count_a_complete_draft_as_the_form_does(enterprise: Any, kind: str) -> None:
    together, alone = both_ways(make_entry(kind, enterprise=enterprise, published=False))
    assert together == alone == []


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_my_pages_count_an_empty_draft_as_the_form_does(writer: Client, enterprise: Any, kind: str) -> None:
    writer.post(reverse("contribute:new", args=[kind]), empty_form(writer, kind))
    together, alone = both_ways(EntryPage.objects.latest("pk").specific)
    assert together == alone != []


def test_my_pages_count_wrong_rows_and_values_as_the_form_does(enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise, published=False, title="т" * 121, activity_code="28", areas=[])
    draft = draft_of(page)
    draft.lessons.set([Lesson(text="")])
    draft.attachments.set([EntryAttachment(kind="drawing")])
    draft.save_revision(clean=False)
    together, alone = both_ways(page)
    assert together == alone
    assert len(alone) == 5


def test_many_drafts_cost_as_many_queries_as_one(
    enterprise: Any, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for kind in (*PAGE_MODELS, *PAGE_MODELS):
        make_entry(kind, enterprise=enterprise, published=False)
    entries = list(EntryPage.objects.all())
    for some in (entries[:1], entries):
        progress_of(some)
        with django_assert_num_queries(2):
            assert len(progress_of(some)) == len(some)


def test_no_more_drafts_are_counted_than_promised(enterprise: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contribute.progress.COUNTED", 2)
    pages = [make_entry("article", enterprise=enterprise, published=False) for _number in range(3)]
    assert list(progress_of(pages)) == [page.pk for page in pages[:2]]


def test_the_form_marks_the_declarations_as_needed(writer: Client) -> None:
    layout = writer.get(reverse("contribute:new", args=["article"])).context["layout"]
    parts = [part for step in layout.steps for part in step.parts if isinstance(part, FieldPart)]
    marked = {part.bound.name for part in parts if part.is_required}
    assert marked >= DECLARATIONS
