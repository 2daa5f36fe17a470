"""The form for a synonym: filled in from a report, kept by the glossary, counted at once."""

import pytest
from django.urls import reverse

from kb.models import Concept, ConceptLabel
from search import synonyms

pytestmark = pytest.mark.django_db

ADDRESS = "search_synonyms:index"


@pytest.fixture
def as_editor(client, editor):
    client.force_login(editor)
    return client


def sent(query="качалка воды", meaning="насос", language="ru", meaning_language="ru"):
    return {"query": query, "language": language, "meaning": meaning, "meaning_language": meaning_language}


def labels():
    """All labels but those that the site brings."""
    return sorted(ConceptLabel.objects.values_list("language", "text", "kind"))


@pytest.fixture
def only_ours(db):
    Concept.objects.all().delete()
    synonyms.forget()


def test_the_form_is_filled_in_from_a_report(as_editor):
    form = as_editor.get(reverse(ADDRESS), {"query": "Качалка", "language": "kk"}).context["form"]
    assert (form["query"].value(), form["language"].value(), form["meaning_language"].value()) == (
        "качалка",
        "kk",
        "kk",
    )


def test_nonsense_in_the_address_is_answered(as_editor):
    assert as_editor.get(reverse(ADDRESS), {"query": "\0" * 999, "language": "xx"}).status_code == 200


def test_every_row_of_the_reports_leads_to_it(as_editor):
    from search.query_log import record_search

    record_search("качалка", "ru", found=False)
    for report in ("search_queries:index", "search_found_nothing:index"):
        text = as_editor.get(reverse(report)).content.decode()
        assert f"{reverse(ADDRESS)}?query=%D0%BA" in text


def test_what_found_nothing_is_found_at_once(as_editor, only_ours, publish, titles, django_capture_on_commit_callbacks):
    publish(title="Насос погружной")
    assert titles("качалка воды") == []
    with django_capture_on_commit_callbacks(execute=True):
        answer = as_editor.post(reverse(ADDRESS), sent())
    assert answer.url == reverse("search_found_nothing:index")
    assert titles("качалки воды") == ["Насос погружной"]
    message = as_editor.get(answer.url).content.decode()
    assert "/ru/search/?q=%D0%BA%D0%B0%D1%87%D0%B0%D0%BB%D0%BA%D0%B0+%D0%B2%D0%BE%D0%B4%D1%8B" in message


def test_a_concept_that_is_called_so_gets_the_label(as_editor, only_ours):
    Concept(labels=[ConceptLabel(language="ru", text="насос")]).save()
    as_editor.post(reverse(ADDRESS), sent(query="помпа", meaning=" НАСОС "))
    assert labels() == [("ru", "насос", "prefLabel"), ("ru", "помпа", "altLabel")]
    assert Concept.objects.count() == 1


def test_else_there_is_a_new_concept_called_as_the_entries_say(as_editor, only_ours):
    as_editor.post(reverse(ADDRESS), sent(query="помпа", language="be", meaning_language="ru"))
    assert labels() == [("be", "помпа", "altLabel"), ("ru", "насос", "prefLabel")]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        (sent(query=""), "query"),
        (sent(query="-"), "query"),
        (sent(meaning="!"), "meaning"),
        (sent(query="насосы"), "meaning"),
        (sent(language="xx"), "language"),
    ],
    ids=["nothing", "no word", "no meaning", "the same word", "no language"],
)
def test_what_would_have_no_effect_is_refused_and_kept_in_the_form(as_editor, only_ours, data, field):
    form = as_editor.post(reverse(ADDRESS), data).context["form"]
    assert field in form.errors
    assert form["meaning"].value() == data["meaning"]
    assert labels() == []


def test_a_word_of_several_concepts_is_left_to_who_can_tell_them_apart(as_editor, only_ours):
    for _number in range(2):
        Concept(labels=[ConceptLabel(language="ru", text="кран")]).save()
    form = as_editor.post(reverse(ADDRESS), sent(query="подъёмник", meaning="кран")).context["form"]
    assert "meaning" in form.errors


def test_what_the_glossary_says_already_is_said_so(as_editor, only_ours):
    as_editor.post(reverse(ADDRESS), sent(query="помпа"))
    form = as_editor.post(reverse(ADDRESS), sent(query="Помпа")).context["form"]
    assert "query" in form.errors
