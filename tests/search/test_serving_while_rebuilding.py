"""Readers and a rebuild at the same time, each with a connection of its own."""

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection

from search import counts, engine, index
from search.models import SearchDocument
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db(transaction=True)

ENTRIES = 3
PATIENCE_SECONDS = 60


class Reader:
    """Searches again and again, and can be waited for."""

    def __init__(self) -> None:
        self.found: list[int] = []
        self._done = threading.Event()
        self._answered = threading.Semaphore(0)
        self._thread = threading.Thread(target=self._read)
        self._thread.start()

    def _read(self) -> None:
        try:
            while not self._done.is_set():
                self.found.append(len(engine.search("насосов", language="ru").hits))
                self._answered.release()
        finally:
            connection.close()

    def wait_for_a_search(self) -> None:
        """Returns when a search has been answered that began after this call."""
        while self._answered.acquire(blocking=False):
            pass
        for _search in range(2):  # the first may have begun before
            assert self._answered.acquire(timeout=PATIENCE_SECONDS)

    def stop(self) -> None:
        self._done.set()
        self._thread.join()


@pytest.fixture
def reader(enterprise: Any) -> Iterator[Reader]:
    for number in range(ENTRIES):
        make_entry("article", enterprise=enterprise, title=f"Насос {number}")
    reader = Reader()
    yield reader
    reader.stop()


def waiting(step: Callable[..., Any], reader: Reader) -> Callable[..., Any]:
    """The step with a search on either side of it."""

    def run(*arguments: Any, **options: Any) -> Any:
        reader.wait_for_a_search()
        result = step(*arguments, **options)
        reader.wait_for_a_search()
        return result

    return run


def test_every_search_finds_everything_while_the_index_is_rebuilt(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    SearchDocument.objects.filter(title="Насос 1").update(summary="испорчено")
    monkeypatch.setattr(index, "read", waiting(index.read, reader))
    # Between taking over the rows and the end of the transaction.
    monkeypatch.setattr(counts, "regroup", waiting(counts.regroup, reader))
    monkeypatch.setattr(counts, "recount", waiting(counts.recount, reader))
    index.rebuild()
    reader.wait_for_a_search()
    assert set(reader.found) == {ENTRIES}
    assert not SearchDocument.objects.filter(summary="испорчено").exists()


def test_a_rebuild_that_breaks_off_while_it_takes_over_leaves_the_index_as_it_was(
    reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    SearchDocument.objects.filter(title="Насос 1").update(summary="старое")

    def break_off(*arguments: Any) -> None:
        reader.wait_for_a_search()
        raise KeyboardInterrupt

    monkeypatch.setattr(counts, "recount", break_off)
    with pytest.raises(KeyboardInterrupt):
        index.rebuild()
    reader.wait_for_a_search()
    assert set(reader.found) == {ENTRIES}
    assert SearchDocument.objects.filter(summary="старое").exists()


def test_what_is_published_while_a_rebuild_reads_is_not_put_back(
    enterprise: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = make_entry("article", enterprise=enterprise, title="Старое")
    read = index.read

    def publish_meanwhile(entry: Any) -> Any:
        monkeypatch.setattr(index, "read", read)
        document = read(entry)
        page.title = "Новое"
        page.save_revision(clean=False).publish(skip_permission_checks=True)
        return document

    monkeypatch.setattr(index, "read", publish_meanwhile)
    index.rebuild()

    assert SearchDocument.objects.get().title == "Новое"
