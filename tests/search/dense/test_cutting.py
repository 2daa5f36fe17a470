from search.dense.cutting import MOST_CHARACTERS, MOST_PASSAGES, WORDS, passages

SENTENCE = "Насос подаёт воду в цех без перерыва."


def test_every_piece_has_the_title() -> None:
    pieces = passages("Насос", "Кратко.", f"{SENTENCE} " * 40)
    assert len(pieces) > 1
    assert all(piece.startswith("Насос. ") for piece in pieces)


def test_a_piece_ends_with_a_sentence() -> None:
    pieces = passages("Насос", "", f"{SENTENCE} " * 40)
    assert all(piece.endswith(SENTENCE) for piece in pieces)
    assert all(len(piece.split()) < WORDS + 2 * len(SENTENCE.split()) for piece in pieces)


def test_the_summary_begins_the_first_piece() -> None:
    assert passages("Насос", "Вода без перерыва.", "Подробности.") == ["Насос. Вода без перерыва. Подробности."]


def test_an_entry_without_text_is_its_title() -> None:
    assert passages("Насос", "", "") == ["Насос"]


def test_nothing_is_too_long() -> None:
    pieces = passages("Насос", "", "ы" * 100_000 + " " + f"{SENTENCE} " * 2_000)
    assert len(pieces) == MOST_PASSAGES
    assert max(map(len, pieces)) <= len("Насос. ") + MOST_CHARACTERS
