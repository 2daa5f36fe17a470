from collections.abc import Callable
from typing import Any

import pytest

from search.dense import embedders, store
from search.models import Passage

pytestmark = pytest.mark.usefixtures("by_meaning")


def test_publishing_embeds_an_entry(publish: Callable[..., Any], django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        entry = publish(title="Насос")
    assert Passage.objects.filter(page=entry).exists()


def test_what_did_not_change_is_not_embedded_again(embedded: Callable[..., Any]) -> None:
    entry = embedded(title="Насос")
    before = set(Passage.objects.values_list("pk", flat=True))
    assert store.embed([entry.pk]) == 0
    assert set(Passage.objects.values_list("pk", flat=True)) == before


def test_what_changed_is_embedded_anew(embedded: Callable[..., Any]) -> None:
    entry = embedded(title="Насос")
    before = set(Passage.objects.values_list("pk", flat=True))
    entry.title = "Компрессор"
    entry.save_revision().publish()
    store.embed([entry.pk])
    assert before.isdisjoint(Passage.objects.filter(page=entry).values_list("pk", flat=True))


def test_what_is_missing_is_found_and_embedded(publish: Callable[..., Any], settings: Any) -> None:
    settings.EMBEDDINGS = embedders.OFF
    pages = [publish(title=title).pk for title in ("Насос", "Котёл")]
    settings.EMBEDDINGS = embedders.PACKAGE
    embedder = embedders.chosen()
    assert embedder is not None
    assert store.missing(embedder, 10) == pages
    assert store.embed_missing(1) == 1
    assert store.missing(embedder, 10) == pages[1:]
    assert store.embed_missing() == 1
    assert store.missing(embedder, 10) == []


def test_a_page_that_is_gone_meanwhile_is_left_out(embedded: Callable[..., Any]) -> None:
    entry = embedded(title="Насос")
    made = list(Passage.objects.filter(page=entry))
    entry.delete()
    store._replace([made[0].page_id], made)
    assert not Passage.objects.exists()


def test_nothing_is_embedded_where_it_is_switched_off(publish: Callable[..., Any], settings: Any) -> None:
    settings.EMBEDDINGS = embedders.OFF
    entry = publish(title="Насос")
    assert store.embed([entry.pk]) == store.embed_missing() == 0
