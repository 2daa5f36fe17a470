"""Wagtail's view restrictions, without asking for them where there are none."""

from typing import Any

from django.db import models
from wagtail.models import PageViewRestriction


class AnyRestriction(models.Exists):
    """Whether the site restricts the view of any page at all, as part of the query for a page."""

    def __init__(self) -> None:
        super().__init__(PageViewRestriction.objects.all())


class RestrictionsRead:
    """A page that may have been read together with ``site_has_restrictions=AnyRestriction()``.

    Wagtail takes two queries to learn that nothing restricts a page. What does restrict one it finds out itself.
    """

    site_has_restrictions: bool | None = None

    def get_view_restrictions(self) -> Any:
        if self.site_has_restrictions is False:
            return PageViewRestriction.objects.none()
        return super().get_view_restrictions()  # type: ignore[misc]
