"""Labels of concepts in the words of a query."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.query import Term, parse
from search.thesaurus import Alternative, Concept, Label, Thesaurus, words_of


def concept(*labels, is_area=False):
    """A concept from labels like "ru станок с ЧПУ"; a star in front marks what is only sought."""
    split = [label.removeprefix("*").split(" ", 1) for label in labels]
    return Concept(
        tuple(
            Label(language, words_of(text, language), label.startswith("*"))
            for label, (language, text) in zip(labels, split, strict=True)
        ),
        is_area,
    )


PUMP = concept("ru насос", "be помпа", "kk сорғы", "en pump")
HEAT_PUMP = concept("ru тепловой насос", "kk жылу сорғысы", "en heat pump")
MACHINE = concept("ru станок", "kk білдек", "en machine tool")
CNC = concept("ru ЧПУ", "ru числовое программное управление", "kk СББ", "en CNC")
CNC_MACHINE = concept("ru станок с ЧПУ", "en CNC machine")
LOADER = concept("ru погрузчик", "ru фронтальный погрузчик", "en loader", "en front loader")
CRANE, TAP = concept("ru кран", "en crane"), concept("ru кран", "en tap")
BAKERY = concept("kk нан зауыты", "en bakery")
TILLAGE = concept("ru Обработка почвы", "en Tillage", "*ru плуг", is_area=True)
PLOUGH = concept("ru плуг", "en plough")
LEAN = concept("en 5S", "en lean manufacturing")


def found(query, *concepts, reader="ru"):
    """What is found for the query, as (start, end, alternatives), with "area" at the end of those of areas."""
    terms = parse(query, reader).terms
    return [
        (
            expansion.start,
            expansion.end,
            [" ".join((each.language, *each.words)) for each in expansion.alternatives],
            *(["area"] if expansion.is_area else []),
        )
        for expansion in Thesaurus(concepts).expansions(terms, reader)
    ]


def alternatives(query, *concepts, reader="ru"):
    return [each for _start, _end, given, *_area in found(query, *concepts, reader=reader) for each in given]


def spans(query, *concepts):
    return [(start, end) for start, end, *_rest in found(query, *concepts)]


def test_a_word_leads_to_the_labels_in_the_other_languages():
    assert alternatives("насос", PUMP) == ["be памп", "kk сорқ", "en pump"]


@pytest.mark.parametrize("query", ["насосы", "помпамі", "сорғының", "pumps"])
def test_a_word_is_known_in_any_form_and_language(query):
    assert alternatives(query, PUMP)


def test_the_readers_language_comes_first():
    assert alternatives("насос", PUMP, reader="kk")[0] == "kk сорқ"


def test_words_in_a_row_are_one_label():
    assert spans("новый тепловой насос", HEAT_PUMP) == [(1, 3)]


def test_words_apart_are_no_label():
    assert found("тепловой старый насос", HEAT_PUMP) == []


def test_words_in_another_order_are_no_label():
    assert found("насос тепловой", HEAT_PUMP) == []


def test_the_longest_label_wins():
    assert alternatives("тепловой насос", PUMP, HEAT_PUMP) == ["kk жылу сорқ", "en heat pump"]


def test_of_labels_that_overlap_the_first_wins():
    left, right = concept("ru тяжёлая машина", "en heavy"), concept("ru машина времени", "en time")
    assert alternatives("тяжёлая машина времени", right, left) == ["en heavi"]


def test_what_is_left_beside_a_label_is_looked_up_too():
    assert spans("станок с ЧПУ и насос", CNC_MACHINE, PUMP) == [(0, 3), (4, 5)]


@pytest.mark.parametrize("query", ["станок с ЧПУ", "станок ЧПУ", "станки с чпу"])
def test_a_stop_word_inside_a_label_may_be_left_out(query):
    assert alternatives(query, CNC_MACHINE) == ["en cnc machin"]


def test_a_label_is_not_reduced_to_one_word_of_it():
    assert (alternatives("зауыт", BAKERY), alternatives("нан зауыты", BAKERY)) == ([], ["en bakeri"])


@pytest.mark.parametrize("query", ["", "и", "с", "the", "c", "2"])
def test_stop_words_and_single_characters_lead_nowhere(query):
    assert found(query, PUMP, CNC_MACHINE, concept("ru с", "en with"), concept("en C", "ru цэ")) == []


def test_a_designation_is_known_as_a_whole():
    assert alternatives("5S", LEAN) == ["en lean manufactur"]


def test_digits_alone_are_no_label():
    assert found("5 насосов", LEAN) == []


def test_abbreviations_are_known_in_small_letters():
    assert "en cnc" in alternatives("чпу", CNC)


def test_a_label_that_finds_nothing_new_is_not_given():
    assert alternatives("погрузчик", LOADER) == ["en loader"]


def test_a_narrower_label_leads_to_the_wider_one():
    assert alternatives("фронтальный погрузчик", LOADER) == ["ru погрузчик", "en loader"]


def test_a_word_of_two_concepts_leads_to_both():
    assert alternatives("кран", CRANE, TAP) == ["en crane", "en tap"]


def test_the_same_words_are_given_once():
    assert alternatives("pump", concept("ru насос", "kk насос", "en pump"), reader="kk") == ["kk насос"]


def test_what_is_sought_in_an_area_leads_to_its_names_alone():
    assert found("плуг", TILLAGE) == [(0, 1, ["ru обработк почв", "en tillag"], "area")]


def test_an_area_does_not_hide_a_concept():
    assert [area for _start, _end, _given, *area in found("плуг", TILLAGE, PLOUGH)] == [[], ["area"]]


def test_alternatives_that_were_typed_are_all_looked_up():
    assert {"en pump", "en machin tool"} <= set(alternatives("насос OR станок", PUMP, MACHINE))


WORDS = ["насос", "станок", "тепло", "pump", "сорғы", "ЧПУ", "с", "в", "2", "нан"]
LANGUAGES = ["ru", "be", "kk", "en"]
LABELS = st.builds(
    lambda language, words, only_sought: Label(language, words_of(" ".join(words), language), only_sought),
    st.sampled_from(LANGUAGES),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
    st.booleans(),
)
CONCEPTS = st.lists(st.builds(Concept, st.lists(LABELS, min_size=1, max_size=5).map(tuple), st.booleans()), max_size=8)
QUERIES = st.lists(st.sampled_from(WORDS), max_size=10).map(" ".join)


@given(CONCEPTS, QUERIES, st.sampled_from(LANGUAGES))
def test_spans_lie_in_the_query_and_do_not_overlap(concepts, query, reader):
    terms = parse(query, reader).terms
    expansions = Thesaurus(concepts).expansions(terms, reader)
    for is_area in (False, True):
        places = [
            place
            for expansion in expansions
            if expansion.is_area is is_area
            for place in range(expansion.start, expansion.end)
        ]
        assert places == sorted(set(places))
        assert set(places) <= set(range(len(terms)))


@given(CONCEPTS, QUERIES, st.sampled_from(LANGUAGES))
def test_every_alternative_is_a_label_of_a_concept_and_new(concepts, query, reader):
    given_labels = {
        Alternative(label.language, label.words)
        for each in concepts
        for label in each.labels
        if label.words and not label.only_sought
    }
    terms = parse(query, reader).terms
    for expansion in Thesaurus(concepts).expansions(terms, reader):
        assert expansion.alternatives
        assert set(expansion.alternatives) <= given_labels
        words = [each.words for each in expansion.alternatives]
        assert len(words) == len(set(words))


@given(CONCEPTS, QUERIES, st.sampled_from(LANGUAGES))
def test_the_order_of_the_concepts_changes_no_span(concepts, query, reader):
    terms = parse(query, reader).terms
    found_in_order = [
        [(each.start, each.end, each.is_area) for each in Thesaurus(order).expansions(terms, reader)]
        for order in (concepts, concepts[::-1])
    ]
    assert found_in_order[0] == found_in_order[1]


@given(CONCEPTS)
def test_only_words_of_the_query_lead_to_labels(concepts):
    assert Thesaurus(concepts).expansions([Term(("этогословаздесьнет",))], "ru") == []
