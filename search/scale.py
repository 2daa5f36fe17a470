"""Figures of different kinds on one scale."""

from collections.abc import Iterable
from statistics import fmean, pstdev


def scaled(values: Iterable[float]) -> list[float]:
    """Each value between 0 for the least and 1 for the greatest; all 0 where they are alike.

    >>> scaled([2, 3, 4])
    [0.0, 0.5, 1.0]
    """
    given = list(values)
    least, greatest = min(given, default=0.0), max(given, default=0.0)
    return [(value - least) / (greatest - least) if greatest > least else 0.0 for value in given]


def standardised(values: Iterable[float]) -> list[float]:
    """By how many standard deviations each value is above the least; all 0 where they are alike.

    Unlike ``scaled``, one value far above all others leaves the differences between those as they are.

    >>> standardised([1, 3, 3, 5])
    [0.0, 1.414..., 1.414..., 2.828...]
    """
    given = list(values)
    if not given:
        return []
    least, deviation = min(given), pstdev(given, fmean(given))
    return [(value - least) / deviation if deviation else 0.0 for value in given]
