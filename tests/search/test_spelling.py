"""What was meant by a word that no entry has."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from search import index, spelling, vocabulary
from search.models import IndexedWord
from search.query import Term
from search.spelling import MUCH_MORE, Candidate, Typed, best, corrected
from search.vocabulary import Frequencies

pytestmark = pytest.mark.django_db
Publish = Callable[..., Any]


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("насоов", "насосов"),
        ("тарктор", "трактор"),
        ("двигтель", "двигатель"),
        ("производительнсоть", "производительность"),
        ("HACOCOB", "НАСОСОВ"),
        ("Двигтель тарктор", "Двигатель трактор"),
        ('"тарктор"', '"трактор"'),
    ],
)
def test_a_misspelled_word_is_corrected_in_its_place(publish: Publish, typed: str, meant: str) -> None:
    publish(title="Трактор: двигатель насосов, производительность")
    assert corrected(typed, "ru") == meant


@pytest.mark.parametrize(
    ("typed", "meant", "language"),
    [("кауипсиздик", "қауіпсіздік", "kk"), ("ондирис", "өндіріс", "kk"), ("аутадароги", "аўтадарогі", "be")],
)
def test_words_without_the_letters_of_their_language_are_corrected_for_readers_of_another_one_alone(
    publish: Publish, typed: str, meant: str, language: str
) -> None:
    publish(language="kk", title="Қауіпсіздік және өндіріс")
    publish(language="be", title="Будаўніцтва аўтадарогі")
    assert corrected(typed, "ru") == meant
    assert corrected(typed, language) == ""


@pytest.mark.parametrize(
    ("typed", "meant", "reader"),
    [
        ("podshipnik nasosa", "подшипник насоса", "ru"),
        ("Podshipnik", "Подшипник", "kk"),
        ("podshypnik", "подшипник", "be"),
        ("ondiris", "өндіріс", "kk"),
        ("öndiris", "өндіріс", "ru"),
    ],
)
def test_a_word_typed_by_ear_in_latin_letters_is_meant_in_cyrillic(
    publish: Publish, typed: str, meant: str, reader: str
) -> None:
    publish(title="Подшипник насоса")
    publish(language="kk", title="Өндіріс")
    assert corrected(typed, reader) == meant


def test_readers_of_english_mean_what_they_type(publish: Publish) -> None:
    publish(title="Лист")
    assert [corrected("list", reader) for reader in ("ru", "en")] == ["лист", ""]


@pytest.mark.parametrize("typed", ["тр", "МТЗ-83", "-тарктор", "тарк*", "тарктор*", "абракадабра", "", "123", "и"])
def test_what_cannot_be_corrected_stays(publish: Publish, typed: str) -> None:
    publish(title="Трактор МТЗ-82")
    assert corrected(typed, "ru") == ""


def test_another_form_of_a_known_word_is_no_mistake(publish: Publish) -> None:
    publish(title="Тракторов")
    assert corrected("тракторами", "ru") == ""


def test_the_more_frequent_of_two_words_is_meant(publish: Publish) -> None:
    publish(title="Станок")
    for number in range(12):
        publish(title=f"Стенок {number}")
    index.rebuild()
    assert corrected("стнок", "ru") == "стенок"


def test_the_reader_s_language_is_meant_first(publish: Publish) -> None:
    publish(title="Энергия")
    publish(language="be", title="Энергія")
    assert [corrected("энергпя", reader) for reader in ("ru", "be")] == ["энергия", "энергія"]


def test_a_word_of_an_archived_entry_that_is_gone_is_not_proposed_after_a_rebuild(publish: Publish) -> None:
    page = publish(title="Трактор")
    page.unpublish()
    index.rebuild()
    assert corrected("тарктор", "ru") == ""


def test_no_more_than_six_words_are_corrected(publish: Publish) -> None:
    publish(title="Трактор")
    assert corrected("тарктор " * 8, "ru").split() == ["трактор"] * 6 + ["тарктор"] * 2


def test_all_words_take_one_statement_besides_their_frequencies(
    publish: Publish, django_assert_num_queries: Any
) -> None:
    publish(title="Трактор")
    corrected("тарктор", "ru")
    with django_assert_num_queries(2):
        corrected("тарктор двигтель насоов", "ru")


@pytest.mark.parametrize(
    ("condition", "name"),
    [("", "search_word_trigrams"), (f" AND documents >= {MUCH_MORE}", "search_frequent_trigrams")],
    ids=["any word", "a frequent word"],
)
def test_candidates_are_found_by_the_index(publish: Publish, condition: str, name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        # Of two indexes that serve it, the planner takes the one that earlier tests have left the smaller.
        others = {"search_word_trigrams", "search_frequent_trigrams"} - {name}
        cursor.execute(f"DROP INDEX {', '.join(others)}")
        cursor.execute(f"EXPLAIN SELECT FROM search_indexedword WHERE folded % 'трактр'{condition}")
        assert name in str(cursor.fetchall())


def test_a_word_of_one_entry_is_corrected_in_another_form_only(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "RARE_SHARE", 5)
    publish(title="Лизерный")
    for number in range(10):
        publish(title=f"Лазерной резки {number}")
    index.rebuild()
    assert corrected("лизерной", "ru") == "лазерной"
    assert corrected("лизерный", "ru") == ""


def test_a_large_index_takes_a_word_that_its_statistics_lack_for_doubtful(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(4):
        publish(title=f"Трактор {number}")
    vocabulary.refresh()
    monkeypatch.setattr(vocabulary, "COUNTED_UP_TO", 0)
    assert corrected("тарктор", "ru") == "трактор"


def test_in_a_large_index_where_something_is_found_frequent_words_alone_are_proposed(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(spelling, "LARGE", 1)
    for number in range(MUCH_MORE):
        publish(title=f"Двигатель {number}")
    publish(title="Шпиндель")
    index.rebuild()
    assert corrected("двигтель шпинлель", "ru", is_found=True) == "двигатель шпинлель"
    assert corrected("двигтель шпинлель", "ru") == "двигатель шпиндель"


def weigh(documents: int, total: int, *candidates: Candidate) -> str:
    """What is meant by "лизер", which ``documents`` entries of ``total`` have."""
    term = Term(("лизер",))
    return best(Typed(0, 5, "лизер", term, ["лизер"]), candidates, ["ru"], Frequencies({term: documents}, total))


def test_a_rare_word_gives_way_to_a_neighbour_that_is_much_more_frequent() -> None:
    assert weigh(1, 5_000, Candidate("лазер", ["ru"], 10, 0.4)) == "лазер"


def test_a_rare_word_stands_where_its_neighbour_is_hardly_more_frequent() -> None:
    assert weigh(1, 5_000, Candidate("лазер", ["ru"], 9, 0.4)) == ""


def test_a_word_is_not_rare_in_a_small_index() -> None:
    assert weigh(1, 900, Candidate("лазер", ["ru"], 800, 0.4)) == ""


def test_another_first_letter_makes_a_short_word_another_one() -> None:
    assert weigh(0, 900, Candidate("визер", ["ru"], 800, 0.4)) == ""


def test_publishing_adds_the_words_that_are_new(publish: Publish) -> None:
    publish(title="Гидроцилиндр")
    assert IndexedWord.objects.get(word="гидроцилиндр").language == "ru"


def test_a_rebuild_counts_entries_and_drops_words_that_none_has(publish: Publish) -> None:
    gone = publish(title="Шпиндель")
    for number in range(3):
        publish(title=f"Гидроцилиндр {number}")
    gone.unpublish()
    index.rebuild()
    found = dict(IndexedWord.objects.filter(word__in=["шпиндель", "гидроцилиндр"]).values_list("word", "documents"))
    assert found == {"гидроцилиндр": 3}


def test_a_rebuild_of_one_language_leaves_the_words_of_others(publish: Publish) -> None:
    publish(title="Шпиндель")
    publish(language="kk", title="Өндіріс")
    index.rebuild("kk")
    assert IndexedWord.objects.filter(word__in=["шпиндель", "өндіріс"]).count() == 2


def test_a_rebuild_counts_alike_however_little_it_keeps_in_memory(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(title="Шпиндель первый")
    publish(title="Шпиндель второй")
    monkeypatch.setattr("search.lexicon.MOST_IN_MEMORY", 1)
    index.rebuild()
    assert IndexedWord.objects.get(word="шпиндель").documents == 2


@pytest.mark.parametrize("word", ["82", "мтз82", "научно-технический", "да"])
def test_numbers_designations_and_short_words_are_no_words_to_correct_to(publish: Publish, word: str) -> None:
    publish(title="МТЗ82 да 82, научно-технический")
    assert not IndexedWord.objects.filter(word=word).exists()
