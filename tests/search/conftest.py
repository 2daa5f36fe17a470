"""Small entries for tests of the index, and what they have in common."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from search import engine
from search.filters import Filters
from search.models import FacetCount, Pin
from tests.factories.kb import EnterpriseFactory, make_entry


@pytest.fixture
def shared_enterprise(db: None) -> Any:
    """One enterprise for all entries of a test: making one takes time."""
    return EnterpriseFactory(slug="shared", name_ru="Общий завод", name_en="Shared Works")


@pytest.fixture
def publish(shared_enterprise: Any) -> Callable[..., Any]:
    """Publishes an entry; values as for ``make_entry``."""

    def make(kind: str = "technology", **values: Any) -> Any:
        values.setdefault("enterprise", shared_enterprise)
        if kind == "case_study":
            values.setdefault("supplier", shared_enterprise)
        return make_entry(kind, **values)

    return make


@pytest.fixture
def publish_pumps(publish: Callable[..., Any]) -> Callable[..., None]:
    """Publishes that many entries on pumps, each in the ``languages``; their translation keys count from 0."""

    def make(count: int, *languages: str) -> None:
        for number in range(count):
            for language in languages:
                publish(title=f"Насос {number}", language=language, translation_key=UUID(int=number))

    return make


@pytest.fixture
def titles(db: None) -> Callable[..., list[str]]:
    """The titles that a search finds, best first."""

    def find(query: str = "", language: str = "ru", **filters: Any) -> list[str]:
        return [hit.title for hit in engine.search(query, Filters(**filters), language=language).hits]

    return find


@pytest.fixture
def pin(db: None, django_capture_on_commit_callbacks: Any) -> Callable[..., Pin]:
    """Pins an entry to a query, as committed."""

    def make(query: str, page: Any, language: str = "ru", **values: Any) -> Pin:
        with django_capture_on_commit_callbacks(execute=True):
            return Pin.objects.create(query=query, page=page, language=language, **values)

    return make


@pytest.fixture
def kept_counts(db: None) -> Callable[[], dict[tuple[str, str, str, str], int]]:
    """The counts that publishing has kept."""

    def read() -> dict[tuple[str, str, str, str], int]:
        rows = FacetCount.objects.values_list("reader", "entry_type", "facet", "value", "count")
        return {tuple(row[:4]): row[4] for row in rows}

    return read
