"""What must be filled before an entry may be submitted, field by field (the table of the content models)."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from kb import workflow
from kb.models import EntryAuthor, EntryReference, RelatedEntry, TechnologyArea
from kb.sections import field_names
from tests.factories.kb import PAGE_MODELS, build_entry, make_entry, make_image, section_of

pytestmark = pytest.mark.django_db

REQUIRED = {
    "technology": {
        "title", "summary", "original_language", "areas", "enterprise", "authors", "contact_name", "contact_email",
        "contact_consent", "contact_visibility", "access", "clearance", "text_licence", "verified_on", "review_due",
        "kind", "purpose", "description", "trl", "ipr_status", "cooperation", "valid_until",
    },
    "case_study": {
        "title", "summary", "original_language", "areas", "enterprise", "authors", "contact_name", "contact_email",
        "contact_consent", "contact_visibility", "access", "clearance", "text_licence", "verified_on", "review_due",
        "adopter", "supplier", "challenge", "objectives", "solution", "start", "end", "indicators",
        "success_factors", "limiting_factors", "lessons", "replicability", "replicability_text",
    },
    "article": {
        "title", "summary", "original_language", "areas", "enterprise", "authors", "contact_name", "contact_email",
        "contact_consent", "contact_visibility", "access", "clearance", "text_licence", "verified_on", "review_due",
        "objective", "audience", "context", "steps", "success_factors", "limits", "lessons", "replication",
    },
}  # fmt: skip
# Filled in by itself or set by editors.
NEVER_ASKED = {"validation"}


def _emptied(kind, name):
    entry = build_entry(kind, kind="description") if kind == "technology" else build_entry(kind)
    _empty(entry, name)
    return entry


def _empty(entry, name):
    value = getattr(entry, name)
    if hasattr(value, "set"):
        value.set([])
    elif isinstance(value, bool):
        setattr(entry, name, False)
    elif isinstance(value, list):
        setattr(entry, name, [])
    else:
        setattr(entry, name, "" if isinstance(value, str) else None)


def _names(kind):
    return [(kind, name) for name in sorted(REQUIRED[kind])]


@pytest.mark.parametrize(("kind", "name"), [pair for kind in PAGE_MODELS for pair in _names(kind)])
def test_required_field_or_row_is_asked_for_by_its_own_name(kind, name):
    assert name in _emptied(kind, name).submission_errors()


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_nothing_else_is_required(kind):
    model = PAGE_MODELS[kind]
    entry = build_entry(kind, kind="description") if kind == "technology" else build_entry(kind)
    for name in set(field_names(model.sections)) - REQUIRED[kind] - NEVER_ASKED - {"economic_benefit"}:
        _empty(entry, name)
    entry.costs.set([])
    assert entry.submission_errors() == {}


def test_message_names_the_field_and_says_what_is_wanted():
    with translation.override("en"):
        message = _emptied("technology", "trl").submission_errors()["trl"][0]
    assert "readiness (TRL)" in message
    assert "For a request: the lowest level that would do." in message


def test_title_is_at_most_120_characters():
    assert "title" in build_entry(title="т" * 121).submission_errors()


def test_title_of_120_characters_will_do():
    assert build_entry(title="т" * 120).submission_errors() == {}


def test_summary_is_at_most_500_characters():
    assert "summary" in build_entry(summary="т" * 501).submission_errors()


def test_four_areas_are_too_many():
    entry = build_entry(areas=list(TechnologyArea.objects.all()[:4]))
    assert "areas" in entry.submission_errors()


def test_three_areas_will_do():
    entry = build_entry(areas=list(TechnologyArea.objects.all()[:3]))
    assert entry.submission_errors() == {}


def test_facts_are_not_verified_in_the_future():
    entry = build_entry(verified_on=timezone.localdate() + timedelta(days=1))
    assert "verified_on" in entry.submission_errors()


def test_tags_count_no_letters_of_rich_text_towards_its_limit():
    entry = build_entry(purpose="<p><b>" + "т" * 2000 + "</b></p>")
    assert entry.submission_errors() == {}


def test_rich_text_over_its_limit_is_refused():
    entry = build_entry(purpose="<p>" + "т" * 2001 + "</p>")
    assert "purpose" in entry.submission_errors()


def test_activity_code_has_five_digits():
    assert "activity_code" in build_entry(activity_code="2830").submission_errors()


def test_problem_of_a_row_says_which_row():
    entry = build_entry(authors=[EntryAuthor(name="Анна"), EntryAuthor(name="")])
    with translation.override("en"):
        assert entry.submission_errors()["authors"][0].startswith("Row 2: ")


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_draft_may_lack_everything_but_its_title(kind, contributor, enterprise):
    entry = PAGE_MODELS[kind](title="Черновик", enterprise=enterprise)
    workflow.create_draft(entry, section=section_of(kind), user=contributor)
    assert entry.latest_revision


def test_address_of_a_cyrillic_title_is_latin():
    entry = make_entry(title="Переработка ёмкостей", published=False)
    assert entry.slug == "pererabotka-emkostey"


def test_address_of_a_kazakh_title_is_latin():
    entry = make_entry(title="Қазақ өрнегі", language="kk", published=False)
    assert entry.slug.isascii()
    assert "-" in entry.slug


def test_second_entry_of_the_same_title_gets_another_address():
    make_entry(published=False)
    assert make_entry(published=False).slug.endswith("-2")


def test_review_is_due_in_a_year_unless_said_otherwise():
    entry = PAGE_MODELS["article"]()
    today = timezone.localdate()
    assert timedelta(days=364) < entry.review_due - today < timedelta(days=367)


def test_a_cover_is_described_in_words_before_review():
    entry = build_entry(cover_image=make_image())
    assert list(entry.submission_errors()) == ["cover_alt"]
    entry.cover_alt = "Линия сушки в цехе"
    assert entry.submission_errors() == {}


def test_description_of_a_source_is_required():
    with pytest.raises(ValidationError):
        EntryReference(text="").full_clean(exclude=["entry"])


def test_related_page_is_known_at_the_other_end():
    one, other = make_entry(published=False), make_entry("case_study", published=False)
    RelatedEntry.objects.create(entry=one, related=other)
    assert list(other.related_from.values_list("entry", flat=True)) == [one.pk]
