"""The labels that a process keeps in memory follow the database."""

import pytest
from django.core.management import call_command
from django.db import DatabaseError, transaction

from kb.management.commands import load_taxonomy
from kb.models import AlternativeLabel, Concept, ConceptLabel, TechnologyArea
from search import synonyms
from search.query import parse

pytestmark = pytest.mark.django_db


@pytest.fixture
def gizmo(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        labels = [ConceptLabel(language="ru", text="штуковина"), ConceptLabel(language="en", text="gizmo")]
        concept = Concept(labels=labels)
        concept.save()
    return concept


def words(query, reader="ru"):
    expansions = synonyms.expansions(parse(query, reader).terms, reader)
    return {" ".join(each.words) for expansion in expansions for each in expansion.alternatives}


@pytest.mark.parametrize(
    ("query", "alternative"),
    [
        ("подшипник", "мойынтірек"),
        ("самосвалы", "самазвл"),
        ("қазандық", "boiler"),
        ("знос", "wear"),
        ("painting", "афарбавк"),
        ("станки с ЧПУ", "cnc machin"),
        ("КПД", "пәк"),
        ("сточные воды", "wastewat"),
    ],
)
def test_the_glossary_of_the_site_leads_from_language_to_language(query, alternative):
    assert alternative in words(query)


def test_a_label_of_an_area_leads_to_the_names_of_the_area():
    assert "tractor" in words("пропашной трактор")


def test_a_label_of_a_merged_area_leads_nowhere(area):
    TechnologyArea.objects.filter(pk=area.pk).update(merged_into=TechnologyArea.objects.get(code="01.2"))
    assert words("пропашной трактор") == words("трактор")


def test_a_new_concept_counts_at_once(gizmo):
    assert words("штуковина") == {"gizmo"}


@pytest.mark.parametrize("typed", ["вещица", "приспособа"])
def test_a_new_label_counts_at_once(gizmo, typed, django_capture_on_commit_callbacks):
    assert words(typed) == set()
    with django_capture_on_commit_callbacks(execute=True):
        ConceptLabel.objects.create(concept=gizmo, language="ru", text=typed, kind="altLabel")
    assert "gizmo" in words(typed)


def test_a_deleted_label_no_longer_counts(gizmo, django_capture_on_commit_callbacks):
    assert words("штуковина")
    with django_capture_on_commit_callbacks(execute=True):
        gizmo.labels.get(language="en").delete()
    assert words("штуковина") == set()


def test_a_new_alternative_label_of_an_area_counts_at_once(area, django_capture_on_commit_callbacks):
    assert words("вездеходище") == set()
    with django_capture_on_commit_callbacks(execute=True):
        AlternativeLabel.objects.create(area=area, language="ru", text="вездеходище")
    assert "tractor" in words("вездеходище")


def test_a_renamed_area_counts_at_once(area, django_capture_on_commit_callbacks):
    assert words("пропашной трактор")
    with django_capture_on_commit_callbacks(execute=True):
        area.name_en = "Crawlers"
        area.save()
    assert "crawler" in words("пропашной трактор")


def test_what_another_process_changed_counts_when_it_is_time_to_look(gizmo):
    assert words("штуковина") == {"gizmo"}
    ConceptLabel.objects.filter(concept=gizmo, language="en").update(text="thingummy")
    assert words("штуковина") == {"gizmo"}
    synonyms.forget()
    assert words("штуковина") == {"thingummi"}


def test_two_labels_that_exchange_their_texts_are_a_change(gizmo):
    other = Concept.objects.create(code="other")
    ConceptLabel.objects.create(concept=other, language="en", text="thingummy")
    ConceptLabel.objects.filter(concept=gizmo, language="en").update(text="thingummy")
    ConceptLabel.objects.filter(concept=other).update(text="gizmo")
    synonyms.forget()
    assert words("штуковина") == {"thingummi"}


def test_a_search_asks_the_database_once_at_most(django_assert_max_num_queries):
    words("насос")
    with django_assert_max_num_queries(0):
        words("насос")
    synonyms.forget()
    with django_assert_max_num_queries(1):
        words("насос")


def test_a_failed_reading_is_tried_again(gizmo, monkeypatch):
    with monkeypatch.context() as broken, pytest.raises(DatabaseError), transaction.atomic():
        broken.setattr(synonyms, "_STATE", "SELECT FROM nowhere")
        words("штуковина")
    assert words("штуковина") == {"gizmo"}


def test_labels_that_a_command_brings_count(monkeypatch, tmp_path):
    monkeypatch.setattr(load_taxonomy, "DATA", tmp_path)
    (tmp_path / "glossary.csv").write_text(
        "key,area,ru,be,kk,en,ru_alt,be_alt,kk_alt,en_alt\ngizmo,,штуковина,штукавіна,дүние,gizmo,,,,\n"
    )
    call_command("load_glossary", verbosity=0)
    synonyms.forget()
    assert "gizmo" in words("штуковина")
