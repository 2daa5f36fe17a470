"""Dates and numbers where Django has no formats, or none for readers here."""

import datetime
from decimal import Decimal

import pytest
from django.utils import formats, translation

DAY = datetime.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("language", "expected"),
    [("be", "22 лістапада 2026 г."), ("kk", "2026 ж. 22 Қараша"), ("ru", "22 ноября 2026 г.")],
)
def test_a_date_is_written_as_in_the_language(language: str, expected: str) -> None:
    with translation.override(language):
        assert formats.date_format(DAY).casefold() == expected.casefold()


def test_an_english_date_does_not_begin_with_the_month() -> None:
    with translation.override("en"):
        shown = [formats.date_format(DAY, name) for name in ("DATE_FORMAT", "SHORT_DATE_FORMAT")]
    assert shown == ["22 November 2026", "22 Nov 2026"]


@pytest.mark.parametrize("language", ["ru", "be", "kk"])
def test_a_number_has_a_decimal_comma_and_spaced_thousands(language: str) -> None:
    with translation.override(language):
        assert formats.number_format(Decimal("1234567.891"), 2, force_grouping=True) == "1\xa0234\xa0567,89"


@pytest.mark.parametrize("language", ["be", "kk"])
def test_a_date_typed_with_points_is_understood(language: str) -> None:
    with translation.override(language):
        assert "%d.%m.%Y" in formats.get_format("DATE_INPUT_FORMATS")
