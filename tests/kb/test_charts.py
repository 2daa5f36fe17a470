"""Drawings: accessible, true to scale, free of inline styles."""

from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from kb.charts import before_after_chart, readiness_scale


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def chart(before=200, after=150, **values):
    defaults = {
        "identifier": "chart-1",
        "title": "Energy per unit",
        "before": Decimal(before),
        "after": Decimal(after),
        "before_text": "200 kWh/t",
        "after_text": "150 kWh/t",
        "verdict": "−25%, better",
        "outcome": "better",
    }
    return ElementTree.fromstring(before_after_chart(**{**defaults, **values}))  # noqa: S314


def scale():
    return ElementTree.fromstring(readiness_scale(6, title="TRL 6", stage="prototype"))  # noqa: S314


def bars(svg):
    return [(float(bar.get("x")[:-1]), float(bar.get("width")[:-1])) for bar in svg.iter("rect")]


def test_a_chart_is_an_image_named_by_its_title_and_description():
    svg = chart()
    named_by = svg.get("aria-labelledby").split()

    assert svg.get("role") == "img"
    assert [svg.find("title").get("id"), svg.find("desc").get("id")] == named_by


def test_the_description_says_in_words_what_is_drawn():
    assert chart().find("desc").text == "Before: 200 kWh/t. After: 150 kWh/t. Change: −25%, better."


def test_bars_keep_the_proportion_of_the_figures():
    assert bars(chart()) == [(0, 100), (0, 75)]


def test_a_negative_figure_lies_left_of_zero():
    assert bars(chart(before=-10, after=30)) == [(0, 25), (25, 75)]


def test_a_zero_still_has_a_visible_bar():
    assert bars(chart(before=10, after=0))[1][1] > 0


def test_two_zeros_are_drawn_without_a_scale():
    assert [left for left, _width in bars(chart(before=0, after=0))] == [0, 0]


def test_a_name_with_markup_is_escaped():
    assert chart(title="<script>alert(1)</script>").find("title").text == "<script>alert(1)</script>"


def test_drawings_carry_no_style_attributes():
    drawings = [chart(), scale()]

    assert not [element for svg in drawings for element in svg.iter() if element.get("style")]


def test_the_readiness_scale_is_filled_up_to_the_level():
    svg = scale()

    assert [("reached" in step.get("class")) for step in svg.iter("rect")] == [True] * 6 + [False] * 3


def test_the_readiness_scale_says_level_and_stage():
    svg = scale()

    assert svg.find("desc").text == "Readiness level 6 of 9: prototype."
