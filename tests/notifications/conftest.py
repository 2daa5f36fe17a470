"""Two kinds of notifications of the tests' own."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

from accounts.models import User
from notifications import kinds
from notifications.models import Notification
from notifications.sending import notify

TEMPLATES = Path(__file__).parent / "templates"
HELLO = kinds.Kind("test.hello")
DUTY = kinds.Kind("test.duty", must_act=True)


@pytest.fixture(autouse=True)
def kinds_of_the_tests(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Registered, with their templates, for one test."""
    monkeypatch.setattr(kinds, "_kinds", dict(kinds._kinds))
    kinds.register(HELLO)
    kinds.register(DUTY)
    first = settings.TEMPLATES[0]
    settings.TEMPLATES = [{**first, "DIRS": [*first["DIRS"], TEMPLATES]}]


@pytest.fixture(autouse=True)
def in_russian() -> Iterator[None]:
    """Addresses that a test reverses are the Russian ones, whatever was asked for before."""
    with translation.override("ru"):
        yield


@pytest.fixture
def tell() -> Callable[..., list[Notification]]:
    """Tells people of a greeting, or of ``kind``."""

    def tell(*people: User, kind: str = "test.hello", **more: Any) -> list[Notification]:
        return notify(kind, people, url="/ru/articles/", params={"who": "Anna", "where": "Minsk"}, **more)

    return tell
