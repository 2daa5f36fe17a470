"""Wagtail's view restrictions: without asking for them where there are none, and as a condition for many pages."""

from typing import Any

from django.db import models
from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from django.http import HttpRequest
from wagtail.models import PageViewRestriction


class AnyRestriction(models.Exists):
    """Whether the site restricts the view of any page at all, as part of the query for a page."""

    def __init__(self) -> None:
        super().__init__(PageViewRestriction.objects.all())


def open_to_all() -> Any:
    """A condition for pages: no rule restricts the view of the page or of one above it.

    The same as Wagtail's ``public()``, but a part of the statement, not one more.
    """
    path = ExpressionWrapper(OuterRef("path"), output_field=CharField())
    return ~Exists(PageViewRestriction.objects.alias(below=path).filter(below__startswith=F("page__path")))


OPEN_TO_ALL = """NOT EXISTS (
    SELECT FROM wagtailcore_pageviewrestriction rule JOIN wagtailcore_page above ON above.id = rule.page_id
    WHERE starts_with(p.path, above.path)
)"""
"""``open_to_all`` of a page ``p``, for statements that are written by hand."""


class RestrictionsRead:
    """A page that may have been read together with ``site_has_restrictions=AnyRestriction()``.

    Wagtail takes two queries to learn that nothing restricts a page. What does restrict one it finds out itself.
    """

    site_has_restrictions: bool | None = None

    def lets_in(self, request: HttpRequest) -> bool:
        """Whether who asks satisfies every rule on the page and above it."""
        return all(rule.accept_request(request) for rule in self.get_view_restrictions())

    def get_view_restrictions(self) -> Any:
        if self.site_has_restrictions is False:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()  # type: ignore[misc]
