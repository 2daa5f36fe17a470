"""Where words stand in a text, alone and in a row."""

from search import places


def packed(*words: tuple[str, int]) -> tuple[bytes, bytes]:
    lexemes, offsets = zip(*words, strict=True)
    return places.pack([places.checksum(lexeme) for lexeme in lexemes]), places.pack(list(offsets))


TEXT = packed(("bear", 0), ("roll", 8), ("bear", 16), ("oil", 100), ("roll", 300))


def test_a_word_is_found_at_all_its_places():
    assert list(places.find("bear", *TEXT)) == [0, 16]


def test_words_in_a_row_are_found_where_the_first_one_stands():
    assert list(places.find_in_a_row(("roll", "bear"), *TEXT)) == [8]
    assert list(places.find_in_a_row(("bear", "roll", "bear"), *TEXT)) == [0]


def test_words_apart_or_in_another_order_are_not_in_a_row():
    assert list(places.find_in_a_row(("bear", "oil"), *TEXT)) == []
    assert list(places.find_in_a_row(("oil", "bear"), *TEXT)) == []
