"""The reports as pages of the admin and as spreadsheets."""

from typing import Any, ClassVar

import django_filters
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.formats import number_format
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.ui.tables import BaseColumn, Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from accounts.countries import Country
from exchange.models import Match
from exchange.reports import figures
from exchange.reports.figures import Choice, Figures
from exchange.reports.rights import ReportPolicy
from kb.models import Enterprise, TechnologyArea
from kb.permissions import moderated_countries

GROUPS = [
    (figures.AREA, _("Area")),
    (figures.COUNTRY, _("Country")),
    (figures.ENTERPRISE, _("Enterprise")),
    (figures.MONTH, _("Month")),
]

type Row = dict[str, Any]


class ReportFilterSet(WagtailFilterSet):
    """What is counted, and how it is grouped."""

    by = django_filters.ChoiceFilter(
        label=_("Rows"), choices=GROUPS, widget=RadioSelect, empty_label=None, initial=figures.AREA
    )
    period = django_filters.DateFromToRangeFilter(label=_("Period"), widget=DateRangePickerWidget)
    country = django_filters.MultipleChoiceFilter(
        label=_("Country"), choices=Country.choices, widget=CheckboxSelectMultiple
    )
    area = django_filters.ModelMultipleChoiceFilter(
        label=_("Area"),
        queryset=TechnologyArea.objects.filter(parent=None, merged_into=None).order_by("code"),
        widget=CheckboxSelectMultiple,
    )

    def __init__(self, data: QueryDict, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        data = data.copy()
        if data.get("by") not in dict(GROUPS):
            data["by"] = figures.AREA
        super().__init__(data, *args, request=request, **kwargs)
        countries = moderated_countries(request.user)
        self.filters["country"].extra["choices"] = [row for row in Country.choices if row[0] in countries]

    class Meta:
        model = Match
        fields: ClassVar[list[str]] = []


class FiguresReport(ReportView):
    """A table of numbers with their sum below it; an editor of one country sees that country's."""

    permission_policy = ReportPolicy(Match)
    any_permission_required = ["view"]
    filterset_class = ReportFilterSet
    paginate_by = None
    default_ordering = "name"
    # The number of rows says nothing: what is counted stands in them.
    is_filtering = False
    figures: ClassVar[Figures]
    labels: ClassVar[dict[str, Any]]

    def chosen(self) -> dict[str, Any]:
        """What the filters say; nothing where they make no sense."""
        return self.filters.form.cleaned_data if self.filters.is_valid() else {}

    def get_filtered_queryset(self) -> list[Row]:
        """The rows, named and ordered, and the sum; four statements."""
        data = self.chosen()
        period = data.get("period")
        choice = Choice(
            countries=moderated_countries(self.request.user) & set(data.get("country") or Country.values),
            areas=[area.pk for area in data.get("area") or ()],
            since=period.start and period.start.date() if period else None,
            until=period.stop and period.stop.date() if period else None,
        )
        today = timezone.localdate()
        by = str(data.get("by") or figures.AREA)
        found = named(figures.rows(self.figures, by, choice, today), by)
        ordering = str(self.ordering)
        column = ordering.removeprefix("-")
        found.sort(key=lambda row: row["sort"])
        if column != "name":
            found.sort(key=lambda row: (row[column] is not None, row[column] or 0), reverse=ordering.startswith("-"))
        elif ordering.startswith("-"):
            found.reverse()
        return [*found, {"name": gettext("Altogether"), **figures.total(self.figures, choice, today)}]

    @property
    def columns(self) -> list[BaseColumn]:
        """The name and the numbers."""
        return [
            Column("name", label=self.export_headings["name"], sort_key="name"),
            *(
                NumberColumn(name, label=label, sort_key=name, accessor=_shown(name))
                for name, label in self.labels.items()
            ),
        ]

    @property
    def list_export(self) -> list[str]:
        """All columns."""
        return ["name", *self.labels]

    @property
    def export_headings(self) -> dict[str, Any]:
        """As on the screen."""
        return {"name": dict(GROUPS)[str(self.chosen().get("by") or figures.AREA)], **self.labels}


def _shown(name: str) -> Any:
    def shown(row: Row) -> str:
        value = row[name]
        return "–" if value is None else number_format(value, 1 if isinstance(value, float) else 0, force_grouping=True)

    return shown


def named(rows: list[Row], by: str) -> list[Row]:
    """Adds the ``name`` of each row's key and what it is sorted by; one query at most."""
    keys = [row["key"] for row in rows if row["key"] is not None]
    names: dict[Any, tuple[str, Any]] = {}
    if by == figures.COUNTRY:
        names = {key: (str(Country(key).label), key) for key in keys}
    elif by == figures.MONTH:
        names = {key: (f"{MONTHS[key.month]} {key.year}", key.isoformat()) for key in keys}
    elif by == figures.ENTERPRISE:
        names = {key: (one.name, one.name) for key, one in Enterprise.objects.in_bulk(keys).items()}
    else:
        names = {key: (f"{one.code} {one.name}", one.code) for key, one in TechnologyArea.objects.in_bulk(keys).items()}
    unnamed = (gettext("not given"), "\N{REPLACEMENT CHARACTER}")
    for row in rows:
        row["name"], row["sort"] = names.get(row["key"], unnamed)
    return rows


class EntriesReport(FiguresReport):
    """Pages by type and state."""

    page_title = _("Pages by type and state")
    header_icon = "doc-full"
    figures = figures.ENTRIES
    export_filename = "pages"
    labels = {
        "total": _("Pages"),
        "technologies": _("Technologies"),
        "case_studies": _("Case studies"),
        "articles": _("Best practices"),
        "drafts": _("Drafts"),
        "in_review": _("In review"),
        "published": pgettext_lazy("plural", "Published"),
        "to_confirm": _("To be confirmed"),
        "archived": _("Archived"),
    }


class ReviewsReport(FiguresReport):
    """Reviews and how long they take."""

    page_title = _("Reviews and their duration")
    header_icon = "glasses"
    figures = figures.REVIEWS
    export_filename = "reviews"
    labels = {
        "waiting": _("Waiting"),
        "overdue": _("Overdue"),
        "approved": pgettext_lazy("plural", "Approved"),
        "returned": _("Returned"),
        "days": _("Days, median"),
        "late": _("Late, %"),
    }


class ContactsReport(FiguresReport):
    """Contact requests and what became of them."""

    page_title = _("Contacts and contracts")
    header_icon = "mail"
    figures = figures.CONTACTS
    export_filename = "contacts"
    labels = {
        "total": _("Requests"),
        "waiting": _("Waiting"),
        "accepted": _("Accepted"),
        "declined": _("Declined"),
        "meetings": _("Meetings"),
        "contracts": _("Contracts"),
        "days": _("Days to the answer, median"),
        "in_a_week": _("Answered in a week, %"),
    }


class MatchesReport(FiguresReport):
    """Offers and requests that fit."""

    page_title = _("Matches of offers and requests")
    header_icon = "link"
    figures = figures.MATCHES
    export_filename = "matches"
    labels = {
        "total": _("Found"),
        "current": _("Hold now"),
        "dismissed": _("Dismissed"),
        "contacted": _("Followed by a contact"),
    }


REPORTS: tuple[type[FiguresReport], ...] = (EntriesReport, ReviewsReport, ContactsReport, MatchesReport)
