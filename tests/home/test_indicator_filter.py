"""The filter by an indicator's change on the pages: its fields, its chip, and what it says of a bad number."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from kb.models import Enterprise, Indicator
from tests.factories.kb import make_entry, make_indicator_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def studies(enterprise: Enterprise) -> list[Any]:
    """One case study with 20 % less energy, another with 5 % more output."""
    output = Indicator.objects.get(code="productivity")
    return [
        make_entry("case_study", enterprise=enterprise, supplier=enterprise, title="Меньше энергии"),
        make_entry(
            "case_study",
            enterprise=enterprise,
            supplier=enterprise,
            title="Больше продукции",
            indicators=[make_indicator_row(indicator=output, before=100, after=105)],
        ),
    ]


def read(client: Client, address: str) -> str:
    return unescape(client.get(address).content.decode()).replace("\u00a0", " ")


@pytest.mark.parametrize("path", ["/ru/case-studies/", "/ru/search/", "/ru/enterprises/minsk-plant/"])
def test_a_list_is_filtered_by_a_change(client: Client, studies: list[Any], path: str) -> None:
    text = read(client, f"{path}?indicator=energy-per-unit&change=15")
    assert "Меньше энергии" in text
    assert "Больше продукции" not in text


def test_the_form_offers_the_indicators_of_the_entries_with_counts(client: Client, studies: list[Any]) -> None:
    text = read(client, "/ru/case-studies/?indicator=productivity&change=3")
    assert '<option value="energy-per-unit">Расход энергии на единицу продукции (1)</option>' in text
    assert '<option value="productivity" selected>Производительность (1)</option>' in text
    assert 'name="change" value="3"' in text


def test_a_list_without_indicators_has_no_such_filter(client: Client, enterprise: Enterprise) -> None:
    make_entry("technology", enterprise=enterprise)
    assert "facet-indicator" not in read(client, "/ru/technologies/")


@pytest.mark.parametrize(
    ("address", "label"),
    [
        ("/en/case-studies/?indicator=energy-per-unit&change=15", "−15% or better"),
        ("/en/case-studies/?indicator=productivity&change=2.5", "+2.5% or better"),
    ],
)
def test_a_chip_says_which_way_is_better(client: Client, studies: list[Any], address: str, label: str) -> None:
    assert label in read(client, address)


def test_the_chip_leads_to_the_list_without_indicator_and_change(client: Client, studies: list[Any]) -> None:
    text = read(client, "/ru/case-studies/?country=BY&indicator=energy-per-unit&change=15")
    assert 'class="chip" href="/ru/case-studies/?country=BY"' in text


def test_the_other_chips_keep_the_change(client: Client, studies: list[Any]) -> None:
    text = read(client, "/ru/case-studies/?country=BY&indicator=energy-per-unit&change=15")
    assert 'class="chip" href="/ru/case-studies/?indicator=energy-per-unit&change=15"' in text


def test_pages_keep_the_change(client: Client, enterprise: Enterprise) -> None:
    for number in range(21):
        make_entry("case_study", enterprise=enterprise, supplier=enterprise, title=f"Замена № {number}")
    text = read(client, "/ru/case-studies/?indicator=energy-per-unit&change=15&sort=improvement")
    kept = "indicator=energy-per-unit&change=15&sort=improvement&page=2"
    assert f'href="/ru/case-studies/?{kept}" rel="next"' in text


def test_a_number_that_is_none_is_passed_over_and_said_so(client: Client, studies: list[Any]) -> None:
    text = read(client, "/en/case-studies/?indicator=energy-per-unit&change=lots<b>")
    assert "Меньше энергии" in text
    assert 'id="listing-problem">“lots<b>” is not a percentage' in text
    assert 'aria-describedby="listing-problem"' in text


def test_a_bad_number_is_not_kept_in_links(client: Client, studies: list[Any]) -> None:
    text = read(client, "/ru/case-studies/?country=BY&indicator=energy-per-unit&change=много")
    assert 'class="chip" href="/ru/case-studies/?indicator=energy-per-unit"' in text


def test_a_change_without_an_indicator_asks_for_one(client: Client, studies: list[Any]) -> None:
    text = read(client, "/en/case-studies/?change=15")
    assert "choose an indicator" in text
    assert "Больше продукции" in text


def test_what_is_wrong_is_announced_with_the_new_list(client: Client, studies: list[Any]) -> None:
    answer = client.get("/en/case-studies/?change=15", headers={"HX-Request": "true"}).content.decode()
    announced = answer.split("</p>")[0]
    assert "choose an indicator" in announced


def test_markup_in_the_name_of_an_indicator_stays_text(client: Client, studies: list[Any]) -> None:
    Indicator.objects.filter(code="productivity").update(name_ru="<script>alert(1)</script>")
    assert "<script>alert" not in client.get("/ru/case-studies/").content.decode()
