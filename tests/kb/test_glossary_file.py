"""Loading the glossary from its file."""

import csv

import pytest
from django.core.management import CommandError, call_command

from kb.management.commands import load_taxonomy
from kb.models import Concept, ConceptLabel, LoadedConcept, TechnologyArea

pytestmark = pytest.mark.django_db

COLUMNS = ("key", "area", "ru", "be", "kk", "en", "ru_alt", "be_alt", "kk_alt", "en_alt")
ROW = ("gizmo", "01.1", "штуковина", "штукавіна", "дүние", "gizmo", "", "", "", "")


@pytest.fixture
def write(tmp_path, monkeypatch):
    """Writes the file: rows like ``ROW`` with the columns that are given by name changed."""
    monkeypatch.setattr(load_taxonomy, "DATA", tmp_path)

    def rows(*changes):
        with (tmp_path / "glossary.csv").open("w", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS)
            writer.writeheader()
            writer.writerows({**dict(zip(COLUMNS, ROW, strict=True)), **change} for change in changes)

    return rows


def load():
    call_command("load_glossary", verbosity=0)


def refused():
    with pytest.raises(CommandError) as caught:
        load()
    return str(caught.value)


def texts(code, language="ru"):
    return list(ConceptLabel.objects.filter(concept__code=code, language=language).values_list("text", flat=True))


def test_every_concept_of_the_site_has_a_preferred_label_in_four_languages():
    preferred = ConceptLabel.objects.filter(kind="prefLabel")
    assert (Concept.objects.count() > 420, preferred.count()) == (True, 4 * Concept.objects.count())


def test_every_area_of_the_second_level_has_a_concept():
    without = TechnologyArea.objects.exclude(parent=None).filter(concepts=None)
    assert list(without.values_list("code", flat=True)) == []


def test_brings_preferred_and_alternative_labels(write):
    write({"ru_alt": "вещица|приспособа"})
    load()
    found = ConceptLabel.objects.filter(concept__code="gizmo", language="ru").values_list("kind", "text")
    assert list(found) == [("prefLabel", "штуковина"), ("altLabel", "вещица"), ("altLabel", "приспособа")]


def test_puts_the_concept_into_its_area(write):
    write({})
    load()
    assert Concept.objects.get(code="gizmo").area.code == "01.1"


def test_takes_a_concept_without_an_area(write):
    write({"area": ""})
    load()
    assert Concept.objects.get(code="gizmo").area is None


def test_follows_an_area_that_was_merged(write, area):
    other = TechnologyArea.objects.get(code="01.2")
    TechnologyArea.objects.filter(pk=area.pk).update(merged_into=other)
    write({})
    load()
    assert Concept.objects.get(code="gizmo").area == other


def test_loading_again_adds_nothing():
    before = [model.objects.count() for model in (Concept, ConceptLabel, LoadedConcept)]
    load()
    assert [model.objects.count() for model in (Concept, ConceptLabel, LoadedConcept)] == before


def test_a_new_label_of_the_file_is_added(write):
    write({})
    load()
    write({"ru_alt": "вещица"})
    load()
    assert texts("gizmo") == ["штуковина", "вещица"]


def test_a_label_that_an_editor_changed_stays_changed(write):
    write({})
    load()
    label = ConceptLabel.objects.get(concept__code="gizmo", language="ru")
    label.text = "вещица"
    label.save()
    load()
    assert texts("gizmo") == ["вещица"]


def test_a_label_that_an_editor_removed_does_not_come_back(write):
    write({"ru_alt": "вещица"})
    load()
    ConceptLabel.objects.filter(concept__code="gizmo", text="вещица").delete()
    load()
    assert texts("gizmo") == ["штуковина"]


def test_a_concept_that_an_editor_removed_does_not_come_back(write):
    write({})
    load()
    Concept.objects.get(code="gizmo").delete()
    write({"ru_alt": "вещица"})
    load()
    assert not Concept.objects.filter(code="gizmo").exists()


def test_a_name_that_an_editor_gave_stays_the_preferred_one(write):
    concept = Concept.objects.create(code="gizmo")
    ConceptLabel.objects.create(concept=concept, language="ru", text="вещица")
    write({})
    load()
    assert concept.name_in("ru") == "вещица"


def test_a_label_that_an_editor_wrote_before_is_not_written_twice(write):
    concept = Concept.objects.create(code="gizmo")
    ConceptLabel.objects.create(concept=concept, language="ru", text="Штуковина")
    write({})
    load()
    assert texts("gizmo") == ["Штуковина"]


@pytest.mark.parametrize(
    ("change", "field", "problem"),
    [
        ({"area": "99.1"}, "area", "99.1 does not exist"),
        ({"key": ""}, "key", "write at most 80 Latin letters, digits and hyphens"),
        ({"key": "штука"}, "key", "write at most 80 Latin letters, digits and hyphens"),
        ({"kk": " "}, "kk", "a label is missing"),
        ({"be_alt": "рэч||штука"}, "be_alt", "a label is missing"),
        ({"en_alt": "Gizmo"}, "en_alt", "Gizmo stands there twice"),
        ({"en": "x" * 201}, "en", "a label has more than 200 characters"),
    ],
)
def test_a_wrong_row_is_refused_by_row_and_column(write, change, field, problem):
    write({"key": "other"}, change)
    assert refused() == f"glossary.csv, row 3, {field}: {problem}."


def test_a_key_that_stands_twice_is_refused(write):
    write({}, {})
    assert refused() == "glossary.csv, row 3, key: gizmo stands in the file twice."


def test_a_missing_column_is_named(write, tmp_path):
    (tmp_path / "glossary.csv").write_text(",".join(COLUMNS[:-1]) + "\n")
    assert refused() == "glossary.csv: column missing: en_alt."


def test_a_wrong_row_loads_nothing(write):
    write({}, {"key": "other", "area": "99.1"})
    refused()
    assert not Concept.objects.filter(code="gizmo").exists()
