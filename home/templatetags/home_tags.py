"""Template tags of the site's frame."""

from typing import Any

from django import template

from home.listing import Listing, build
from home.navigation import Navigation
from home.navigation import navigation as build_navigation
from search.results import Results

register = template.Library()


@register.simple_tag(takes_context=True, name="navigation")
def navigation(context: Any) -> Navigation:
    """The navigation around the page shown: ``{% navigation as nav %}``."""
    return build_navigation(context["request"], context)


@register.simple_tag(takes_context=True)
def listing(context: Any, results: Results) -> Listing:
    """The list of search results, ready to be printed: ``{% listing results as listing %}``."""
    request = context["request"]
    return build(results, request.GET, request.path)
