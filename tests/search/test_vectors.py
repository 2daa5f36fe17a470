"""Texts as PostgreSQL's vectors, and where their words stand."""

import pytest
from django.db import connection

from search import places
from search.vectors import GAP, IN_TITLE, LAST_POSITION, Part, build, quote

SIGNS = "a'b\\c:*|&!() "


def stored(literal: str) -> dict[str, list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT lexeme, positions, weights FROM unnest(%s::tsvector)", [literal])
        return {
            lexeme: [f"{position}{weight}" for position, weight in zip(positions, weights, strict=True)]
            for lexeme, positions, weights in cursor.fetchall()
        }


@pytest.mark.django_db
def test_parts_carry_their_weights():
    vector = stored(build([Part("зерно", "C"), Part("сушка", "A")], "ru").literal)
    assert vector == {"сушк": ["1A"], f"{IN_TITLE}сушк": ["1A"], "зерн": [f"{2 + GAP}C"]}


@pytest.mark.django_db
def test_signs_of_the_notation_are_stored_as_they_are():
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector", [f"{quote(SIGNS)}:1A"])
        assert SIGNS.replace("'", "''").replace("\\", "\\\\") in cursor.fetchone()[0]


@pytest.mark.django_db
def test_a_text_without_end_fits():
    words = " ".join(f"слово{number}" for number in range(3 * LAST_POSITION))
    vector = stored(build([Part(words, "C")], "ru").literal)
    assert max(int(position[:-1]) for found in vector.values() for position in found) <= LAST_POSITION


@pytest.mark.django_db
def test_a_word_repeated_without_end_fits():
    assert len(stored(build([Part("зерно " * 5_000, "C")], "ru").literal)["зерн"]) <= 256


def test_the_body_is_the_text_of_weight_c():
    assert build([Part("один", "A"), Part("два", "C"), Part("три", "C")], "ru").body == "два\nтри"


def test_places_point_into_the_body_and_the_title():
    title = "Линия сушки"
    vector = build([Part(title, "A"), Part("Линия", "C"), Part("Сушки зерна и сушка", "C")], "ru")
    found = list(places.find("сушк", vector.words, vector.offsets))
    in_title = [offset - places.TITLE for offset in found if offset >= places.TITLE]
    assert [title[offset : offset + 5] for offset in in_title] == ["сушки"]
    in_text = [offset for offset in found if offset < places.TITLE]
    assert [vector.body[offset : offset + 5] for offset in in_text] == ["Сушки", "сушка"]


def test_a_word_that_is_not_there_has_no_place():
    vector = build([Part("Сушка зерна", "C")], "ru")
    assert list(places.find("руда", vector.words, vector.offsets)) == []


def test_lexemes_are_quoted():
    assert quote("a'b\\c") == "'a''b\\\\c'"


@pytest.mark.django_db
def test_nul_characters_are_no_obstacle():
    assert stored(build([Part("зер\x00но", "C")], "ru").literal)
