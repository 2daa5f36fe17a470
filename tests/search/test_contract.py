"""What every search engine promises, tried on each that is listed: see ``search.interface``."""

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.module_loading import import_string
from wagtail.models import Locale

from search.filters import Filters
from search.interface import SearchEngine

pytestmark = pytest.mark.django_db
ENGINES = ["search.postgresql.PostgresqlEngine"]


@pytest.fixture(params=ENGINES)
def engine(request: pytest.FixtureRequest, settings: Any) -> SearchEngine:
    settings.SEARCH_ENGINE = request.param
    made: SearchEngine = import_string(request.param)()
    return made


def found(engine: SearchEngine, query: str, language: str = "ru", **options: Any) -> list[int]:
    results = engine.search(query, options.pop("filters", Filters()), language=language, **options)
    return [hit.page_id for hit in results.hits]


@pytest.mark.parametrize(
    ("language", "title", "query"),
    [
        ("ru", "Насосы для шахтных вод", "насосов шахтной воды"),
        ("be", "Помпы для шахтавых вод", "помпамі"),
        ("kk", "Шахта суларына арналған сорғылар", "сорғыларды"),
        ("en", "Pumps for mine water", "pump"),
    ],
)
def test_what_is_published_is_found_by_other_forms_of_its_words(
    engine: SearchEngine, publish: Callable[..., Any], language: str, title: str, query: str
) -> None:
    entry = publish(title=title, language=language)
    assert entry.pk in found(engine, query, language)


def test_what_is_unpublished_is_found_no_more_and_comes_back(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    entry = publish(title="Насос шахтный")
    entry.unpublish()
    assert found(engine, "насос") == []
    entry.save_revision().publish()
    assert found(engine, "насос") == [entry.pk]


def test_what_is_put_twice_is_there_once(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    entry = publish(title="Насос шахтный")
    engine.put(entry)
    assert engine.put_pages([entry.pk, entry.pk, 0]) == 1
    assert found(engine, "насос") == [entry.pk]
    engine.remove(entry)
    engine.remove(entry)
    assert found(engine, "насос") == []
    assert not engine.status().ok


def test_a_change_of_the_text_changes_what_is_found(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    entry = publish(title="Насос шахтный")
    entry.title = "Вентилятор шахтный"
    entry.save_revision().publish()
    assert found(engine, "насос") == []
    assert found(engine, "вентиляторы") == [entry.pk]


def test_versions_of_one_entry_are_one_hit_in_the_language_of_the_reader(
    engine: SearchEngine, publish: Callable[..., Any]
) -> None:
    original = publish(title="Насос шахтный")
    kazakh = original.copy_for_translation(Locale.objects.get(language_code="kk"), copy_parents=True)
    kazakh.title = "Шахта сорғысы"
    kazakh.save_revision().publish()
    assert found(engine, "насос", "ru") == [original.pk]
    assert found(engine, "насос", "kk") == [kazakh.pk]


def test_filters_narrow_and_counts_say_by_how_much(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    technology, case = publish(title="Насос шахтный"), publish("case_study", title="Насос на шахте")
    results = engine.search("насос", Filters(), language="ru")
    assert {technology.pk, case.pk} == {hit.page_id for hit in results.hits}
    types = next(facet for facet in results.facets if facet.name == "type")
    assert sum(value.count for value in types.values) == results.total == 2
    assert found(engine, "насос", filters=Filters(entry_type="case_study")) == [case.pk]


def test_pages_of_results_have_every_hit_once_and_end(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    entries = {publish(title=f"Насос шахтный {number}").pk for number in range(5)}
    pages = [found(engine, "насос", page=number, page_size=2) for number in (1, 2, 3)]
    assert sorted(pk for page in pages for pk in page) == sorted(entries)
    assert found(engine, "насос", page=99, page_size=2) == pages[-1]


def test_without_words_all_are_listed_the_newest_first(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    older, newer = publish(title="Насос"), publish(title="Вентилятор")
    assert found(engine, "") == [newer.pk, older.pk]


@pytest.mark.parametrize(
    "typed", ["", "   ", "---", "\x00", '"', "OR", "* -", "а" * 10_000, "<script>", "'; DROP x; --"]
)
def test_whatever_is_typed_there_is_an_answer(engine: SearchEngine, publish: Callable[..., Any], typed: str) -> None:
    publish(title="Насос шахтный")
    assert engine.search(typed, Filters(), language="ru").page == 1
    assert isinstance(engine.suggest(typed, "ru"), list)


def test_beginnings_of_a_title_lead_to_it(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    publish(title="Насос шахтный")
    assert "Насос шахтный" in [offer.label for group in engine.suggest("насос ш", "ru") for offer in group.offers]


def test_an_index_that_was_lost_is_built_anew(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    entries = [publish(title=f"Насос шахтный {number}") for number in range(3)]
    for entry in entries:
        engine.remove(entry)
    told: list[tuple[int, int]] = []
    assert engine.rebuild(progress=lambda done, total: told.append((done, total))) == 3
    assert told[-1] == (3, 3)
    assert engine.status().ok
    assert len(found(engine, "насос")) == 3


def test_what_was_just_put_is_not_outdated(engine: SearchEngine, publish: Callable[..., Any]) -> None:
    publish(title="Насос шахтный")
    assert not engine.is_outdated()
