"""Texts of several lines as browsers send them."""

from kb.text_areas import LinesTextarea


def test_a_line_break_is_one_character():
    assert LinesTextarea().value_from_datadict({"text": "один\r\nдва\n"}, {}, "text") == "один\nдва\n"


def test_what_was_not_sent_stays_so():
    assert LinesTextarea().value_from_datadict({}, {}, "text") is None
