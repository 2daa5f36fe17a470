"""Concepts and their labels."""

import pytest
from django.db import IntegrityError, connection
from django.utils import translation

from kb.models import Concept, ConceptLabel

pytestmark = pytest.mark.django_db


def concept_with(**labels):
    """A concept with one preferred label for each language given."""
    concept = Concept(labels=[ConceptLabel(language=language, text=text) for language, text in labels.items()])
    concept.save()
    return concept


@pytest.mark.parametrize(("language", "name"), [("ru", "штуковина"), ("kk", "дүние"), ("be", "штуковина")])
def test_concept_is_called_by_its_name_in_the_readers_language_else_in_russian(language, name):
    concept = concept_with(ru="штуковина", kk="дүние")
    with translation.override(language):
        assert str(concept) == name


def test_concept_without_a_russian_name_is_called_by_what_it_has():
    assert str(concept_with(kk="дүние")) == "дүние"


def test_code_comes_from_the_english_name():
    assert concept_with(ru="штуковина", en="Strange Gizmo").code == "strange-gizmo"


def test_code_comes_from_another_name_where_there_is_no_english_one():
    assert concept_with(ru="штуковина").code == "shtukovina"


def test_codes_of_namesakes_are_numbered():
    assert [concept_with(en="Gizmo").code for _number in range(3)] == ["gizmo", "gizmo-2", "gizmo-3"]


def test_code_does_not_change_with_the_name():
    concept = concept_with(en="Gizmo")
    concept.labels.update(text="Thing")
    concept.save()
    assert concept.code == "gizmo"


def test_text_of_a_label_has_single_spaces():
    concept = concept_with(ru="  тепловой   насос ")
    assert concept.labels.get().text == "тепловой насос"


def test_concept_has_a_label_once_whatever_its_capitals():
    concept = concept_with(ru="штуковина")
    ConceptLabel.objects.create(concept=concept, language="ru", text="ШТУКОВИНА", kind="altLabel")
    with pytest.raises(IntegrityError, match="one_label_of_concept"):
        connection.check_constraints()


def test_two_concepts_may_share_a_label():
    assert concept_with(ru="кран").labels.get().folded == concept_with(ru="кран").labels.get().folded


def test_concept_has_one_preferred_label_in_a_language():
    concept = concept_with(ru="штуковина")
    with pytest.raises(IntegrityError, match="one_preferred_label"):
        ConceptLabel.objects.create(concept=concept, language="ru", text="вещица")
