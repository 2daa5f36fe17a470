"""New entries as an Atom feed (RFC 4287): for readers of feeds, and for sites of ministries that show what is new.

It takes the filters of the lists (``?type=case_study&area=machine-tools&country=KZ``), so that one can follow an area.
"""

from datetime import datetime, time
from typing import Any

from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from home.navigation import current_language
from home.results import newest
from prepared.marks import newest_mark
from prepared.shown import may_keep, shows
from search.filters import Filters
from search.results import Hit, Results

ENTRIES = 30


class NewEntries(Feed):
    """The entries published last, for readers of the language in the address: title and summary, as in a list."""

    feed_type = Atom1Feed

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Results:
        """What the filters in the address leave; whatever reader asks, only what everybody may see."""
        language = current_language()
        results = newest(language, ENTRIES, Filters.from_querydict(request.GET))
        may_keep(request, newest_mark(language))
        shows(request, results.hit_marks)
        return results

    def title(self) -> str:
        return f"{_('Technology exchange')}: {_('New entries')}"

    def link(self) -> str:
        return f"/{current_language()}/"

    def items(self, results: Results) -> list[Hit]:
        return results.hits

    def item_title(self, hit: Hit) -> str:
        return hit.title

    def item_description(self, hit: Hit) -> str:
        return hit.summary

    def item_link(self, hit: Hit) -> str:
        return hit.url

    def item_author_name(self, hit: Hit) -> str:
        return hit.enterprise_name

    def item_pubdate(self, hit: Hit) -> datetime:
        return timezone.make_aware(datetime.combine(hit.date, time.min))


_feed = NewEntries()


@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """``/ru/feed/``: the new entries."""
    return _feed(request)
