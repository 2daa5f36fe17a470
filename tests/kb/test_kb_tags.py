"""Figures and dates as each language writes them."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from kb.models import TechnicalParameter
from kb.templatetags.kb_tags import change, day, figure_range, in_unit, money, months, number, percent

SPACE = "\N{NO-BREAK SPACE}"


@pytest.mark.parametrize(
    ("language", "written"),
    [
        ("ru", f"1{SPACE}234{SPACE}567,5"),
        ("be", f"1{SPACE}234{SPACE}567,5"),
        ("kk", f"1{SPACE}234{SPACE}567,5"),
        ("en", "1,234,567.5"),
    ],
)
def test_a_number_is_grouped_as_its_language_does(language, written):
    with translation.override(language):
        assert number(Decimal("1234567.5000")) == written


def test_a_negative_number_has_a_minus_sign_and_no_hyphen():
    assert number(Decimal("-3.0")) == "−3"


def test_round_hundreds_keep_their_zeros():
    with translation.override("ru"):
        assert number(Decimal("500.0000")) == "500"


def test_a_missing_figure_is_nothing():
    assert number(None) == ""


def test_a_unit_stays_on_the_line_of_its_figure():
    with translation.override("en"):
        assert in_unit(Decimal(20), "t/h") == f"20{SPACE}t/h"


def test_a_figure_without_a_unit_stands_alone():
    assert in_unit(Decimal(3), "1") == "3"


def test_whole_amounts_have_no_hundredths():
    with translation.override("ru"):
        assert money(Decimal("1200000.00"), "KZT") == f"1{SPACE}200{SPACE}000{SPACE}KZT"


def test_other_amounts_have_both_hundredths():
    with translation.override("ru"):
        assert money(Decimal("8.5"), "BYN") == f"8,50{SPACE}BYN"


@pytest.mark.parametrize(("language", "written"), [("ru", f"41,4{SPACE}%"), ("en", "41.4%")])
def test_percent_are_spaced_as_the_language_does(language, written):
    with translation.override(language):
        assert percent(Decimal("41.4")) == written


def test_an_increase_has_a_plus():
    with translation.override("en"):
        assert change(Decimal(20)) == "+20%"


def test_no_change_has_no_sign():
    with translation.override("en"):
        assert change(Decimal("0.0")) == "0%"


@pytest.mark.parametrize(
    ("language", "written"),
    [("ru", "5 марта 2026 г."), ("be", "5 сакавіка 2026 г."), ("kk", "2026 ж. 5 наурыз"), ("en", "5 March 2026")],
)
def test_a_date_is_written_in_words(language, written):
    with translation.override(language):
        assert day(date(2026, 3, 5)) == f'<time datetime="2026-03-05">{written}</time>'


def test_months_agree_with_their_number():
    with translation.override("en"):
        assert [months(1), months(14)] == ["1 month", "14 months"]


@pytest.mark.parametrize(
    ("values", "written"),
    [
        ({"value": Decimal(5)}, f"5{SPACE}kW"),
        ({"minimum": Decimal(5), "maximum": Decimal("7.5")}, f"5 to 7.5{SPACE}kW"),
        ({"minimum": Decimal(5)}, f"at least 5{SPACE}kW"),
        ({"maximum": Decimal(5)}, f"at most 5{SPACE}kW"),
        ({"value": Decimal(6), "minimum": Decimal(5), "maximum": Decimal(7)}, f"6 (5 to 7){SPACE}kW"),
    ],
)
def test_a_parameter_is_a_value_or_a_range(values, written):
    with translation.override("en"):
        assert figure_range(TechnicalParameter(unit="kW", **values)) == written
