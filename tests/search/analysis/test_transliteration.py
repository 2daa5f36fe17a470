"""Words in Latin letters as they would be written in Cyrillic."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.analysis.transliteration import in_cyrillic


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nasos", "насос"),
        ("shchit", "щит"),
        ("shahtnyi", "шахтный"),
        ("ventilyator", "вентилятор"),
        ("tsekh", "цех"),
        ("cement", "цемент"),
        ("technologiya", "течнология"),
        ("stal'", "сталь"),
        ("jylu", "жылу"),
        ("qural", "курал"),
        ("öndiris", "өндирис"),
        ("šyna", "шына"),
        ("gidravlicheskiy press", "гидравлический пресс"),
    ],
)
def test_letters_are_read_as_they_sound(typed: str, meant: str) -> None:
    assert meant in in_cyrillic(typed)


@pytest.mark.parametrize("text", ["насос", "nасос", "123", ""])
def test_what_is_in_cyrillic_or_in_no_letters_stays(text: str) -> None:
    assert in_cyrillic(text) == []


@given(st.text(alphabet="abcdefghijklmnopqrstuvwxyz' 0123456789äöüğñşıčšž", min_size=1, max_size=30))
def test_no_letter_stays_latin(text: str) -> None:
    assert all(not set(found) & set("abcdefghijklmnopqrstuvwxyz") for found in in_cyrillic(text))
