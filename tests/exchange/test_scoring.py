"""How well two sides fit, by each thing that counts."""

from dataclasses import replace

import pytest

from exchange.scoring import Fit, Side, fit

OFFER = Side(frozenset({11}), frozenset({1}), "BY", 1, 9, frozenset({"supply", "service"}))
REQUEST = Side(frozenset({11}), frozenset({1}), "KZ", 2, 7, frozenset({"supply"}))


def score(offer=OFFER, request=REQUEST, text=0.4):
    found = fit(offer, request, text)
    return found.score if found else 0


def test_what_fits_in_everything_has_all_points():
    assert score() == 100


@pytest.mark.parametrize(
    "worse",
    [
        {"request": replace(REQUEST, areas=frozenset({12}))},
        {"request": replace(REQUEST, country="BY")},
        {"request": replace(REQUEST, cooperation=frozenset({"licence"}))},
        {"text": 0.2},
    ],
)
def test_each_thing_counts(worse):
    assert 0 < score(**worse) < 100


def test_an_area_shared_counts_more_than_a_branch_shared_and_that_more_than_none():
    branch = replace(REQUEST, areas=frozenset({12}))
    none = replace(branch, branches=frozenset({2}))
    assert score() > score(request=branch) > score(request=none)


@pytest.mark.parametrize(
    ("offered", "sought", "fits"), [(6, 7, False), (7, 7, True), (9, 7, True), (None, 7, True), (6, None, True)]
)
def test_what_is_less_ready_than_is_sought_does_not_fit(offered, sought, fits):
    assert bool(score(replace(OFFER, trl=offered), replace(REQUEST, trl=sought))) is fits


def test_one_enterprise_does_not_fit_itself():
    assert not score(request=replace(REQUEST, enterprise_id=1))


@pytest.mark.parametrize("countries", [frozenset({"KZ"}), frozenset({"KZ", "BY"}), frozenset()])
def test_partners_are_sought_in_the_countries_named(countries):
    assert bool(score(request=replace(REQUEST, partner_countries=countries))) is (countries != frozenset({"KZ"}))


def test_the_same_area_alone_is_not_enough():
    assert not score(text=0)


def test_the_reasons_survive_the_database():
    found = fit(OFFER, REQUEST, 0.4)
    assert found and Fit.from_row(found.score, found.reasons) == found
