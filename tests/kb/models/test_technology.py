"""Technologies: offers and requests, readiness, protection, conditions, technical figures."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from kb.models import Equipment, IprDocument, ReadinessStage, StandardReference, TechnicalParameter, readiness_stage
from tests.factories.kb import build_entry

EXCEPT = ["entry"]


@pytest.mark.parametrize(
    ("trl", "stage"),
    [
        (1, ReadinessStage.CONCEPT),
        (2, ReadinessStage.CONCEPT),
        (3, ReadinessStage.LABORATORY),
        (4, ReadinessStage.LABORATORY),
        (5, ReadinessStage.PROTOTYPE),
        (6, ReadinessStage.PROTOTYPE),
        (7, ReadinessStage.PILOT),
        (8, ReadinessStage.PILOT),
        (9, ReadinessStage.SERIES),
    ],
)
def test_stage_of_readiness_level(trl, stage):
    assert readiness_stage(trl) == stage


@pytest.mark.django_db
class TestSubmission:
    def test_offer_states_its_advantages(self):
        assert "advantages" in build_entry(kind="offer", advantages="").submission_errors()

    def test_description_needs_no_advantages(self):
        assert build_entry(kind="description", advantages="").submission_errors() == {}

    def test_request_states_what_is_sought(self):
        assert "specification_sought" in build_entry(kind="request").submission_errors()

    def test_request_needs_no_advantages(self):
        entry = build_entry(kind="request", advantages="", specification_sought="<p>Сушилка на 20 т/ч.</p>")
        assert entry.submission_errors() == {}

    def test_no_protection_excludes_other_kinds(self):
        assert "ipr_status" in build_entry(ipr_status=["none", "patent"]).submission_errors()

    def test_no_protection_alone_will_do(self):
        assert build_entry(ipr_status=["none"]).submission_errors() == {}

    def test_unknown_kind_of_cooperation_is_refused(self):
        assert "cooperation" in build_entry(cooperation=["barter"]).submission_errors()

    def test_highest_temperature_is_not_below_the_lowest(self):
        entry = build_entry(temperature_min=10, temperature_max=-40)
        assert "temperature_max" in entry.submission_errors()

    def test_readiness_level_ends_at_nine(self):
        assert "trl" in build_entry(trl=10).submission_errors()


def test_parameter_has_a_value_or_a_range():
    with pytest.raises(ValidationError) as caught:
        TechnicalParameter(parameter="Мощность", unit="kW").full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"value"}


def test_parameter_may_be_a_range():
    row = TechnicalParameter(parameter="Мощность", minimum=Decimal(10), maximum=Decimal(15), unit="kW")
    row.full_clean(exclude=EXCEPT)


def test_range_does_not_end_below_its_start():
    row = TechnicalParameter(parameter="Мощность", minimum=Decimal(15), maximum=Decimal(10), unit="kW")
    with pytest.raises(ValidationError) as caught:
        row.full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"maximum"}


def test_unit_is_one_of_the_list():
    with pytest.raises(ValidationError) as caught:
        TechnicalParameter(parameter="Мощность", value=Decimal(1), unit="лошадь").full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"unit"}


def test_protection_document_does_not_end_before_it_was_issued():
    row = IprDocument(
        kind="invention", number="BY 12345", country="BY", issued_on=date(2024, 1, 1), valid_to=date(2023, 1, 1)
    )
    with pytest.raises(ValidationError) as caught:
        row.full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"valid_to"}


def test_standard_has_a_number():
    with pytest.raises(ValidationError) as caught:
        StandardReference(system="GOST").full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"number"}


def test_equipment_has_a_maker_and_a_model():
    with pytest.raises(ValidationError) as caught:
        Equipment().full_clean(exclude=EXCEPT)
    assert set(caught.value.message_dict) == {"maker", "model"}
