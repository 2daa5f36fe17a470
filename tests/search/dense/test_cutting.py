from search.dense.cutting import MOST_CHARACTERS, MOST_PASSAGES, WORDS, passages

SENTENCE = "Насос подаёт воду в цех без перерыва."


def test_title_and_summary_begin_the_first_piece_and_stand_in_no_other() -> None:
    first, *others = passages("Насос", "Вода без перерыва.", f"{SENTENCE} " * 40)
    assert first.startswith("Насос. Вода без перерыва. ")
    assert len(others) > 1
    assert not any("без перерыва. Насос. " in piece or piece.startswith("Насос.") for piece in others)


def test_a_piece_ends_with_a_sentence() -> None:
    pieces = passages("Насос", "", f"{SENTENCE} " * 40)
    assert len(pieces) > 1
    assert all(piece.endswith(SENTENCE) for piece in pieces)
    assert all(len(piece.split()) < WORDS + 2 * len(SENTENCE.split()) for piece in pieces)


def test_an_entry_without_text_is_its_title() -> None:
    assert passages("Насос", "", "") == ["Насос."]


def test_nothing_is_too_long() -> None:
    pieces = passages("Насос", "", "ы" * 100_000 + " " + f"{SENTENCE} " * 2_000)
    assert len(pieces) == MOST_PASSAGES
    assert max(map(len, pieces)) <= MOST_CHARACTERS
