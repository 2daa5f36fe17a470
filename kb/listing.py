"""What several lists and forms of the admin share."""

from datetime import datetime
from typing import Any

from django.db.models import Count, IntegerField, Model, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
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


class ReadableExport:
    """A spreadsheet of a list says what the list says: words in place of codes, the hours of the reader's clock."""

    def to_row_dict(self, item: Any) -> dict[str, Any]:
        """The values of one row, of choices their labels."""
        row: dict[str, Any] = super().to_row_dict(item)  # type: ignore[misc]
        for name in row:
            if shown := getattr(item, f"get_{name}_display", None):
                row[name] = shown()
        return row

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """One value as the file takes it."""
        if isinstance(value, datetime) and timezone.is_aware(value):
            value = timezone.make_naive(value).replace(microsecond=0)
        return super().preprocess_field_value(field, value, export_format)  # type: ignore[misc]


def row_count(queryset: QuerySet[Any]) -> Coalesce:
    """How many rows ``queryset``, grouped by its values, has for each; none is zero."""
    counted = queryset.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)
