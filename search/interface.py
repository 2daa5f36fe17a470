"""What the site asks of a search engine. Whoever keeps these promises can take PostgreSQL's place.

``SEARCH_ENGINE`` names the class that does; ``tests/search/test_contract.py`` tries every promise on each engine listed
there. The analysis of texts and queries (``search.analysis``, ``search.query``, ``search.documents``) is common to all.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import Any, NamedTuple, Protocol, cast

from django.conf import settings
from django.utils.module_loading import import_string

from kb.models import EntryPage
from search.filters import Filters
from search.results import Results
from search.suggest import Group

Progress = Callable[[int, int], None]
"""Is told how many entries of how many have been read."""


class IndexStatus(NamedTuple):
    """Whether the index is there and in step, and what to say of it."""

    ok: bool
    detail: str


class SearchEngine(Protocol):
    """Finds entries and is told of their changes."""

    def search(
        self,
        query: str,
        filters: Filters,
        *,
        language: str,
        user: Any = None,
        page: int = 1,
        page_size: int = 20,
        sort: str = "",
    ) -> Results:
        """A page of the public entries that pass ``filters`` and have the words of ``query``;
        all of them without words.

        Each translation group is one hit, in the reader's ``language`` where there is a version. Whatever was typed,
        there is an answer; a page number beyond the last one gives the last one. Texts that ``user`` may not read are
        not shown.
        """
        ...

    def suggest(self, typed: str, language: str) -> list[Group]:
        """Where the letters typed so far may lead; faster than a search."""
        ...

    def put(self, entry: EntryPage) -> None:
        """Takes in a published entry as it is, in constant time; with the transaction in progress or not at all."""
        ...

    def put_pages(self, pages: Iterable[int]) -> int:
        """The same for all entries among these ids that are live; how many those are."""
        ...

    def remove(self, entry: EntryPage) -> None:
        """Forgets an entry."""
        ...

    def rebuild(self, language: str = "", progress: Progress | None = None) -> int:
        """Reads all public entries (of a ``language``) anew; how many. What was there serves until all is ready."""
        ...

    def is_outdated(self) -> bool:
        """Whether anything is kept as an earlier version of the site wrote it, so that ``rebuild`` is to be called."""
        ...

    def status(self) -> IndexStatus:
        """Whether every live entry can be found, and no other."""
        ...


def engine() -> SearchEngine:
    """The one that the settings name."""
    return _made(settings.SEARCH_ENGINE)


@lru_cache(maxsize=4)
def _made(path: str) -> SearchEngine:
    return cast(SearchEngine, import_string(path)())
