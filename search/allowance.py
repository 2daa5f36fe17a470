"""A limit to how often something may be done, the same for all visitors together: nobody has to be told apart."""

import threading
import time
from collections.abc import Callable


class Allowance:
    """At most ``burst`` at once and ``per_second`` in the long run, in each process of the server."""

    def __init__(self, per_second: float, burst: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._per_second = per_second
        self._burst = burst
        self._clock = clock
        self._left = float(burst)
        self._seen = clock()
        self._lock = threading.Lock()

    def take(self) -> bool:
        """Whether it may be done once more now."""
        with self._lock:
            now = self._clock()
            self._left = min(self._burst, self._left + (now - self._seen) * self._per_second)
            self._seen = now
            if self._left < 1:
                return False
            self._left -= 1
            return True
