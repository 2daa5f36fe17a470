"""Searches and lists over entries that are really published."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from search import engine, vocabulary
from search.filters import Filters
from search.models import SearchDocument
from tests.factories.kb import EnterpriseFactory
from tests.search.test_index import translated

pytestmark = pytest.mark.django_db


def rich(text):
    return f"<p>{text}</p>"


def values(results, name):
    facet = next((facet for facet in results.facets if facet.name == name), None)
    return {value.value: value.count for value in facet.values} if facet else {}


def search(query="", language="ru", user=None, page=1, page_size=20, sort="", **filters):
    return engine.search(
        query, Filters(**filters), language=language, user=user, page=page, page_size=page_size, sort=sort
    )


def test_an_inflected_word_is_found(publish, titles):
    publish(title="Ремонт трактора")
    assert titles("тракторов") == ["Ремонт трактора"]


def test_a_word_of_the_text_is_found(publish, titles):
    publish(description=rich("Гидроцилиндр двойного действия"))
    assert len(titles("гидроцилиндры")) == 1


def test_a_word_of_a_row_is_found(publish, titles):
    publish("case_study")
    assert len(titles("обследования")) == 1


def test_markup_is_not_found(publish, titles):
    publish(description="<p><strong>Текст</strong></p>")
    assert titles("strong") == []


def test_an_area_is_found_by_its_name(publish, titles):
    publish(title="Линия")
    assert titles("тракторы") == ["Линия"]


def test_an_enterprise_is_found_by_its_english_name(publish, titles):
    publish(title="Линия")
    assert titles("shared works") == ["Линия"]


def test_a_word_in_the_title_outweighs_one_in_the_text(publish, titles):
    publish(title="Первая", description=rich("Здесь сказано: гидроцилиндр"))
    publish(title="Гидроцилиндр")
    assert titles("гидроцилиндр") == ["Гидроцилиндр", "Первая"]


def test_a_rare_word_outweighs_a_common_one(publish, titles):
    for number in range(3):
        publish(title=f"Насос {number}")
    publish(title="Шпиндель")
    assert titles("насос шпиндель")[0] == "Шпиндель"


def test_what_is_archived_comes_later(publish, titles):
    publish(title="Насос старый", standing="archived")
    publish(title="Насос новый")
    assert titles("насос") == ["Насос новый", "Насос старый"]


def test_an_excluded_word_keeps_entries_out(publish, titles):
    publish(title="Насос водяной")
    publish(title="Насос масляный")
    assert titles("насос -масляный") == ["Насос водяной"]


def test_a_phrase_must_be_there_as_it_is(publish, titles):
    publish(title="Ремонт токарных станков")
    publish(title="Станков токарных ремонт")
    assert titles('"токарный станок"') == ["Ремонт токарных станков"]


def test_a_beginning_is_found(publish, titles):
    publish(title="Гидроцилиндр")
    assert titles("гидроцил*") == ["Гидроцилиндр"]


def test_a_designation_is_found_in_latin_letters(publish, titles):
    publish(title="Трактор МТЗ-82")
    assert titles("MTZ 82") == ["Трактор МТЗ-82"]


def test_only_exclusions_list_the_rest(publish, titles):
    publish(title="Насос")
    publish(title="Шпиндель")
    assert titles("-шпиндель") == ["Насос"]


def test_a_hit_is_marked(publish):
    publish(title="Ремонт <трактора>")
    (hit,) = search("тракторами").hits
    assert hit.title_html == "Ремонт &lt;<mark>трактора</mark>&gt;"


def test_a_snippet_is_cut_from_the_best_passage(publish):
    publish(description=rich("Начало. " + "Слово. " * 100 + "Здесь стоит гидроцилиндр."))
    (hit,) = search("гидроцилиндры").hits
    assert "<mark>гидроцилиндр</mark>" in hit.snippet_html


def test_a_match_in_the_title_alone_shows_the_summary(publish):
    publish(title="Гидроцилиндр", summary="Кратко о нём.")
    (hit,) = search("гидроцилиндр").hits
    assert hit.snippet_html == "Кратко о нём."


@pytest.mark.parametrize("access", ["registered", "on_request"])
def test_a_restricted_text_is_found_but_not_shown(publish, access):
    publish(access=access, description=rich("Секретный гидроцилиндр"))
    (hit,) = search("гидроцилиндр", user=AnonymousUser()).hits
    assert "екретный" not in hit.snippet_html


def test_a_signed_in_reader_sees_the_text_for_signed_in_readers(publish, stranger):
    publish(access="registered", description=rich("Внутренний гидроцилиндр"))
    (hit,) = search("гидроцилиндр", user=stranger).hits
    assert "гидроцилиндр" in hit.snippet_html


def test_a_stranger_does_not_see_the_text_that_is_on_request(publish, stranger):
    publish(access="on_request", description=rich("Внутренний гидроцилиндр"))
    (hit,) = search("гидроцилиндр", user=stranger).hits
    assert "гидроцилиндр" not in hit.snippet_html


def test_a_member_sees_the_text_that_is_on_request(publish, contributor, enterprise):
    publish(access="on_request", enterprise=enterprise, description=rich("Внутренний гидроцилиндр"))
    (hit,) = search("гидроцилиндр", user=contributor).hits
    assert "гидроцилиндр" in hit.snippet_html


def test_an_expert_of_the_area_sees_the_text_that_is_on_request(publish, expert):
    publish(access="on_request", description=rich("Внутренний гидроцилиндр"))
    (hit,) = search("гидроцилиндр", user=expert).hits
    assert "гидроцилиндр" in hit.snippet_html


def test_a_list_shows_one_hit_for_all_versions(publish):
    translated(publish(title="Сушка зерна"), "kk", title="Астық кептіру")
    assert search(language="kk").total == 1


def test_a_list_prefers_the_readers_language(publish, titles):
    translated(publish(title="Сушка зерна"), "kk", title="Астық кептіру")
    assert titles(language="kk") == ["Астық кептіру"]


def test_a_reader_without_a_translation_sees_the_original(publish):
    translated(publish(title="Сушка зерна"), "kk", title="Астық кептіру")
    (hit,) = search(language="en").hits
    assert (hit.title, hit.language, hit.is_reader_language) == ("Сушка зерна", "ru", False)


def test_a_match_in_another_version_shows_the_readers_own(publish, titles):
    translated(publish(title="Сушка зерна"), "kk", title="Астық кептіру")
    assert titles("кептіру", language="ru") == ["Сушка зерна"]


def test_a_language_filter_shows_that_version(publish, titles):
    translated(publish(title="Сушка зерна"), "kk", title="Астық кептіру")
    assert titles(language="ru", languages=("kk",)) == ["Астық кептіру"]


def test_two_languages_still_show_one_hit(publish):
    translated(publish(), "kk")
    assert search(languages=("kk", "ru")).total == 1


def test_the_language_facet_counts_versions(publish):
    translated(publish(), "kk")
    assert values(search(), "language") == {"ru": 1, "kk": 1}


@pytest.fixture
def varied(publish, shared_enterprise):
    """Entries that differ in what filters ask about."""
    kazakh = EnterpriseFactory(country="KZ", slug="kazakh")
    publish(title="Насос один", trl=9, tags=["вода"])
    publish(title="Насос два", trl=4, tags=["вода", "масло"])
    publish(title="Насос три", trl=4, enterprise=kazakh, tags=["масло"])
    publish("article", title="Шпиндель", enterprise=kazakh)


def test_a_filter_narrows(varied, titles):
    assert set(titles(countries=("BY",))) == {"Насос один", "Насос два"}


def test_values_of_one_facet_widen(varied):
    assert search(countries=("BY", "KZ")).total == 4


def test_filters_of_different_facets_narrow(varied, titles):
    assert titles(countries=("BY",), readiness=("laboratory",)) == ["Насос два"]


def test_every_filter_asks_its_own_column(varied):
    year = SearchDocument.objects.values_list("year", flat=True)[0]
    results = search(
        entry_type="technology",
        areas=("agricultural-machinery",),
        enterprises=("kazakh",),
        tags=("масло",),
        readiness=("laboratory",),
        languages=("ru",),
        years=(str(year),),
    )
    assert [hit.title for hit in results.hits] == ["Насос три"]


def test_a_facet_counts_with_its_own_filter_left_out(varied):
    assert values(search(countries=("BY",)), "country") == {"BY": 2, "KZ": 2}


def test_a_facet_counts_under_the_filters_of_others(varied):
    assert values(search(countries=("BY",)), "tag") == {"вода": 2, "масло": 1}


def test_facets_of_a_query_count_what_it_found(varied):
    assert values(search("насос"), "country") == {"BY": 2, "KZ": 1}


def test_kept_counts_and_counting_agree(varied):
    kept = search()
    counted = search(languages=("ru",))
    assert {facet.name: values(kept, facet.name) for facet in kept.facets} == {
        facet.name: values(counted, facet.name) for facet in counted.facets
    }


def test_a_section_counts_its_own_entries(varied):
    assert values(search(entry_type="article", fixed=frozenset({"type"})), "country") == {"KZ": 1}


def test_a_chosen_type_leaves_the_other_types_countable(varied):
    assert values(search(entry_type="article"), "type") == {"technology": 3, "article": 1}


def test_a_chosen_value_stays_where_nothing_is_left_of_it(varied):
    results = search("шпиндель", tags=("вода",))
    assert results.total == 0 and values(results, "tag")["вода"] == 0


def test_labels_are_in_the_language_of_the_reader(varied):
    facet = next(facet for facet in search(language="en").facets if facet.name == "area")
    assert facet.values[0].label == "Agricultural machinery"


def test_areas_of_the_first_level_are_offered(varied):
    assert values(search(), "area") == {"agricultural-machinery": 4}


@pytest.mark.parametrize("chosen", ["agricultural-machinery", "tractors"])
def test_narrower_areas_are_offered_where_theirs_or_one_of_them_is_chosen(varied, chosen):
    facet = next(facet for facet in search(areas=(chosen,)).facets if facet.name == "area")
    assert [(value.value, value.depth) for value in facet.values] == [("agricultural-machinery", 0), ("tractors", 1)]


def test_unknown_values_find_nothing(varied):
    assert search(areas=("nowhere",), years=("x",), tags=("\\",)).total == 0


def test_the_headline_indicator_leads(publish):
    publish("case_study")
    (hit,) = search().hits
    assert hit.headline.change == -20 and hit.headline.is_improvement


def test_the_newest_come_first_in_a_list(publish, titles):
    publish(title="Первая")
    publish(title="Вторая")
    assert titles() == ["Вторая", "Первая"]


def test_readiness_orders_a_list(varied):
    assert [hit.trl for hit in search(sort="readiness").hits] == [9, 4, 4, None]


def test_an_unknown_order_is_the_default(varied):
    assert search(sort="'; DROP TABLE").sort == "newest"


def test_a_query_can_be_ordered_by_date(varied):
    results = search("насос", sort="newest")
    assert [hit.title for hit in results.hits] == ["Насос три", "Насос два", "Насос один"]


def test_pages_divide_the_hits(varied):
    first, second = search(page_size=3), search(page=2, page_size=3)
    assert (len(first.hits), len(second.hits), first.pages) == (3, 1, 2)


def test_a_page_beyond_the_last_is_the_last(varied):
    assert search(page=999, page_size=3).page == 2


@pytest.mark.parametrize(("query", "most"), [("", 2), ("насос", 7), ("насос -вода", 7), ("неттакого", 9)])
def test_the_number_of_statements_is_small(varied, query, most, django_assert_max_num_queries):
    search(query)
    with django_assert_max_num_queries(most):
        search(query)


def test_the_number_of_statements_does_not_grow(publish, django_assert_num_queries):
    publish(title="Насос 0")
    search("насос")
    with django_assert_num_queries(4):
        search("насос")
    for number in range(1, 4):
        publish(title=f"Насос {number}")
    # Every few seconds a search looks whether synonyms changed.
    search("насос")
    with django_assert_num_queries(4):
        search("насос")


@pytest.mark.parametrize(
    "query",
    [
        "\x00",
        "' OR 1=1 --",
        "\\",
        "насос & | ! ( ) :* <->",
        '"' * 99,
        "%s %(x)s {}",
        "\ud800",
        "-" * 50,
        "'''''",
        "\u202e\u0300\u200d",
        "* * *",
    ],
)
def test_nonsense_is_answered(varied, query):
    assert search(query).pages >= 1


def test_ten_thousand_characters_hold_nobody_up(varied):
    """How quick it is the benchmarks say."""
    search("насос")
    started = time.thread_time()
    search("насос шпиндель МТЗ-82 " * 500)
    assert time.thread_time() - started < 5


def test_large_indexes_are_estimated(varied, monkeypatch):
    vocabulary.refresh()
    monkeypatch.setattr(vocabulary, "COUNTED_UP_TO", 0)
    assert search("шпиндель насос").hits[0].title == "Шпиндель"


def test_a_beginning_is_estimated_too(varied, monkeypatch):
    vocabulary.refresh()
    monkeypatch.setattr(vocabulary, "COUNTED_UP_TO", 0)
    assert len(search("нас*").hits) == 3


def test_any_interface_language_is_answered(varied):
    for language in ("ru", "be", "kk", "en", "xx", ""):
        with override("ru"):
            assert search("насос", language=language).total == 3


def test_ten_thousand_characters_of_nonsense_correct_six_words(varied, django_assert_max_num_queries) -> None:
    nonsense = " ".join(f"щзгшп{letter}фжцъ" for letter in "абвгдежзик" * 100)[:10_000]
    search(nonsense)
    # The words as typed, in the other layouts, and corrected.
    with django_assert_max_num_queries(10):
        assert search(nonsense).total == 0


def test_excluded_words_alone_find_everything_else(publish, titles):
    publish(title="Насос")
    publish(title="Шпиндель")
    publish(title="Станок")
    assert titles("-насосы") == ["Станок", "Шпиндель"]
    assert titles("-насосы -шпиндель") == ["Станок"]
