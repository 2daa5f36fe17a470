from search.dense.cutting import MOST_CHARACTERS, MOST_PASSAGES, WORDS, passages

SENTENCE = "Насос подаёт воду в цех без перерыва."


def test_the_title_is_a_piece_of_its_own() -> None:
    title, *pieces = passages("Насос", "Вода без перерыва.", "Подробности.")
    assert title == "Насос"
    assert pieces == ["Вода без перерыва. Подробности."]


def test_a_piece_ends_with_a_sentence() -> None:
    _title, *pieces = passages("Насос", "", f"{SENTENCE} " * 40)
    assert len(pieces) > 1
    assert all(piece.endswith(SENTENCE) for piece in pieces)
    assert all(len(piece.split()) < WORDS + 2 * len(SENTENCE.split()) for piece in pieces)


def test_an_entry_without_text_is_its_title() -> None:
    assert passages("Насос", "", "") == ["Насос"]


def test_nothing_is_too_long() -> None:
    pieces = passages("Насос", "", "ы" * 100_000 + " " + f"{SENTENCE} " * 2_000)
    assert len(pieces) == MOST_PASSAGES
    assert max(map(len, pieces)) <= MOST_CHARACTERS
