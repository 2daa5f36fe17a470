"""The engine that ships: tables of the site's own database, read from replicas where there are any."""

from collections.abc import Iterable
from typing import Any

from kb.models import EntryPage
from search import engine, index
from search import suggest as suggestions
from search.filters import Filters
from search.interface import IndexStatus, Progress
from search.results import Results
from search.suggest import Group


class PostgresqlEngine:
    """Keeps the promises of ``search.interface.SearchEngine``; each is a module of its own."""

    def search(self, query: str, filters: Filters, *, language: str, **options: Any) -> Results:
        return engine.search(query, filters, language=language, **options)

    def suggest(self, typed: str, language: str) -> list[Group]:
        return suggestions.suggest(typed, language)

    def put(self, entry: EntryPage) -> None:
        index.put(entry)

    def put_pages(self, pages: Iterable[int]) -> int:
        return index.put_pages(pages)

    def remove(self, entry: EntryPage) -> None:
        index.remove(entry)

    def rebuild(self, language: str = "", progress: Progress | None = None) -> int:
        return index.rebuild(language, progress)

    def is_outdated(self) -> bool:
        return index.is_outdated()

    def status(self) -> IndexStatus:
        return index.status()
