"""Asks at a given rate, whether answers come or not, as people do, who know nothing of each other.

How long an answer took is counted from the moment at which it was to be asked for: a server that stops for a second
makes everybody late who came in that second, not only the one whose turn it was.
"""

import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

AT_ONCE = 96


@dataclass
class Seen:
    """What askers saw: when each was to ask, seconds it took, and what came."""

    answers: list[tuple[float, float, str]] = field(default_factory=list)
    began: float = 0.0
    seconds: float = 0.0

    def quantile(self, share: float) -> float:
        """Milliseconds within which that share of the good answers came."""
        times = sorted(took for _at, took, outcome in self.answers if outcome == "ok")
        return 1000 * times[min(len(times) - 1, int(share * len(times)))] if times else float("nan")

    def per_second(self) -> float:
        """Good answers a second."""
        return sum(outcome == "ok" for *_when, outcome in self.answers) / self.seconds

    def errors(self) -> Counter[str]:
        """What came instead of a good answer, by kind."""
        return Counter(outcome for *_when, outcome in self.answers if outcome != "ok")

    def troubled_for(self) -> float:
        """Seconds from the first bad answer to the last one."""
        bad = [at + took for at, took, outcome in self.answers if outcome != "ok"]
        return max(bad) - min(bad) if bad else 0.0


def ask(
    request: Callable[[int], str], *, rate: float, seconds: float, meanwhile: Callable[[], None] | None = None
) -> Seen:
    """Calls ``request`` (with a number; it returns ``ok`` or what went wrong) ``rate`` times a second.

    ``meanwhile`` is done once, beside, from a third of the time on.
    """
    seen = Seen(began=time.monotonic(), seconds=seconds)
    lock = threading.Lock()

    def one(number: int) -> None:
        due = seen.began + number / rate
        if (pause := due - time.monotonic()) > 0:
            time.sleep(pause)
        try:
            outcome = request(number)
        except Exception as error:
            outcome = type(error).__name__
        with lock:
            seen.answers.append((due - seen.began, time.monotonic() - due, outcome))

    beside = threading.Timer(seconds / 3, meanwhile) if meanwhile else None
    if beside:
        beside.start()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(one, range(int(rate * seconds))))
    if beside:
        beside.join()
    return seen


def median(values: list[float]) -> float:
    """The middle one; nothing of nothing."""
    return statistics.median(values) if values else float("nan")
