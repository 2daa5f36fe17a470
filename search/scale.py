"""Figures of different kinds on one scale."""

from collections.abc import Iterable


def scaled(values: Iterable[float]) -> list[float]:
    """Each value between 0 for the least and 1 for the greatest; all 0 where they are alike.

    >>> scaled([2, 3, 4])
    [0.0, 0.5, 1.0]
    """
    given = list(values)
    least, greatest = min(given, default=0.0), max(given, default=0.0)
    return [(value - least) / (greatest - least) if greatest > least else 0.0 for value in given]
