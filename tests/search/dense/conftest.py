"""Search by meaning as it runs: the package's own model and pgvector."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from search.dense import embedders, nearness, state, store


@pytest.fixture
def by_meaning(db: None, settings: Any) -> Iterator[None]:
    """Search by meaning switched on; skips where this machine has no embedder, or the database no pgvector."""
    settings.EMBEDDINGS = embedders.PACKAGE
    if embedders.chosen() is None or not nearness.schema():
        pytest.skip("no embedder or no pgvector here")
    state.forget()
    yield
    state.forget()


@pytest.fixture
def embedded(by_meaning: None, publish: Callable[..., Any]) -> Callable[..., Any]:
    """Publishes an entry, and embeds it as the background worker does."""

    def make(*args: Any, **values: Any) -> Any:
        entry = publish(*args, **values)
        store.embed([entry.pk])
        state.forget()
        return entry

    return make
