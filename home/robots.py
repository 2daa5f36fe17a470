"""What search engines read: which addresses they may ask for, and the list of those worth reading."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe
from wagtail.models import Page

from home.navigation import LANGUAGES, MENU
from kb.models import Enterprise, TechnologyArea

CLOSED_PARTS = ("search/", "accounts/", "contribute/")
CLOSED = ("/admin/", "/documents/", *(f"/{code}/{path}" for code in LANGUAGES for path in CLOSED_PARTS))


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """``robots.txt``: results of a search are endless, the rest of the closed part is for people with an account."""
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in CLOSED)]
    lines += ["", f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}", ""]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")


class PageSitemap(Sitemap):
    """The live pages of the tree that everybody may read."""

    limit = 10_000

    def items(self) -> Any:
        pages = Page.objects.live().public().filter(depth__gt=1)
        return pages.order_by("pk").values_list("url_path", "last_published_at")

    def location(self, item: tuple[str, datetime | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


class ListSitemap(Sitemap):
    """The lists that are no pages of the tree, in every language."""

    limit = 10_000

    def items(self) -> list[str]:
        paths = [path for path, _label in MENU if path in ("areas/", "enterprises/")]
        paths += [f"areas/{slug}/" for slug in self._slugs(TechnologyArea.objects.filter(merged_into=None))]
        paths += [f"enterprises/{slug}/" for slug in self._slugs(Enterprise.objects.order_by("pk"))]
        return [f"/{code}/{path}" for path in paths for code, _label in settings.LANGUAGES]

    @staticmethod
    def _slugs(rows: Any) -> list[str]:
        return list(rows.values_list("slug", flat=True))

    def location(self, item: str) -> str:
        return item


SITEMAPS = {"pages": PageSitemap, "lists": ListSitemap}
