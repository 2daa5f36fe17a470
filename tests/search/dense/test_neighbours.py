"""What lies near a query, by the index of nearest neighbours."""

from collections.abc import Callable
from typing import Any

from django.db import connection

from search.dense import neighbours
from search.filters import Filters
from search.query import parse


def test_how_far_the_index_looks_is_settled_before_it_is_asked(embedded: Callable[..., Any]) -> None:
    embedded(title="Насос", summary="Качает воду.")
    direction = neighbours.direction("насос")
    assert direction is not None
    plans = []

    def explain(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if "hnsw" in sql:
            context["cursor"].cursor.execute(f"EXPLAIN (COSTS OFF) {sql}", params)
            plans.append("\n".join(row[0] for row in context["cursor"].cursor.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        neighbours.nearest(direction, parse("насос", "ru"), Filters(), "ru")

    # As a join, whichever table the planner reads first: with the index first, it would give its own forty alone.
    assert len(plans) == 1
    assert "One-Time Filter" in plans[0]
