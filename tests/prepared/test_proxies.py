"""Caches in front of the site are told, and told again where they did not answer."""

from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

import pytest

from prepared import changes, proxies, store
from prepared.models import Change, PreparedPage
from prepared.shown import Shown

ADDRESS = "http://example.org/ru/tags/%D1%81%D1%83%D1%88%D0%BA%D0%B0/"


class Cache(ThreadingHTTPServer):
    """Remembers what it was told to clear."""

    status = 200

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.told: list[tuple[str, str]] = []

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Handler(BaseHTTPRequestHandler):
    server: Cache

    def do_PURGE(self) -> None:
        self.server.told.append((self.headers["Host"], self.path))
        self.send_response(self.server.status)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *arguments: object) -> None:
        pass


@pytest.fixture
def cache(settings) -> Iterator[Cache]:
    with Cache() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        settings.PAGE_CACHES = [server.address]
        yield server
        server.shutdown()


@pytest.fixture
def kept_page(db):
    store.keep(ADDRESS, store.Page("text", {}), Shown({"tag:1"}), store.snapshot())


def test_a_page_is_cleared_by_host_and_path(cache):
    proxies.clear([ADDRESS])
    assert cache.told == [("example.org", "/ru/tags/%D1%81%D1%83%D1%88%D0%BA%D0%B0/")]


@pytest.mark.parametrize("status", [404, 412])
def test_a_page_that_was_not_in_the_cache_is_cleared_too(cache, status):
    cache.status = status
    proxies.clear([ADDRESS])


@pytest.mark.parametrize("status", [403, 500])
def test_a_cache_that_refuses_is_an_error(cache, status):
    cache.status = status
    with pytest.raises(proxies.NotCleared):
        proxies.clear([ADDRESS])


def test_a_cache_that_is_away_is_an_error(settings):
    settings.PAGE_CACHES = ["http://127.0.0.1:9"]
    with pytest.raises(proxies.NotCleared):
        proxies.clear([ADDRESS])


def test_a_change_clears_the_caches_at_once_and_once_more(
    cache, kept_page, work_off, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(changes, "AGAIN_AFTER", changes.timedelta(0))
    with django_capture_on_commit_callbacks(execute=True):
        changes.changed(["tag:1"])
    assert len(cache.told) == 1
    assert not PreparedPage.objects.exists()
    work_off()
    assert len(cache.told) == 2


def test_a_page_stays_known_until_the_cache_has_answered(
    cache, kept_page, work_off, django_capture_on_commit_callbacks, monkeypatch
):
    monkeypatch.setattr(changes, "AGAIN_AFTER", changes.timedelta(0))
    cache.status = 500
    with django_capture_on_commit_callbacks(execute=True):
        changes.changed(["tag:1"])
    assert Change.objects.latest("pk").addresses == [ADDRESS]
    assert PreparedPage.objects.exists()
    cache.status = 200
    work_off()
    assert not PreparedPage.objects.exists()
