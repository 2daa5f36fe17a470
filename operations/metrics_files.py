"""Where the processes of one machine keep what they count, so that any of them can tell the sum.

prometheus_client reads the folder's name from ``PROMETHEUS_MULTIPROC_DIR``, at its import; without it each process
tells its own figures alone. https://prometheus.github.io/client_python/multiprocess/
"""

import os
from pathlib import Path


def folder() -> Path | None:
    """The folder, if there is one."""
    named = os.environ.get("PROMETHEUS_MULTIPROC_DIR", "")
    return Path(named) if named else None


def clear() -> None:
    """Makes the folder, or removes what a former start left in it."""
    if place := folder():
        place.mkdir(parents=True, exist_ok=True)
        for file in place.glob("*.db"):
            file.unlink(missing_ok=True)


def forget_process(pid: int) -> None:
    """To be called when a process has ended."""
    if folder():
        from prometheus_client import multiprocess

        multiprocess.mark_process_dead(pid)
