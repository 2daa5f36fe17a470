"""Template tags of the site's frame."""

from typing import Any

from django import template

from home.navigation import Navigation
from home.navigation import navigation as build_navigation

register = template.Library()


@register.simple_tag(takes_context=True, name="navigation")
def navigation(context: Any) -> Navigation:
    """The navigation around the page shown: ``{% navigation as nav %}``."""
    return build_navigation(context["request"], context)
