"""How the reviewers' pages write their numbers."""

from datetime import timedelta

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def in_days(value: timedelta | None) -> str:
    """A duration in days with one decimal; a dash where there is none."""
    return "–" if value is None else str(number_format(value / timedelta(days=1), decimal_pos=1))
