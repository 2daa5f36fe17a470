"""A real nginx in front, with the configuration that is shipped: what it keeps and when it lets go."""

import http.client
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import OperationalError

from kb import models as kb
from prepared import middleware
from tests.factories.kb import make_entry

SHIPPED = django_settings.BASE_DIR / "deploy" / "nginx"
MODULE = Path("/usr/share/nginx/modules-available/mod-http-cache-purge.conf")
CONFIGURATION = """
{module}
daemon off; pid {folder}/pid; error_log {folder}/error.log warn; user root;
events {{ }}
http {{
    access_log off;
    client_body_temp_path {folder}/1; proxy_temp_path {folder}/2;
    fastcgi_temp_path {folder}/3; uwsgi_temp_path {folder}/4; scgi_temp_path {folder}/5;
    {shared}
    server {{
        listen 127.0.0.1:{front};
        location / {{
            proxy_pass http://127.0.0.1:{application}; proxy_set_header Host $host;
            {kept}
        }}
    }}
    server {{
        listen 127.0.0.1:{purge};
        {purging}
    }}
}}
"""

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not (shutil.which("nginx") and MODULE.exists()), reason="nginx or its purge module is missing"),
]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


class Front:
    """nginx, as a reader asks it."""

    def __init__(self, port: int) -> None:
        self.port = port

    def get(self, path: str, **headers: str) -> tuple[int, str, str]:
        """Status, what the cache says of itself, and the text."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        connection.request("GET", path, headers={"Host": "localhost", **headers})
        answer = connection.getresponse()
        text = answer.read().decode()
        connection.close()
        return answer.status, answer.headers.get("X-Page-Cache", ""), text

    def cache(self, path: str, **headers: str) -> str:
        return self.get(path, **headers)[1]


@pytest.fixture
def front(live_server, settings, queue, tmp_path) -> Iterator[Front]:
    ports = {"front": free_port(), "purge": free_port(), "application": live_server.thread.port}
    shared = (SHIPPED / "kept-pages-http.conf").read_text().replace("/var/cache/nginx/pages", f"{tmp_path}/pages")
    kept = (SHIPPED / "kept-pages.conf").read_text()
    purging = (SHIPPED / "kept-pages-purge.conf").read_text()
    module = MODULE.read_text().replace("modules/", "/usr/lib/nginx/modules/")
    (tmp_path / "nginx.conf").write_text(
        CONFIGURATION.format(folder=tmp_path, module=module, shared=shared, kept=kept, purging=purging, **ports)
    )
    process = subprocess.Popen(["nginx", "-c", str(tmp_path / "nginx.conf"), "-p", str(tmp_path)])
    settings.PAGE_CACHES = [f"http://127.0.0.1:{ports['purge']}"]
    try:
        _wait_for(ports["front"], process, tmp_path)
        yield Front(ports["front"])
    finally:
        process.terminate()
        process.wait()


def _wait_for(port: int, process: subprocess.Popen[bytes], folder: Path) -> None:
    for _attempt in range(100):
        assert process.poll() is None, (folder / "error.log").read_text()
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise AssertionError("nginx did not start")


def test_a_page_is_kept_until_something_that_it_shows_changes(front):
    entry, other = make_entry("case_study"), make_entry("article")
    assert front.cache(entry.url_path) == "MISS"
    assert front.cache(entry.url_path) == "HIT"
    assert front.cache(other.url_path) == "MISS"

    entry.title = "Новый заголовок"
    entry.save_revision().publish()

    assert front.cache(other.url_path) == "HIT"
    status, cache, text = front.get(entry.url_path)
    assert (status, cache) == (200, "MISS")
    assert "Новый заголовок" in text


def test_a_list_with_letters_of_its_own_in_the_address_is_let_go_too(front):
    make_entry("article", tags=["сушка"])
    path = kb.Tag.objects.get(name="сушка").get_absolute_url()
    assert [front.cache(path), front.cache(path)] == ["MISS", "HIT"]
    make_entry("article", title="Ещё одна", tags=["сушка"])
    status, cache, text = front.get(path)
    assert (status, cache) == (200, "MISS")
    assert "Ещё одна" in text


def test_nobody_gets_the_page_of_somebody_else(front, client, contributor):
    entry = make_entry("case_study")
    client.force_login(contributor)
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    _status, cache, own = front.get(entry.url_path, Cookie=cookie)
    assert cache == "BYPASS"
    assert str(contributor) in own
    _status, cache, text = front.get(entry.url_path)
    assert cache == "MISS"
    assert str(contributor) not in text


@pytest.mark.parametrize(("query", "headers"), [("?page=1", {}), ("", {"HX-Request": "true"})])
def test_parts_and_queries_are_not_kept(front, query, headers):
    make_entry("case_study")
    assert [front.cache(f"/ru/case-studies/{query}", **headers) for _time in range(2)] == ["BYPASS"] * 2
    assert front.cache("/ru/case-studies/") == "MISS"


def test_pages_of_the_signing_in_are_not_kept(front):
    assert [front.cache("/ru/accounts/login/") for _time in range(2)] == ["MISS"] * 2


def test_an_unpublished_page_is_gone_at_once(front):
    entry = make_entry("case_study")
    front.get(entry.url_path)
    assert front.cache(entry.url_path) == "HIT"
    entry.unpublish()
    assert front.get(entry.url_path)[0] == 404


def test_an_old_page_is_served_while_the_database_is_away(front, monkeypatch):
    monkeypatch.setattr(middleware, "KEPT_IN_FRONT_SECONDS", 3)
    entry = make_entry("case_study")
    assert [front.cache(entry.url_path) for _time in range(2)] == ["MISS", "HIT"]
    time.sleep(4.2)

    def away(*arguments: object) -> None:
        raise OperationalError("the database is away")

    with monkeypatch.context() as outage:
        outage.setattr("django.db.backends.utils.CursorWrapper.execute", away)
        status, cache, text = front.get(entry.url_path)
    assert (status, cache) == (200, "STALE")
    assert entry.title in text
