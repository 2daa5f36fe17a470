"""Months in the languages whose dates are written here."""

from datetime import date

import pytest
from django.utils import translation

from kb.dates import date_in_words


@pytest.mark.parametrize(
    ("language", "month", "written"),
    [
        ("be", 1, "5 студзеня 2026 г."),
        ("be", 9, "5 верасня 2026 г."),
        ("be", 12, "5 снежня 2026 г."),
        ("kk", 1, "2026 ж. 5 қаңтар"),
        ("kk", 12, "2026 ж. 5 желтоқсан"),
        ("ru", 3, "5 марта 2026 г."),
        ("en", 3, "5 March 2026"),
    ],
)
def test_a_date_is_written_as_its_language_does(language, month, written):
    with translation.override(language):
        assert date_in_words(date(2026, month, 5)) == written
