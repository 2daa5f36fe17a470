"""An installation as deploy/ describes it: nginx in front, gunicorn, the worker, a mail server, one database."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import requests
from django.db import connection

from development import nginx
from development.console import ROOT
from development.services import Services, free_port, missing, production
from tests.mail import SmtpServer

SECONDS = 40
METRICS_TOKEN = "only-for-this-test"


@dataclass
class Installation:
    """Where everything is."""

    services: Services
    environment: dict[str, str]
    folder: Path
    address: str
    plain_address: str
    backend: int
    mail: SmtpServer

    def visitor(self) -> requests.Session:
        """Somebody with a browser's memory, who trusts this installation's certificate."""
        session = requests.Session()
        session.trust_env = False
        session.verify = str(self.folder / "tls.pem")
        return session

    def get(self, path: str, **more: Any) -> requests.Response:
        """What a visitor gets."""
        return self.visitor().get(self.address + path, timeout=SECONDS, **more)


def database_address() -> str:
    """The test's database, for another process."""
    parameters = connection.get_connection_params()
    user = quote(str(parameters.get("user", "")))
    password = f":{quote(str(parameters['password']))}" if parameters.get("password") else ""
    host, port = quote(str(parameters.get("host", "")), safe=""), parameters.get("port", "")
    where = f"?host={host}&port={port}" if host.startswith("%2F") else ""
    return f"postgresql://{user}{password}@{'' if where else f'{host}:{port}'}/{parameters['dbname']}{where}"


def manage(environment: dict[str, str], *words: str) -> subprocess.CompletedProcess[str]:
    """A command of the installation."""
    return subprocess.run(
        [sys.executable, "manage.py", *words], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


@pytest.fixture(scope="session")
def static_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collected, compressed and named by content, as production has them; with the pages of nginx itself."""
    folder = tmp_path_factory.mktemp("collected")
    environment = production("postgresql://nobody@127.0.0.1/none", folder)
    for command in ("collectstatic", "--noinput", "--verbosity=0"), ("unavailable_pages",):
        done = manage(environment, *command)
        assert done.returncode == 0, done.stderr
    return folder / "static"


@pytest.fixture
def installation(transactional_db: None, static_files: Path, tmp_path: Path, settings: Any) -> Iterator[Installation]:
    """All of it, started for real; the test's own objects are in its database and its media."""
    if lacking := missing("nginx"):
        pytest.skip(f"Not installed: {', '.join(lacking)}")
    (tmp_path / "static").symlink_to(static_files)
    (tmp_path / "media" / "images").mkdir(parents=True, exist_ok=True)
    http, https, backend = free_port(), free_port(), free_port()
    address = f"https://127.0.0.1:{https}"
    with SmtpServer() as mail, Services(tmp_path) as services:
        environment = production(
            database_address(),
            tmp_path,
            BASE_URL=address,
            SMTP_PORT=str(mail.port),
            EMBEDDINGS="off",
            METRICS_TOKEN=METRICS_TOKEN,
        )
        # The test's own settings keep their cache in memory.
        made = manage(environment, "createcachetable")
        assert made.returncode == 0, made.stderr
        services.gunicorn(backend, environment)
        services.worker(environment)
        services.nginx(nginx.configuration(tmp_path, http=http, https=https, backend=backend), https)
        yield Installation(services, environment, tmp_path, address, f"http://127.0.0.1:{http}", backend, mail)
