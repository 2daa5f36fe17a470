"""Whether search by meaning is at work here, and if not, why."""

import logging
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.conf import settings

from search.dense import embedders, leaning, nearness
from search.dense.embedders import Embedder

CHECKED_SECONDS = 30
"""After so long it is looked again whether what was missing is there now."""
PAUSE_SECONDS = 60
"""An embedder that failed is left alone for so long: visitors do not wait for it."""

logger = logging.getLogger(__name__)


@dataclass
class _Known:
    is_ready: bool = False
    good_until: float = 0.0
    paused_until: float = 0.0
    is_off: bool = False


_known = _Known()


def problem() -> str:
    """Why search goes by words alone; empty where it does not."""
    embedder = embedders.chosen()
    if embedder is None:
        if settings.EMBEDDINGS == embedders.PACKAGE:
            return f"the package {embedders.PACKAGE_NAME} is not installed"
        return "switched off by EMBEDDINGS"
    if not nearness.schema():
        return "the database has no extension “vector” (pgvector)"
    if not nearness.has_index(embedder):
        return "nothing has been embedded yet: run embed_passages, or the background worker"
    return ""


def at_work() -> Embedder | None:
    """The embedder, if everything is in place and it did not just fail; asks the database now and then only."""
    now = time.monotonic()
    if _known.is_off or now < _known.paused_until:
        return None
    if now >= _known.good_until:
        _known.is_ready = not problem()
        _known.good_until = now + CHECKED_SECONDS
    return embedders.chosen() if _known.is_ready else None


@contextmanager
def by_words_alone() -> Iterator[None]:
    """Within it, this process searches by words alone, as where there is no embedder: for measuring the difference."""
    _known.is_off = True
    try:
        yield
    finally:
        _known.is_off = False


def failed(error: Exception) -> None:
    """Remembers that the embedder gave no answer."""
    logger.warning("Search goes by words alone for %s s: %s", PAUSE_SECONDS, error)
    _known.paused_until = time.monotonic() + PAUSE_SECONDS


def forget() -> None:
    """Lets this process look again at its next search."""
    leaning.forget()
    _known.good_until = _known.paused_until = 0.0
