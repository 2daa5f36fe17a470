"""Asks the search engine for the lists of the site: each is a search without words."""

from typing import Any

from django.http import HttpRequest

from home.listing import divides
from home.navigation import current_language
from prepared.shown import shows
from search.filters import Filters
from search.interface import engine
from search.results import Results

PAGE_SIZE = 20


def wants_part(request: HttpRequest) -> bool:
    """Whether htmx asks for the list alone; going back in the history asks for the whole page."""
    htmx: Any = getattr(request, "htmx", None)
    return bool(htmx) and not htmx.history_restore_request


def entries_for(request: HttpRequest, of: str, *, entry_type: str = "", **fixed: str) -> Results:
    """The entries that the filters in the address ask for; ``fixed`` facet values belong to the page itself.

    ``of`` is the mark of the list without filters.
    """
    filters = Filters.from_querydict(request.GET, entry_type=entry_type, fixed=fixed)
    results = engine().search(
        "",
        filters,
        language=current_language(),
        user=request.user,
        page=page_number(request),
        page_size=PAGE_SIZE,
        sort=request.GET.get("sort", ""),
    )
    shows(request, [of, *results.hit_marks])
    shows(request, (value.mark for facet in results.facets if divides(facet, results.total) for value in facet.values))
    return results


def newest(language: str, count: int, filters: Filters = Filters()) -> Results:  # noqa: B008 - frozen
    """The entries published last of those that pass ``filters``."""
    return engine().search("", filters, language=language, page_size=count)


def page_number(request: HttpRequest) -> int:
    """The page that the address asks for."""
    text = request.GET.get("page", "1")
    return max(1, int(text[:6])) if text.isascii() and text.isdecimal() else 1
