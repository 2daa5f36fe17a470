"""What the tests of the reviewers' side share."""

from collections.abc import Iterator

import pytest
from django.utils import translation


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    """Addresses that a test reverses are the Russian ones, whatever was asked for before."""
    with translation.override("ru"):
        yield
