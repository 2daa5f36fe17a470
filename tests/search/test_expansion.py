"""Queries find what is called otherwise, in the same language and in others."""

import pytest

from kb.models import Concept, ConceptLabel
from search import synonyms
from search.engine import search
from search.expansion import expand
from search.query import parse
from search.ranking import RESPELLED, SYNONYM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def caisson() -> None:
    """A word that the glossary of the site does not have."""
    concept = Concept.objects.create()
    for language, text in (("ru", "кессон"), ("be", "вадалазны звон"), ("en", "caisson")):
        ConceptLabel.objects.create(concept=concept, language=language, text=text)
    synonyms.forget()


def test_a_word_may_be_replaced_by_its_labels_in_other_languages():
    (term,) = expand(parse("кессоны", "ru"), "ru").terms
    (synonym,) = term.synonyms
    assert synonym.lexemes == ("caisson",)
    assert len(synonym.phrases[0]) == 2
    assert synonym.share == SYNONYM


def test_several_words_that_are_one_term_are_replaced_together():
    terms = expand(parse("вадалазны звон", "be"), "be").terms
    assert [term.is_whole for term in terms] == [False, False, True]
    assert "caisson" in terms[-1].synonyms[0].lexemes
    assert terms[-1].synonyms[0].share == 2 * SYNONYM


def test_a_word_of_no_concept_stays_as_it_is():
    query = parse("ржавчинорез", "ru")
    assert expand(query, "ru") == query


def test_an_entry_is_found_by_a_word_of_another_language(publish, titles):
    publish(title="Работа в caisson")
    publish(title="Насос")
    assert titles("кессоны") == ["Работа в caisson"]


def test_the_word_itself_comes_before_its_synonym(publish, titles):
    publish(title="Замена caisson")
    publish(title="Замена кессона")
    assert titles("кессон") == ["Замена кессона", "Замена caisson"]


def test_a_longer_synonym_is_marked_where_it_stands_whole(publish):
    publish(language="be", title="Звон і вадалазны звон", summary="–")
    (hit,) = search("кессон", language="be").hits
    assert hit.title_html == "Звон і <mark>вадалазны</mark> <mark>звон</mark>"


@pytest.mark.parametrize(
    ("typed", "language", "title"),
    [
        ("агаш ондеу", "kk", "Ағаш өңдеу"),
        ("казирги жабдыктын", "kk", "Қазіргі жабдық"),
        ("будауники", "be", "Будаўнік"),
    ],
)
def test_words_are_found_that_were_typed_without_the_letters_of_their_language(publish, titles, typed, language, title):
    publish(language=language, title=title)
    publish(language=language, title="Насос")
    assert titles(typed, language=language) == [title]
    (hit,) = search(typed, language=language).hits
    assert hit.title_html.startswith("<mark>")
    assert not search(typed, language=language).did_you_mean


def test_who_typed_one_letter_of_the_language_meant_the_others_as_they_are(publish, titles):
    publish(language="kk", title="Қол еңбегі")
    assert titles("кол енбеги", language="kk") == ["Қол еңбегі"]
    assert [term.synonyms for term in expand(parse("кол еңбегі", "kk"), "kk").terms] == [(), ()]


def test_spellings_weigh_a_little_less_than_what_was_typed():
    (term,) = expand(parse("какпакша", "kk"), "kk").terms
    assert {synonym.share for synonym in term.synonyms} == {RESPELLED}


def test_a_stop_word_is_one_without_its_letters_too():
    assert [term.is_stop for term in expand(parse("ондирис ушин", "kk"), "kk").terms] == [False, True]


def test_the_glossary_knows_a_word_without_its_letters():
    ConceptLabel.objects.create(concept=Concept.objects.get(labels__text="caisson"), language="kk", text="қақпақша")
    synonyms.forget()
    (term,) = expand(parse("какпакша", "kk"), "kk").terms
    assert any("caisson" in synonym.lexemes for synonym in term.synonyms)


def test_a_stop_word_without_its_letters_does_not_weigh_in_what_several_words_are_called():
    concept = Concept.objects.create()
    for language, text in (("kk", "құбыршақ бөгет"), ("en", "weirlet")):
        ConceptLabel.objects.create(concept=concept, language=language, text=text)
    synonyms.forget()
    *_words, together = expand(parse("кубыршак ушин богет", "kk"), "kk").terms
    assert [synonym.share for synonym in together.synonyms] == [2 * SYNONYM]
