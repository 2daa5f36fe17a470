"""The measures of a ranking, against values worked out by hand."""

from math import log2

import pytest

from search.metrics import ndcg, recall, reciprocal_rank, success

RANKED = ["a", "b", "c", "d"]


def test_a_perfect_ranking_has_ndcg_of_one():
    assert ndcg(["x", "y", "a"], {"x": 2, "y": 1}) == 1


def test_ndcg_discounts_by_the_logarithm_of_the_rank():
    assert ndcg(RANKED, {"c": 1}) == pytest.approx(1 / log2(4))


def test_ndcg_uses_grades_as_gains():
    expected = (1 / log2(2) + 3 / log2(3)) / (3 / log2(2) + 1 / log2(3))
    assert ndcg(RANKED, {"a": 1, "b": 3}) == pytest.approx(expected)


def test_ndcg_counts_relevant_documents_that_were_not_found():
    assert ndcg(["a"], {"a": 1, "z": 1}) == pytest.approx(1 / (1 + 1 / log2(3)))


def test_hits_below_the_depth_do_not_count():
    judged = {"d": 1}
    assert [measure(RANKED, judged, 3) for measure in (ndcg, recall, reciprocal_rank, success)] == [0, 0, 0, 0]


def test_a_repeated_hit_is_counted_once():
    assert ndcg(["a", "a"], {"a": 1, "b": 1}) == pytest.approx(ndcg(["a"], {"a": 1, "b": 1}))
    assert recall(["a", "a"], {"a": 1, "b": 1}) == 0.5


def test_a_repeated_hit_takes_no_rank_of_its_own():
    assert reciprocal_rank(["x", "x", "a"], {"a": 1}) == 0.5


def test_recall_is_the_share_of_relevant_documents_found():
    assert recall(RANKED, {"a": 1, "c": 2, "x": 1, "b": 0}) == pytest.approx(2 / 3)


def test_reciprocal_rank_is_that_of_the_first_relevant_hit():
    assert reciprocal_rank(RANKED, {"b": 1, "c": 1}) == 0.5


def test_success_looks_at_the_first_hit_only():
    assert success(RANKED, {"a": 1}) == 1
    assert success(RANKED, {"b": 1}) == 0


@pytest.mark.parametrize("measure", [ndcg, recall, reciprocal_rank, success])
@pytest.mark.parametrize(("ranked", "judged"), [([], {"a": 1}), (RANKED, {}), (RANKED, {"a": 0})])
def test_nothing_found_or_nothing_relevant_is_zero(measure, ranked, judged):
    assert measure(ranked, judged) == 0
