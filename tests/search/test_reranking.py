"""Where stems are alike, letters decide."""

import pytest

from search import engine, index

pytestmark = pytest.mark.django_db


def test_of_two_entries_with_the_word_the_one_with_more_of_its_letters_comes_first(publish, titles):
    publish(title="Пресс", summary="Сварка рам.")
    publish(title="Сварной стол", summary="Сварка рам и сварочные посты.")
    publish(title="Кран", summary="Сварка рам.")
    index.rebuild()
    assert titles("сварка")[0] == "Сварной стол"


def test_later_pages_go_on_where_the_reranked_end(publish, monkeypatch):
    monkeypatch.setattr("search.ranking.RERANKED", 2)
    for number in range(5):
        publish(title=f"Насос {number}")
    found = [
        hit.title for page in (1, 2, 3) for hit in engine.search("насос", language="ru", page=page, page_size=2).hits
    ]
    assert len(found) == len(set(found)) == 5


def test_the_last_page_has_hits_where_entries_are_fewer_than_their_versions(publish_pumps, monkeypatch):
    monkeypatch.setattr("search.ranking.MOST_CANDIDATES", 6)
    monkeypatch.setattr("search.ranking.RERANKED", 2)
    publish_pumps(6, "ru", "be")
    results = engine.search("насос", language="ru", page=3, page_size=2)
    assert results.hits
    assert results.page == results.pages < 3


def test_what_is_archived_gains_less_by_its_letters(publish, titles):
    publish(title="Сварной стол", standing="archived")
    publish(title="Сварной стенд")
    index.rebuild()
    assert titles("сварка стол стенд")[0] == "Сварной стенд"
