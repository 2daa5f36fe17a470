"""Order of names in four languages, in Python and in the database."""

import pytest
from django.db import connection

from kb.alphabet import alphabetical, sort_key


def in_order(words: list[str], language: str) -> list[str]:
    return sorted(words, key=lambda word: sort_key(word, language))


def test_kazakh_letters_stand_beside_their_kin() -> None:
    words = ["Құрылыс", "Келешек", "Ғылым", "Ел", "Әдіс", "Бұл", "Аудан", "Өндіріс", "Пайда", "Ол"]
    assert in_order(words, "kk") == [
        "Аудан", "Әдіс", "Бұл", "Ғылым", "Ел", "Келешек", "Құрылыс", "Ол", "Өндіріс", "Пайда"
    ]  # fmt: skip


def test_belarusian_short_u_follows_u_and_apostrophe_does_not_count() -> None:
    assert in_order(["Ўласнасць", "Філіял", "Узор", "Ільн", "Кар’ер", "Карета"], "be") == [
        "Ільн", "Кар’ер", "Карета", "Узор", "Ўласнасць", "Філіял"
    ]  # fmt: skip


def test_russian_yo_counts_as_ye() -> None:
    assert in_order(["Ёмкость", "Единица", "Ель"], "ru") == ["Единица", "Ель", "Ёмкость"]


def test_quotation_marks_do_not_count() -> None:
    assert in_order(["«Ястреб»", "Беларусь", "«Авангард»"], "ru") == ["«Авангард»", "Беларусь", "«Ястреб»"]


def test_capitals_make_no_difference() -> None:
    assert sort_key("АТОМ", "ru") == sort_key("атом", "ru")


def test_latin_comes_first_in_english_and_last_in_russian() -> None:
    words = ["Завод", "Works"]
    assert in_order(words, "en") == ["Works", "Завод"]
    assert in_order(words, "ru") == ["Завод", "Works"]


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["ru", "be", "kk", "en"])
def test_the_database_orders_as_python_does(language: str) -> None:
    words = ["Ёлка", "Ель", "«Әлем»", "Аудан", "Құс", "Кран", "Ўзор", "Узор", "Іл", "Ил", "ABB", "3D", "Кар’ер"]
    from django.db.models import F

    from kb.models import Tag

    Tag.objects.bulk_create(Tag(name=word, slug=f"word-{number}") for number, word in enumerate(words))
    found = Tag.objects.order_by(alphabetical(F("name"), language), "name").values_list("name", flat=True)
    assert connection.vendor == "postgresql"
    assert [sort_key(word, language) for word in found] == sorted(sort_key(word, language) for word in words)
