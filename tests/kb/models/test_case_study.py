"""Case studies: indicators before and after, costs, steps, benefits; and the sources of articles."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kb.models import CostItem, EntryReference, ImplementationStep, Indicator, IndicatorRow, RelatedEntry, RepeatUse
from tests.factories.kb import build_entry, make_entry, make_indicator_row

EXCEPT = ["entry"]


def _row(before, after, *, lower_is_better=True):
    indicator = Indicator(lower_is_better=lower_is_better)
    return IndicatorRow(indicator=indicator, before=Decimal(before), after=Decimal(after))


@pytest.mark.parametrize(
    ("before", "after", "percent"),
    [("50", "40", "-20.0"), ("3", "4", "33.3"), ("40", "40", "0.0"), ("-10", "-5", "50.0"), ("8.4", "0", "-100.0")],
)
def test_change_in_percent(before, after, percent):
    assert _row(before, after).change_percent == Decimal(percent)


def test_change_from_zero_has_no_percentage():
    assert _row("0", "5").change_percent is None


@pytest.mark.parametrize(
    ("before", "after", "lower_is_better", "is_improvement"),
    [
        ("50", "40", True, True),
        ("40", "50", True, False),
        ("40", "50", False, True),
        ("50", "40", False, False),
        ("50", "50", True, False),
        ("50", "50", False, False),
    ],
)
def test_improvement_depends_on_whether_lower_is_better(before, after, lower_is_better, is_improvement):
    assert _row(before, after, lower_is_better=lower_is_better).is_improvement is is_improvement


@pytest.mark.parametrize(("lower_is_better", "gain"), [(True, "20.0"), (False, "-20.0")])
def test_a_gain_is_positive_where_the_figure_got_better(lower_is_better, gain):
    assert _row("50", "40", lower_is_better=lower_is_better).gain_percent == Decimal(gain)


def test_a_change_from_zero_is_no_gain():
    assert _row("0", "5").gain_percent is None


def test_total_of_a_cost_is_quantity_times_price():
    assert CostItem(quantity=Decimal("2.5"), price=Decimal("100.40")).total == Decimal("251.000")


@pytest.mark.parametrize(("name", "value"), [("quantity", "-1"), ("price", "-0.01"), ("share", "100.01")])
def test_figure_of_a_cost_beyond_its_range_is_refused(name, value):
    values = {"item": "Привод", "quantity": Decimal(1), "price": Decimal(1), "currency": "BYN", name: Decimal(value)}
    with pytest.raises(ValidationError) as caught:
        CostItem(**values).full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {name}


def test_currency_is_one_of_the_list():
    with pytest.raises(ValidationError) as caught:
        CostItem(item="Привод", price=Decimal(1), currency="GBP").full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"currency"}


def test_step_does_not_end_before_it_starts():
    row = ImplementationStep(step="Монтаж", start=date(2024, 5, 1), end=date(2024, 4, 1))
    with pytest.raises(ValidationError) as caught:
        row.full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"end"}


def test_repeat_use_names_the_enterprise():
    with pytest.raises(ValidationError) as caught:
        RepeatUse(since=date(2024, 1, 1)).full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"enterprise"}


@pytest.mark.django_db
class TestIndicatorRow:
    @pytest.mark.parametrize("name", ["indicator", "unit", "before", "after", "period", "method"])
    def test_is_complete(self, name):
        row = make_indicator_row()
        setattr(row, name, None if name in ("indicator", "before", "after") else "")
        with pytest.raises(ValidationError) as caught:
            row.full_clean(exclude=EXCEPT)
        assert set(caught.value.message_dict) == {name}

    def test_needs_no_evidence_file(self):
        make_indicator_row().full_clean(exclude=EXCEPT)

    def test_of_two_zeros_says_nothing(self):
        with pytest.raises(ValidationError):
            make_indicator_row(before=Decimal(0), after=Decimal(0)).full_clean(exclude=EXCEPT)


@pytest.mark.django_db
class TestSubmission:
    def test_case_study_names_one_benefit(self):
        assert "economic_benefit" in build_entry("case_study", economic_benefit="").submission_errors()

    @pytest.mark.parametrize("name", ["technical_benefit", "environmental_benefit", "social_benefit"])
    def test_any_benefit_will_do(self, name):
        entry = build_entry("case_study", economic_benefit="", **{name: "<p>Меньше шума.</p>"})
        assert entry.submission_errors() == {}

    def test_case_study_does_not_end_before_it_starts(self):
        assert "end" in build_entry("case_study", end=date(2020, 1, 1)).submission_errors()

    def test_broken_indicator_keeps_a_case_study_from_review(self):
        entry = build_entry("case_study", indicators=[make_indicator_row(unit="")])
        assert "indicators" in entry.submission_errors()

    def test_article_names_a_source_or_a_case(self):
        assert "references" in build_entry("article", references=[]).submission_errors()

    def test_article_may_link_a_case_instead_of_a_source(self):
        case = make_entry("case_study", published=False)
        entry = build_entry("article", references=[], related_entries=[RelatedEntry(related=case)])
        assert entry.submission_errors() == {}

    def test_address_of_a_source_is_an_address(self):
        entry = build_entry("article", references=[EntryReference(text="ГОСТ", url="нет")])
        assert "references" in entry.submission_errors()
