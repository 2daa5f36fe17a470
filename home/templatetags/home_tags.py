"""Template tags of the site's frame."""

from typing import Any

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from home.listing import FacetBox, Listing, Value, build
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


@register.simple_tag
def facet_values(facet: FacetBox, values: list[Value]) -> SafeString:
    """The boxes to tick of a facet.

    A list shows up to a hundred of them; made here they cost a tenth of what they cost in a template.
    """
    kind = "radio" if facet.is_single else "checkbox"
    rows = (
        (
            f" class=depth-{value.depth}" if value.depth else "",
            value.id,
            kind,
            value.id,
            facet.name,
            value.value,
            SafeString(" checked") if value.selected else "",
            value.label,
            value.count,
        )
        for value in values
    )
    row = (
        '<li{}><label for="{}"><input type="{}" id="{}" name="{}" value="{}"{}>'
        '<span>{}</span><span class="count">{}</span></label></li>'
    )
    return format_html("<ul>{}</ul>", format_html_join("", row, rows))
