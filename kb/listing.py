"""What several lists and forms of the admin share."""

from typing import Any

from django.db.models import Count, IntegerField, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.panels import FieldPanel, FieldRowPanel

NAMES = FieldRowPanel([FieldPanel(f"name_{code}") for code in ("ru", "be", "kk", "en")])


def row_count(queryset: QuerySet[Any]) -> Coalesce:
    """How many rows ``queryset``, grouped by its values, has for each; none is zero."""
    counted = queryset.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
