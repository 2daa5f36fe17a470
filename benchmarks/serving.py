"""Serving a site as in production, and asking it for pages."""

import http.client
import itertools
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

WORKERS = 2
THREADS = 4
READY_SECONDS = 60
PAUSE_SECONDS = 0.1
FEWEST = 18


@dataclass(frozen=True)
class Load:
    """What one client group saw: how many answers, how many a second, and milliseconds."""

    answers: int
    per_second: float
    p50_ms: float
    p95_ms: float


def free_port() -> int:
    """A TCP port that nothing listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(application: str, *, folder: Path, environment: dict[str, str]) -> Iterator[int]:
    """Serves the WSGI ``application`` of ``folder`` with gunicorn; yields the port.

    Every site is served by the same command, so that figures differ by the site alone.
    """
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", application, "--bind", f"127.0.0.1:{port}"]
    command += ["--workers", str(WORKERS), "--threads", str(THREADS), "--worker-class", "gthread"]
    command += ["--keep-alive", "60", "--log-level", "warning"]
    process = subprocess.Popen(command, cwd=folder, env={**os.environ, **environment})
    try:
        _wait_for(port, process)
        yield port
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + READY_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit("The server stopped while starting; its message stands above.")
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not answer in time.")


def ask(port: int, path: str, connection: http.client.HTTPConnection | None = None) -> None:
    """Fetches one page; raises ``SystemExit`` unless it answers 200."""
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost", "Accept-Language": "ru"})
    answer = connection.getresponse()
    answer.read()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}.")


def load(port: int, paths: Sequence[str], *, seconds: float, clients: int) -> Load:
    """Asks for ``paths`` in turn for ``seconds`` from ``clients`` connections that stay open."""
    end = time.perf_counter() + seconds
    return _load(port, itertools.takewhile(lambda _path: time.perf_counter() < end, itertools.cycle(paths)), clients)


def load_once(port: int, paths: Sequence[str], *, clients: int, longest: float) -> Load:
    """Asks for each of ``paths`` once, from ``clients`` connections that stay open.

    After ``longest`` seconds no more are asked for, but for the first few, without which there is no figure.
    """
    end = time.perf_counter() + longest
    asked = (path for number, path in enumerate(paths) if number < FEWEST or time.perf_counter() < end)
    return _load(port, asked, clients)


def while_asked[T](port: int, paths: Sequence[str], work: Callable[[], T]) -> tuple[T, list[float]]:
    """Does ``work`` while one client asks for ``paths`` in turn, ten times a second; also returns the milliseconds
    that its answers took."""
    times: list[float] = []
    done = threading.Event()

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        for path in itertools.cycle(paths):
            started = time.perf_counter()
            ask(port, path, connection)
            times.append((time.perf_counter() - started) * 1000)
            if done.wait(PAUSE_SECONDS):
                return

    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(client)
        try:
            result = work()
        finally:
            done.set()
        asking.result()
    return result, times


def _load(port: int, paths: Iterator[str], clients: int) -> Load:
    lock = threading.Lock()

    def client(_number: int) -> list[float]:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
        own: list[float] = []
        while True:
            with lock:
                path = next(paths, None)
            if path is None:
                return own
            started = time.perf_counter()
            ask(port, path, connection)
            own.append((time.perf_counter() - started) * 1000)

    started = time.perf_counter()
    with ThreadPoolExecutor(clients) as pool:
        times = [each for own in pool.map(client, range(clients)) for each in own]
    elapsed = time.perf_counter() - started
    if len(times) < 2:
        raise SystemExit("Too few answers to measure.")
    return Load(
        answers=len(times),
        per_second=len(times) / elapsed,
        p50_ms=statistics.median(times),
        p95_ms=statistics.quantiles(times, n=20)[-1],
    )
