"""What `make run` refuses before it starts anything."""

import socket

import pytest

from development import run
from development.console import StepFailed


def test_a_taken_port_is_named_with_another_one_to_try() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(StepFailed, match=str(port)) as caught:
            run._refuse_taken("127.0.0.1", port)
    assert f"PORT={port + 1}" in caught.value.advice


@pytest.mark.parametrize("given", ["0", "65536", "web", "-1"])
def test_a_port_that_is_none_is_refused(given: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", given)
    with pytest.raises(StepFailed, match="is not a port number"):
        run._port()
