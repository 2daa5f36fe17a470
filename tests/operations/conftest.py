"""The log as production writes it."""

import io
import logging
from collections.abc import Iterator

import pytest

from operations import json_log


@pytest.fixture
def written() -> Iterator[io.StringIO]:
    """Everything that is logged, from DEBUG upwards, in the form of production."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(json_log.Formatter())
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield stream
    root.removeHandler(handler)
    root.setLevel(level)
