"""A walk through a whole installation, every part of which is started for real."""

import json
import shutil
import subprocess
import threading
import time
from pathlib import Path
from signal import SIGHUP

import psycopg
import pytest
import requests
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from django.db import connection

from accounts.models import User
from development import nginx
from development.services import missing
from kb.models import Enterprise, EntryAttachment
from tests.deploy.conftest import METRICS_TOKEN, SECONDS, Installation
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.kb import make_document, make_entry, make_image


def sign_in(visitor: requests.Session, installation: Installation, email: str) -> requests.Response:
    page = installation.address + "/ru/accounts/login/"
    visitor.get(page, timeout=SECONDS)
    values = {"login": email, "password": PASSWORD, "csrfmiddlewaretoken": visitor.cookies["csrftoken"]}
    return visitor.post(page, values, headers={"Referer": page}, allow_redirects=False, timeout=SECONDS)


def log_lines(installation: Installation, name: str = "web") -> list[dict[str, object]]:
    return [json.loads(line) for line in (installation.folder / f"{name}.log").read_text().splitlines()]


def test_a_visitor_meets_every_part(installation: Installation, enterprise: Enterprise) -> None:
    image = make_image()
    # A size of its own: the cache may remember that of another test's picture.
    picture = image.get_rendition("fill-41x37").url
    hidden = make_document()
    make_entry("technology", enterprise=enterprise, attachments=[EntryAttachment(document=hidden)], access="registered")
    entry = make_entry("technology", enterprise=enterprise)

    # From plain HTTP to HTTPS, and a page through all parts.
    moved = installation.visitor().get(installation.plain_address + "/ru/", allow_redirects=False, timeout=SECONDS)
    assert moved.status_code == 308
    assert moved.headers["Location"].startswith("https://")
    page = installation.get(entry.url_path)
    assert page.status_code == 200
    assert entry.title in page.text
    assert "max-age" in page.headers["Strict-Transport-Security"]
    assert page.headers["Content-Encoding"] == "gzip"
    assert "nginx/" not in page.headers["Server"]

    # nginx's number of the request is that of the site.
    number = page.headers["X-Request-ID"]
    assert [line["path"] for line in log_lines(installation) if line.get("request_id") == number] == [entry.url_path]
    forged = installation.get("/healthz", headers={"X-Request-ID": "made-up-by-a-visitor"})
    assert forged.headers["X-Request-ID"] != "made-up-by-a-visitor"

    # A static file comes from nginx, compressed beforehand, for a year.
    style = page.text.split('href="/static/', 1)[1].split('"', 1)[0]
    for encoding in ("br", "gzip", "identity"):
        file = installation.get("/static/" + style, headers={"Accept-Encoding": encoding}, stream=True)
        assert file.status_code == 200
        assert file.headers.get("Content-Encoding", "identity") == encoding
        assert file.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert file.headers["X-Content-Type-Options"] == "nosniff"

    # A picture is served as nothing but a picture; documents are not served past their view.
    shown = installation.get(picture)
    assert (shown.status_code, shown.headers["Content-Security-Policy"]) == (200, "default-src 'none'; sandbox")
    assert installation.get("/media/" + hidden.file.name).status_code == 404
    assert installation.get("/media/images/../documents/" + Path(hidden.file.name).name).status_code == 404

    # The document asks who may read it.
    user = UserFactory(email="reader@example.org")
    User.objects.filter(pk=user.pk).update(password=PBKDF2PasswordHasher().encode(PASSWORD, "of-this-test"))
    refused = installation.get(hidden.url, allow_redirects=False)
    assert (refused.status_code, "login" in refused.headers["Location"]) == (302, True)
    visitor = installation.visitor()
    assert sign_in(visitor, installation, user.email).status_code == 302
    allowed = visitor.get(installation.address + hidden.url, timeout=SECONDS)
    assert (allowed.status_code, allowed.content) == (200, b"text")
    cookie = next(cookie for cookie in visitor.cookies if cookie.name == "sessionid")
    assert cookie.secure
    assert PASSWORD not in (installation.folder / "web.log").read_text()

    # A letter goes by the worker.
    asking = installation.visitor()
    form = installation.address + "/ru/accounts/password/reset/"
    asking.get(form, timeout=SECONDS)
    values = {"email": user.email, "csrfmiddlewaretoken": asking.cookies["csrftoken"]}
    assert asking.post(form, values, headers={"Referer": form}, timeout=SECONDS).status_code == 200
    assert installation.address in str(installation.mail.wait_for(user.email).get_body(("plain",)).get_content())  # type: ignore[union-attr]

    # Too much is refused before it is read; what nobody needs is not there.
    assert installation.visitor().post(form, data=b"x" * 33 * 2**20, timeout=SECONDS).status_code == 413


def test_the_figures_are_those_of_all_processes(installation: Installation) -> None:
    for _number in range(12):
        installation.get("/ru/search/?q=x")
    answer = installation.get("/metrics", headers={"Authorization": f"Bearer {METRICS_TOKEN}"})
    assert answer.status_code == 200
    assert 'kb_requests_total{method="GET",status="200",view="search"} 12.0' in answer.text
    assert installation.get("/metrics").status_code == 403


class Asking:
    """Somebody who asks without a pause, from several threads; keeps every answer that is no 200."""

    def __init__(self, installation: Installation, path: str, threads: int = 3) -> None:
        self.address = installation.address + path
        self.installation = installation
        self.failed: list[str] = []
        self.answered = 0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask) for _number in range(threads)]

    def _ask(self) -> None:
        visitor = self.installation.visitor()
        while not self._stop.is_set():
            try:
                status = visitor.get(self.address, timeout=SECONDS).status_code
            except requests.RequestException as error:
                self.failed.append(repr(error))
            else:
                self.answered += 1
                if status != 200:
                    self.failed.append(str(status))

    def __enter__(self) -> "Asking":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()


def wait_for_new_workers(installation: Installation, before: int) -> None:
    """Until two more workers have begun and answer."""
    deadline = time.monotonic() + SECONDS
    log = installation.folder / "web.log"
    while log.read_text().count("Booting worker") < before + 2:
        assert time.monotonic() < deadline
        time.sleep(0.1)
    assert installation.get("/readyz").status_code == 200


@pytest.mark.parametrize("way", ["reload", "restart"])
def test_a_new_start_loses_no_answer(installation: Installation, enterprise: Enterprise, way: str) -> None:
    entry = make_entry("article", enterprise=enterprise)
    web = installation.services["web"]
    with Asking(installation, f"/ru/search/?q={entry.slug}") as asking:
        for _round in range(2):
            before = (installation.folder / "web.log").read_text().count("Booting worker")
            enough = asking.answered + 5
            if way == "reload":
                web.send(SIGHUP)
            else:
                web.restart()
            wait_for_new_workers(installation, before)
            while asking.answered < enough and not asking.failed:
                time.sleep(0.05)
    assert asking.failed == []
    assert asking.answered >= 10


def test_without_the_site_nginx_says_so_in_the_language_of_the_address(installation: Installation) -> None:
    web = installation.services["web"]
    web.kill()
    assert web.listening is not None
    web.listening.close()
    for language, words in {
        "ru": "Сайт сейчас не отвечает",
        "be": "Сайт зараз не адказвае",
        "kk": "Сайт қазір жауап бермейді",
        "en": "The site does not answer just now",
    }.items():
        answer = installation.get(f"/{language}/search/")
        assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
        assert answer.headers["Cache-Control"] == "no-store"
        answer.encoding = "utf-8"
        assert words in answer.text
    assert installation.visitor().post(installation.address + "/en/join/", {}, timeout=SECONDS).status_code == 503
    assert installation.get("/static/unavailable/../unavailable/ru.html").status_code == 200


def test_nginx_says_that_too_much_was_sent_in_the_language_of_the_address(installation: Installation) -> None:
    body = b"0" * (33 * 1024 * 1024)
    for language, words in {
        "ru": "Отправлено слишком много",
        "be": "Адпраўлена занадта шмат",
        "kk": "Жіберілгені тым үлкен",
        "en": "What you sent is too large",
    }.items():
        answer = installation.visitor().post(f"{installation.address}/{language}/join/", body, timeout=SECONDS)
        assert (answer.status_code, answer.headers.get("Retry-After")) == (413, None)
        answer.encoding = "utf-8"
        assert words in answer.text


def test_a_lost_database_is_told_at_once_and_noticed_when_it_is_back(installation: Installation) -> None:
    parameters = connection.get_connection_params()
    name = parameters["dbname"]
    assert installation.get("/readyz").status_code == 200
    connection.close()
    with psycopg.connect(**{**parameters, "dbname": "postgres"}, autocommit=True) as administrator:
        administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        try:
            administrator.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name])
            ready = installation.get("/readyz")
            assert (ready.status_code, ready.json()["database"]["ok"]) == (503, False)
            assert installation.get("/healthz").status_code == 200
            page = installation.get("/kk/search/?q=x")
            assert (page.status_code, page.headers["Retry-After"]) == (503, "10")
        finally:
            administrator.execute(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
    deadline = time.monotonic() + SECONDS
    while installation.get("/kk/search/?q=x").status_code != 200:
        assert time.monotonic() < deadline
    assert installation.get("/readyz").status_code == 200


def test_nginx_takes_the_configuration_of_several_machines(tmp_path: Path) -> None:
    if lacking := missing("nginx"):
        pytest.skip(f"Not installed: {', '.join(lacking)}")
    for name in ("static", "media"):
        (tmp_path / name).mkdir()
    whole = nginx.cluster(
        tmp_path, http=8080, https=8443, backends=[9001, 9002], purge=8081, bucket="http://127.0.0.1:9000/kb-media"
    )
    site = (tmp_path / "kb.conf").read_text()
    assert "server 127.0.0.1:9001" in site and "server 127.0.0.1:9002" in site
    assert "proxy_pass http://127.0.0.1:9000/kb-media/images/;" in site
    assert f"        include {nginx.SHIPPED}/kept-pages.conf;" in site
    if not nginx.PURGE.exists():
        pytest.skip("nginx has no module that purges.")
    (tmp_path / "nginx.conf").write_text(whole)
    program = shutil.which("nginx", path="/usr/sbin:/usr/local/sbin:/usr/bin") or "nginx"
    command = [program, "-t", "-p", str(tmp_path), "-c", str(tmp_path / "nginx.conf")]
    tried = subprocess.run(command, capture_output=True, text=True, check=False)
    assert tried.returncode == 0, tried.stderr
