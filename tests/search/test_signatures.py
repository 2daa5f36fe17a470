"""Which words an entry may have, told by a few hundred bytes."""

from uuid import UUID

import pytest
from django.conf import settings
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from search import engine, index, signatures
from search.models import SearchDocument

lexemes = st.lists(st.text(min_size=1, max_size=12), min_size=1, max_size=50, unique=True)


def told(signature: bytes, *sought: str) -> int:
    sql, numbers = signatures.may_have("s.signature", sought)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {sql} FROM (SELECT %s::bytea AS signature) s", [*numbers, signature])
        return int(cursor.fetchone()[0])


@given(lexemes, st.randoms())
def test_it_is_the_same_in_whatever_order_the_words_come(found, random):
    shuffled = random.sample(found, len(found))
    assert signatures.build(found) == signatures.build(shuffled)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 300, 1_000, signatures.MOST_LEXEMES])
def test_a_word_that_is_there_is_always_told(count):
    found = [f"слов{number}" for number in range(count)]
    signature = signatures.build(found)
    assert all(told(signature, lexeme) for lexeme in found[:: max(1, count // 20)])
    assert told(signature, *found[:3]) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("count", [300, 1_000])
def test_hardly_a_word_that_is_missing_is_told(count):
    signature = signatures.build(f"слов{number}" for number in range(count))
    wrong = sum(told(signature, f"нет{number}") for number in range(200))
    assert wrong < 60


@pytest.mark.django_db
def test_what_was_indexed_before_has_none_of_the_words():
    assert told(signatures.NOTHING, "насос") == 0


@pytest.mark.django_db
def test_a_handbook_attached_does_not_have_every_word():
    signature = signatures.build(f"слов{number}" for number in range(100_000))
    assert sum(told(signature, f"нет{number}") for number in range(200)) < 100


@pytest.mark.django_db
def test_the_row_of_an_entry_has_the_words_of_its_title_and_its_text(publish):
    page = publish(title="Насос", summary="Подача воды.")
    index.rebuild()
    signature = bytes(SearchDocument.objects.get(pk=page.pk).signature)
    assert told(signature, "насос") and told(signature, "=насос") and told(signature, "вод")
    assert not told(signature, "=подач")


# What is weighed for the first page of one hit, whatever versions match; more for the pages after it.
WEIGHED = len(settings.LANGUAGES)


@pytest.mark.django_db
@pytest.mark.parametrize("counted_up_to", [2_500, 0], ids=["all are counted", "a sample is"])
def test_of_more_entries_than_are_weighed_those_with_most_of_the_words_are(publish, monkeypatch, counted_up_to):
    monkeypatch.setattr("search.facets.COUNTED_UP_TO", counted_up_to)
    monkeypatch.setattr("search.ranking.WEIGHED", WEIGHED)
    publish(title="Сушилка", summary="Насос и сушка зерна в одной линии.", translation_key=UUID(int=0))
    for number in range(1, 9):
        publish(title=f"Насос {number}", translation_key=UUID(int=number))
    index.rebuild()
    (hit,) = engine.search("насос зерна линии", language="ru", page_size=1).hits
    assert hit.title == "Сушилка"


@pytest.mark.django_db
@pytest.mark.parametrize("counted_up_to", [2_500, 0], ids=["all are counted", "a sample is"])
def test_pages_beyond_those_that_are_weighed_at_once_have_every_entry_once(publish, monkeypatch, counted_up_to):
    monkeypatch.setattr("search.facets.COUNTED_UP_TO", counted_up_to)
    monkeypatch.setattr("search.ranking.WEIGHED", WEIGHED)
    monkeypatch.setattr("search.ranking.RERANKED", 1)
    # The signatures tell nothing between these, and the best are not among those that are weighed first.
    for number in range(9):
        publish(title=f"Насос {number}", summary="Насос. " * (9 - number), translation_key=UUID(int=number))
    found = [
        hit.title for page in range(1, 10) for hit in engine.search("насос", language="ru", page=page, page_size=1).hits
    ]
    assert len(found) == len(set(found)) == 9


@pytest.mark.django_db
def test_entries_of_which_every_version_matches_fill_their_pages(publish_pumps, monkeypatch):
    monkeypatch.setattr("search.ranking.WEIGHED", 8)
    monkeypatch.setattr("search.ranking.RERANKED", 2)
    publish_pumps(6, "ru", "be", "kk", "en")
    found = [
        hit.title for page in range(1, 7) for hit in engine.search("насос", language="ru", page=page, page_size=1).hits
    ]
    assert sorted(found) == [f"Насос {number}" for number in range(6)]
