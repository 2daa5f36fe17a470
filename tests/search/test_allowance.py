"""How often something may be done."""

from search.allowance import Allowance


class Clock:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_burst_is_allowed_and_no_more():
    allowance = Allowance(per_second=1, burst=3, clock=Clock())
    assert [allowance.take() for _number in range(5)] == [True, True, True, False, False]


def test_time_gives_it_back():
    clock = Clock()
    allowance = Allowance(per_second=2, burst=2, clock=clock)
    for _number in range(3):
        allowance.take()
    clock.now = 0.5
    assert [allowance.take(), allowance.take()] == [True, False]


def test_rest_gives_no_more_than_a_burst():
    clock = Clock()
    allowance = Allowance(per_second=5, burst=2, clock=clock)
    clock.now = 1_000
    assert [allowance.take() for _number in range(3)] == [True, True, False]
