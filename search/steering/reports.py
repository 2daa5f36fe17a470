"""What the query log tells editors: what is searched for, what is missing, what is opened."""

from datetime import timedelta
from typing import Any, ClassVar

import django_filters
from django.conf import settings
from django.db.models import F, FloatField, Model, QuerySet, Sum, Value
from django.db.models.functions import Cast, Least
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn, TitleColumn
from wagtail.admin.views.reports import ReportView

from search.models import ClickCount, QueryCount
from search.steering.links import clicks_of, new_pin, new_synonym, public_search

PERIOD = "30"
PERIODS = [("7", _("7 days")), (PERIOD, _("30 days")), ("90", _("90 days"))]
LANGUAGE_NAMES = dict(settings.LANGUAGES)

type Row = dict[str, Any]


class LogFilterSet(WagtailFilterSet):
    """Period and language of the interface."""

    period = django_filters.ChoiceFilter(
        label=_("Period"), choices=PERIODS, method="of_period", widget=RadioSelect, empty_label=None, initial=PERIOD
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, widget=CheckboxSelectMultiple, distinct=False
    )

    def __init__(self, data: QueryDict, *args: Any, **kwargs: Any) -> None:
        data = data.copy()
        if data.get("period") not in dict(PERIODS):
            data["period"] = PERIOD
        super().__init__(data, *args, **kwargs)

    def of_period(self, queryset: QuerySet[Any], name: str, days: str) -> QuerySet[Any]:
        """The last days, with today."""
        return queryset.filter(day__gt=timezone.localdate() - timedelta(days=int(days)))

    class Meta:
        model = QueryCount
        fields: ClassVar[list[str]] = []


class PinColumn(TitleColumn):
    """Leads to a new pin for the query of the row."""

    def __init__(self) -> None:
        super().__init__(
            "pin",
            label=_("Pin"),
            accessor=lambda row: gettext("Pin a result"),
            get_url=lambda row: new_pin(row["query"], row["language"]),
            classname="w-whitespace-nowrap",
        )

    def get_link_attrs(self, instance: Row, parent_context: Any) -> dict[str, Any]:
        """For those who hear links without the table around them."""
        return {"aria-label": gettext("Pin a result for “%(query)s”") % {"query": instance["query"]}}


class SynonymColumn(TitleColumn):
    """Leads to a new synonym for the query of the row."""

    def __init__(self) -> None:
        super().__init__(
            "synonym",
            label=_("Synonym"),
            accessor=lambda row: gettext("Add a synonym"),
            get_url=lambda row: new_synonym(row["query"], row["language"]),
            classname="w-whitespace-nowrap",
        )

    def get_link_attrs(self, instance: Row, parent_context: Any) -> dict[str, Any]:
        """For those who hear links without the table around them."""
        return {"aria-label": gettext("Add a synonym for “%(query)s”") % {"query": instance["query"]}}


class LogReport(ReportView):
    """A table over the log; rows are dictionaries, one for each query and language."""

    model: ClassVar[type[Model]] = QueryCount
    any_permission_required = ["view"]
    filterset_class = LogFilterSet
    is_searchable = True
    search_fields = ["query"]
    export_headings = {
        "query": _("Query"),
        "language": _("Language"),
        "times": _("Searches"),
        "in_vain": _("Without result"),
        "clicked": _("Clicks"),
        "share": _("Clicked, %"),
        "page__title": _("Entry"),
        "place": _("Mean place"),
    }

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Equals always in the same order, or pages would overlap."""
        return super().order_queryset(queryset).order_by(self.ordering, "query", "language")

    @property
    def days(self) -> str:
        """The period shown."""
        return str(self.filters.form.cleaned_data.get("period") or PERIOD) if self.filters.is_valid() else PERIOD

    def common_columns(self) -> list[BaseColumn]:
        """The query and its language."""
        return [
            TitleColumn(
                "query",
                label=_("Query"),
                sort_key="query",
                get_url=lambda row: public_search(row["query"], row["language"]),
            ),
            Column("language", label=_("Language"), accessor=lambda row: LANGUAGE_NAMES[row["language"]]),
        ]


class QueryReport(LogReport):
    """What visitors search for, how often, and what comes of it."""

    page_title = _("What visitors search for")
    header_icon = "search"
    default_ordering = "-times"
    list_export = ["query", "language", "times", "in_vain", "clicked", "share"]
    export_filename = "searches"

    def get_base_queryset(self) -> QuerySet[Any]:
        """Sums over the days; a visitor may click several hits of one search, so the share stops at 100."""
        return QueryCount.objects.values("query", "language").annotate(
            times=Sum("searches"),
            in_vain=Sum("found_nothing"),
            clicked=Sum("clicks"),
            share=Least(F("clicked") * 100 / F("times"), Value(100)),
        )

    @property
    def columns(self) -> list[BaseColumn]:
        """With the share of searches that led to a click."""
        return [
            *self.common_columns(),
            NumberColumn("times", label=_("Searches"), sort_key="times"),
            NumberColumn("in_vain", label=_("Without result"), sort_key="in_vain"),
            TitleColumn("clicked", label=_("Clicks"), sort_key="clicked", get_url=self.clicks_url),
            Column("share", label=_("Clicked, %"), sort_key="share"),
            PinColumn(),
            SynonymColumn(),
        ]

    def clicks_url(self, row: Row) -> str | None:
        """What was opened, if anything was."""
        return clicks_of(row["query"], row["language"], self.days) if row["clicked"] else None


class FoundNothingReport(QueryReport):
    """What the knowledge base has nothing about, or calls by another word."""

    page_title = _("Found nothing")
    header_icon = "warning"
    default_ordering = "-in_vain"
    export_filename = "found-nothing"

    def get_base_queryset(self) -> QuerySet[Any]:
        """Queries that found nothing at least once."""
        return super().get_base_queryset().filter(in_vain__gt=0)


class ClickReport(LogReport):
    """Which entries are opened from the results of a query, and how far down they stood."""

    model = ClickCount
    page_title = _("What visitors open")
    header_icon = "link"
    default_ordering = "-clicked"
    search_fields = ["query", "page__title"]
    list_export = ["query", "language", "page__title", "clicked", "place"]
    export_filename = "clicks"

    def get_base_queryset(self) -> QuerySet[Any]:
        """Sums over the days, with the mean place in the list."""
        return ClickCount.objects.values("query", "language", "page_id", "page__title", "page__url_path").annotate(
            clicked=Sum("clicks"), place=Cast(Sum("places"), FloatField()) / F("clicked")
        )

    def order_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        return queryset.order_by(self.ordering, "query", "language", "page_id")

    @property
    def columns(self) -> list[BaseColumn]:
        """With the entry and where it stood."""
        return [
            *self.common_columns(),
            TitleColumn("page__title", label=_("Entry"), get_url=lambda row: row["page__url_path"]),
            NumberColumn("clicked", label=_("Clicks"), sort_key="clicked"),
            Column("place", label=_("Mean place"), sort_key="place", accessor=mean_place),
            PinColumn(),
        ]


def mean_place(row: Row) -> str:
    """With one decimal, as the language of the editor writes it."""
    return number_format(round(row["place"], 1), decimal_pos=1)
