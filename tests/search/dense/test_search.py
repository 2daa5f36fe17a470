"""What search by meaning finds, and what becomes of a search where it is not at work."""

import logging
from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from search import engine, grams
from search.checks import search_by_meaning_is_at_work
from search.dense import embedders, nearness, state
from search.filters import Filters
from search.models import Passage, QueryCount

WATER = "Замена насоса сберегла воду"
CONCERT = "Концерт симфонического оркестра"


@pytest.fixture
def entries(embedded: Callable[..., Any]) -> None:
    """One on water, one on music."""
    embedded(title=WATER, summary="Новый агрегат качает меньше, цех работает как прежде.")
    embedded(title=CONCERT, summary="Музыканты выступят в филармонии в субботу вечером.")


def titles(query: str, **values: Any) -> list[str]:
    return [hit.title for hit in engine.search(query, language="ru", **values).hits]


@pytest.mark.usefixtures("entries")
def test_an_entry_is_found_by_its_meaning_beside_those_that_have_the_words() -> None:
    results = engine.search("музыканты", language="ru")
    assert [(hit.title, hit.is_by_meaning) for hit in results.hits] == [(CONCERT, False), (WATER, True)]
    assert results.total == 2
    assert results.has_words


@pytest.mark.usefixtures("entries")
def test_counts_of_facets_include_what_is_found_by_meaning() -> None:
    results = engine.search("музыканты", language="ru")
    counts = {value.value: value.count for facet in results.facets if facet.name == "type" for value in facet.values}
    assert counts == {"technology": 2}


@pytest.mark.usefixtures("entries")
def test_excluded_words_and_filters_hold_for_what_is_found_by_meaning() -> None:
    assert titles("музыканты -агрегат") == [CONCERT]
    assert titles("музыканты", filters=Filters(entry_type="article")) == []


@pytest.mark.usefixtures("entries")
@pytest.mark.parametrize("sort", ["newest", "readiness"])
def test_another_order_shows_the_same_entries(sort: str) -> None:
    assert sorted(titles("музыканты", sort=sort)) == sorted([CONCERT, WATER])


@pytest.mark.usefixtures("entries")
def test_where_nothing_has_the_words_the_nearest_are_shown_as_such(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("search.ranking.FAMILIAR", 0.0)
    results = engine.search("филармонический", language="ru")
    assert results.is_by_meaning
    assert not results.has_words
    assert all(hit.is_by_meaning for hit in results.hits)


@pytest.mark.usefixtures("entries")
def test_editors_learn_that_nothing_has_words_which_are_answered_by_meaning(
    client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.ranking.FAMILIAR", 0.0)
    for query in ("филармонический", "музыканты"):
        client.get("/ru/search/", {"q": query}, headers={"user-agent": "Mozilla/5.0"})
    assert dict(QueryCount.objects.values_list("query", "found_nothing")) == {"филармонический": 1, "музыканты": 0}


def test_familiar_letters_are_answered_by_meaning_and_nonsense_is_not(embedded: Callable[..., Any]) -> None:
    for number in range(2):
        embedded(title=f"Насос {number}", summary="Качает воду.")
    grams.refresh()
    foreign = engine.search("насосный насосная насосное", language="ru")
    assert foreign.is_by_meaning
    assert {hit.title for hit in foreign.hits} == {"Насос 0", "Насос 1"}
    nonsense = engine.search("щшгкы бвапр фывждл", language="ru")
    assert (nonsense.total, nonsense.hits) == (0, [])


@pytest.mark.usefixtures("entries")
def test_a_misspelled_word_is_corrected_before_its_meaning_is_asked() -> None:
    results = engine.search("симфонечиского", language="ru")
    assert results.typed == "симфонечиского"
    assert results.has_words


@pytest.mark.usefixtures("entries")
def test_an_embedder_that_fails_leaves_the_words(
    monkeypatch: pytest.MonkeyPatch, settings: Any, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(self: Any, text: str) -> None:
        raise embedders.EmbedderError("away")

    monkeypatch.setattr(embedders.PackageEmbedder, "query", refuse)
    with caplog.at_level(logging.WARNING):
        assert titles("симфония оркестра") == [CONCERT]
        assert titles("симфония оркестра") == [CONCERT]
    assert len(caplog.records) == 1


@pytest.mark.usefixtures("entries")
def test_the_number_of_statements_does_not_grow(embedded: Callable[..., Any]) -> None:
    def statements() -> int:
        titles("новый насос")
        with CaptureQueriesContext(connection) as captured:
            titles("новый насос")
        return len(captured)

    before = statements()
    for number in range(3):
        embedded(title=f"Новый насос {number}")
    titles("прогрев")
    assert statements() == before


def test_a_search_of_words_alone_says_why(by_meaning: None, settings: Any) -> None:
    assert "nothing has been embedded" in state.problem()
    warnings = search_by_meaning_is_at_work(databases=["default"])
    assert [warning.id for warning in warnings] == ["search.W001"]
    settings.EMBEDDINGS = embedders.OFF
    assert search_by_meaning_is_at_work(databases=["default"]) == []
    with pytest.raises(CommandError, match="EMBEDDINGS"):
        call_command("embed_passages")


def test_the_command_embeds_and_drops_what_others_made(embedded: Callable[..., Any], settings: Any) -> None:
    embedded(title="Насос")
    Passage.objects.update(embedder="another")
    printed = StringIO()
    call_command("embed_passages", stdout=printed)
    assert "Embedded 1 entries" in printed.getvalue()
    assert set(Passage.objects.values_list("embedder", flat=True)) == {embedders.PackageEmbedder.name}
    assert state.problem() == ""


def test_each_embedder_has_an_index_of_its_own(by_meaning: None) -> None:
    package, server = embedders.PackageEmbedder(), embedders.AddressEmbedder("http://127.0.0.1:9/it's%20v1")
    for embedder in (package, server):
        assert not nearness.has_index(embedder)
        nearness.create_index(embedder)
        nearness.create_index(embedder)
        assert nearness.has_index(embedder)
