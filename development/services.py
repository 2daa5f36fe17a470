"""Starts the parts of an installation by hand: nginx, Redis, gunicorn with production settings, the worker.

For tests, the cluster and measurements:

    with Services(folder) as services:
        services.redis(port)
        web = services.gunicorn(port, environment)
        web.restart()

What a part says is in ``folder/NAME.log``. Leaving the block stops all of them, the last one first.
"""

import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from .console import ROOT, StepFailed

SECONDS_TO_ANSWER = 60
SECONDS_TO_STOP = 40
# As systemd does it, sd_listen_fds(3): the socket is descriptor 3, and the process that may take it is named.
HAND_OVER = """
import os, sys
os.dup2(int(sys.argv[1]), 3)
os.environ["LISTEN_PID"] = str(os.getpid())
os.execvp(sys.argv[2], sys.argv[2:])
"""


def free_port() -> int:
    """A TCP port of the loopback that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def missing(*programs: str) -> list[str]:
    """Those of the programs that are not installed; Debian keeps some where only root looks."""
    return [name for name in programs if _program(name) is None]


def answers(port: int) -> bool:
    """Whether somebody listens on the port."""
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True


def status(port: int, path: str = "/healthz") -> int | None:
    """The status of the answer to a plain request, if there is one within a second."""
    asking = http.client.HTTPConnection("127.0.0.1", port, timeout=1)
    try:
        asking.request("GET", path)
        return asking.getresponse().status
    except (OSError, http.client.HTTPException):
        return None
    finally:
        asking.close()


def production(database_url: str, folder: Path, **more: str) -> dict[str, str]:
    """The environment of an installation whose files are in ``folder``; more variables by their names."""
    return {
        "PATH": os.environ.get("PATH", os.defpath),
        "DJANGO_SETTINGS_MODULE": "kb.settings.production",
        "DATABASE_URL": database_url,
        "SECRET_KEY": "only-for-an-installation-that-is-thrown-away-" * 2,
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        "BASE_URL": "http://127.0.0.1",
        "STATIC_ROOT": str(folder / "static"),
        "MEDIA_ROOT": str(folder / "media"),
        "PROMETHEUS_MULTIPROC_DIR": str(folder / "metrics"),
        "PYTHONUNBUFFERED": "1",
        **more,
    }


class Service:
    """One program that runs, with all its children in a group of their own."""

    def __init__(
        self,
        name: str,
        command: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        ready: Callable[[], bool],
        listening: socket.socket | None = None,
    ) -> None:
        self.name = name
        self.command = list(command)
        self.environment = dict(environment)
        self.log = log
        self.ready = ready
        self.listening = listening
        self.process = self._begin()

    def _begin(self) -> subprocess.Popen[bytes]:
        command = self.command
        passed: tuple[int, ...] = ()
        environment = dict(self.environment)
        if self.listening is not None:
            descriptor = self.listening.fileno()
            command = [sys.executable, "-c", HAND_OVER, str(descriptor), *command]
            passed = (descriptor,)
            environment["LISTEN_FDS"] = "1"
        with self.log.open("ab") as log:
            return subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=log, stderr=log, pass_fds=passed, start_new_session=True
            )

    def wait(self) -> Self:
        """Until it answers. Raises ``StepFailed`` when it ends before, or takes too long."""
        deadline = time.monotonic() + SECONDS_TO_ANSWER
        while not self.ready():
            if self.process.poll() is not None or time.monotonic() > deadline:
                tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
                raise StepFailed(f"{self.name} does not answer. The end of {self.log}:\n{tail}")
            time.sleep(0.05)
        return self

    def send(self, number: signal.Signals) -> None:
        """To the main process alone."""
        self.process.send_signal(number)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> None:
        """Asks it to end and waits; who does not is killed with all its children."""
        if self.process.poll() is None:
            self.send(number)
            with suppress(subprocess.TimeoutExpired):
                self.process.wait(SECONDS_TO_STOP)
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def kill(self) -> None:
        """Ends it and its children as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def start(self) -> Self:
        """Once more, after ``stop`` or ``kill``."""
        self.process = self._begin()
        return self.wait()

    def restart(self) -> Self:
        """Stops and starts it; a socket that was passed to it stays open meanwhile."""
        self.stop()
        return self.start()


class Services:
    """All that was started; ``services["NAME"]`` is one of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._running: dict[str, Service] = {}
        self._sockets: list[socket.socket] = []

    def __enter__(self) -> Self:
        self.folder.mkdir(parents=True, exist_ok=True)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for service in reversed(self._running.values()):
            service.stop()
        for listening in self._sockets:
            listening.close()

    def __getitem__(self, name: str) -> Service:
        return self._running[name]

    def start(
        self,
        name: str,
        command: Sequence[str],
        ready: Callable[[], bool] = lambda: True,
        environment: Mapping[str, str] | None = None,
        listening: socket.socket | None = None,
    ) -> Service:
        """Starts a program under a name of its own and waits until it is ready."""
        log = self.folder / f"{name}.log"
        service = Service(name, command, os.environ if environment is None else environment, log, ready, listening)
        self._running[name] = service
        return service.wait()

    def gunicorn(
        self, port: int, environment: Mapping[str, str], name: str = "web", workers: int = 2, *, held: bool = True
    ) -> Service:
        """The site on a port of the loopback.

        The socket is ``held`` open by this process, as systemd holds it; otherwise nobody listens while it is down, as
        on a machine that is away.
        """
        command = [sys.executable, "-m", "gunicorn", "--config", "deploy/gunicorn.py"]
        settings = {**environment, "WEB_WORKERS": str(workers)}

        # The socket is open before the site is: only an answer shows that a worker has loaded it.
        def ready() -> bool:
            return status(port) is not None

        if not held:
            return self.start(name, [*command, "--bind", f"127.0.0.1:{port}"], ready, settings)
        listening = socket.create_server(("127.0.0.1", port), backlog=2048)
        self._sockets.append(listening)
        return self.start(name, command, ready, settings, listening)

    def worker(self, environment: Mapping[str, str], name: str = "worker") -> Service:
        """The background worker."""
        command = [sys.executable, "manage.py", "db_worker", "--backend", "background", "--no-startup-delay"]
        return self.start(name, command, environment=environment)

    def redis(self, port: int, name: str = "redis") -> Service:
        """A Redis that keeps nothing on disk."""
        command = [_installed("redis-server"), "--port", str(port), "--bind", "127.0.0.1", "--save", ""]
        return self.start(name, [*command, "--dir", str(self.folder)], lambda: answers(port))

    def nginx(self, configuration: str, port: int, name: str = "nginx") -> Service:
        """nginx with the text of a whole configuration; it must have ``daemon off``."""
        file = self.folder / f"{name}.conf"
        file.write_text(configuration)
        command = [_installed("nginx"), "-p", str(self.folder), "-c", str(file)]
        return self.start(name, command, lambda: answers(port))


def _program(name: str) -> str | None:
    return shutil.which(
        name, path=os.pathsep.join([os.environ.get("PATH", os.defpath), "/usr/sbin", "/usr/local/sbin"])
    )


def _installed(name: str) -> str:
    program = _program(name)
    if program is None:
        raise StepFailed(f"{name} is not installed.", f"Debian: apt-get install {name}")
    return program
