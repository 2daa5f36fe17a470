"""The results page, the count of what is opened from it, and what is offered while a visitor types."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, JsonResponse
from django.template.loader import render_to_string
from django.utils.cache import patch_vary_headers
from django.utils.formats import number_format
from django.utils.translation import get_language, gettext, ngettext
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from search import pins, query_log
from search.afterwards import ThenResponse
from search.allowance import Allowance
from search.candidates import RELEVANCE
from search.filters import Filters
from search.interface import engine
from search.results import Results
from search.suggest import Group

SUGGESTIONS_KEPT_SECONDS = 120

_clicks = Allowance(per_second=10, burst=50)


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """A page of results; for htmx the list alone. Search engines are told not to index it, whatever it shows."""
    language = get_language() or ""
    filters = Filters.from_querydict(request.GET)
    results = engine().search(
        request.GET.get("q", ""),
        filters,
        language=language,
        user=request.user,
        page=page_number(request.GET.get("page", "")),
        sort=request.GET.get("sort", ""),
    )
    pins.apply(results, filters, language=language, user=request.user)
    template = "search/_results.html" if _wants_part(request) else "search/results.html"
    response = ThenResponse(
        render_to_string(template, {"results": results}, request),
        then=partial(_count, request, results, language) if _is_new_search(request, filters, results) else None,
    )
    response["X-Robots-Tag"] = "noindex, follow"
    patch_vary_headers(response, ["HX-Request"])
    return response


@csrf_exempt  # nothing is done in anybody's name, and a beacon cannot carry a token
@require_POST
def click(request: HttpRequest) -> HttpResponse:
    """Counts that a hit was opened: ``query``, ``page`` (its id) and ``place`` in the list. The answer is empty."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin":
        return HttpResponseBadRequest()
    query = request.POST.get("query", "").strip()
    page, place = _whole(request.POST.get("page", "")), _whole(request.POST.get("place", ""))
    if not 0 < len(query) <= query_log.LONGEST_TYPED or not page or not 0 < place <= query_log.FARTHEST_PLACE:
        return HttpResponseBadRequest()
    language = get_language() or ""

    def count() -> None:
        if query_log.is_visitor(request):
            query_log.record_click(query, language, page=page, place=place)

    return ThenResponse(status=204, then=count if _clicks.take() else None)


@require_safe
@cache_control(public=True, max_age=SUGGESTIONS_KEPT_SECONDS)
def suggestions(request: HttpRequest) -> JsonResponse:
    """Where what was typed so far may lead, as JSON; the same for everybody, so anybody may keep it for a while."""
    language = get_language() or ""
    groups = engine().suggest(request.GET.get("q", ""), language)
    count = sum(len(group.offers) for group in groups)
    status = ngettext("%(number)s suggestion", "%(number)s suggestions", count) % {"number": count}
    response = JsonResponse(
        {
            "status": status if count else gettext("No suggestions"),
            "groups": [_group(group, language) for group in groups],
        }
    )
    response["X-Robots-Tag"] = "noindex"
    return response


def _group(group: Group, language: str) -> dict[str, Any]:
    return {
        "label": str(group.label),
        "options": [
            {
                "label": offer.label,
                "note": _entries(offer.entries),
                "language": offer.language if offer.language != language else "",
                "url": offer.url,
            }
            for offer in group.offers
        ],
    }


def _entries(number: int) -> str:
    if not number:
        return ""
    return ngettext("%(number)s entry", "%(number)s entries", number) % {
        "number": number_format(number, use_l10n=True, force_grouping=True)
    }


def page_number(text: str) -> int:
    """The page that an address names; the first one for nonsense."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 7 else 1


def _whole(text: str) -> int:
    """A number that a column of the database can hold; zero for anything else."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else 0


def _is_new_search(request: HttpRequest, filters: Filters, results: Results) -> bool:
    """Whether somebody just typed the query: narrowing, ordering and turning pages is the same search going on."""
    htmx: Any = getattr(request, "htmx", None)
    is_first = not htmx and not filters.chosen and not request.GET.get("sort") and results.page == 1
    return is_first and request.method == "GET" and results.sort == RELEVANCE


def _count(request: HttpRequest, results: Results, language: str) -> None:
    if query_log.is_visitor(request):
        query_log.record_search(results.asked, language, found=_has_found(results))


def _has_found(results: Results) -> bool:
    """What is near by its meaning alone may be anything: editors should know that nothing has the words."""
    return results.has_words or any(hit.is_recommended for hit in results.hits)


def _wants_part(request: Any) -> bool:
    return bool(request.htmx) and not request.htmx.history_restore_request
