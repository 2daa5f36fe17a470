"""What several lists and forms of the admin share."""

from typing import Any

from django.db.models import Count, IntegerField, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce
from wagtail.admin.panels import FieldPanel, FieldRowPanel

NAMES = FieldRowPanel([FieldPanel(f"name_{code}") for code in ("ru", "be", "kk", "en")])


class SearchedByIndex:
    """A list of the admin that is searched as pages are, by word forms in four languages."""

    model: type[Model]
    is_searching: bool

    def get_valid_orderings(self) -> list[str]:
        """While searching, lists can be ordered by fields alone, not by what is counted."""
        orderings: list[str] = super().get_valid_orderings()  # type: ignore[misc]
        if not self.is_searching:
            return orderings
        fields = {field.field_name for field in self.model.get_filterable_search_fields()}  # type: ignore[attr-defined]
        return [ordering for ordering in orderings if ordering.lstrip("-") in fields]


def row_count(queryset: QuerySet[Any]) -> Coalesce:
    """How many rows ``queryset``, grouped by its values, has for each; none is zero."""
    counted = queryset.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
