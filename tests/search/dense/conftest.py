"""Search by meaning as it runs: the package's own model and pgvector."""

from collections.abc import Callable
from typing import Any

import pytest

from search.dense import state, store


@pytest.fixture
def embedded(by_meaning: None, publish: Callable[..., Any]) -> Callable[..., Any]:
    """Publishes an entry, and embeds it as the background worker does."""

    def make(*args: Any, **values: Any) -> Any:
        entry = publish(*args, **values)
        store.embed([entry.pk])
        state.forget()
        return entry

    return make
