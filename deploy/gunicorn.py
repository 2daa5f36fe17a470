"""gunicorn's settings: ``gunicorn --config deploy/gunicorn.py``. Who starts it says where it listens.

Under systemd it takes the socket of ``kb-web.socket``; elsewhere give ``--bind``.
https://docs.gunicorn.org/en/stable/settings.html
"""

import os
from pathlib import Path
from typing import Any

from operations import json_log, metrics_files

wsgi_app = "kb.wsgi:application"
worker_class = "gthread"
# Python works on one thing at a time in each process: one process a core. Threads wait for the database meanwhile.
workers = int(os.environ.get("WEB_WORKERS", "2"))
threads = int(os.environ.get("WEB_THREADS", "4"))
# A worker that does not report for so long is taken for dead; uploads of slow networks end in the server in front.
timeout = 60
# When a worker is to end, it has so long to finish its answers.
graceful_timeout = 30
# Long lives of Python processes gather memory; not all workers begin anew at once.
max_requests = 10_000
max_requests_jitter = 1_000
# Each worker loads the code itself, so that SIGHUP brings a new version without closing the socket.
preload_app = False
# The file by which workers report must not wait for a disk.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None  # noqa: S108 - a file without a name
control_socket_disable = True
logconfig_dict = json_log.configuration(os.environ.get("LOG_LEVEL", "INFO"))


def on_starting(server: Any) -> None:
    """Figures of the processes before are no longer wanted."""
    metrics_files.clear()


def child_exit(server: Any, worker: Any) -> None:
    """A worker has ended: what it counted stays, what it had at the moment goes."""
    metrics_files.forget_process(worker.pid)
