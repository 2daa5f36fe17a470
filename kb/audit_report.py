"""The audit log as administrators see it: what happened to accounts and rights. Nobody can change it here."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from accounts.models import AuditEvent
from kb.listing import ReadableExport
from kb.permissions import may_see_audit_log


class AuditPolicy(BasePermissionPolicy):
    """Administrators look; nobody does anything else."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return action == "view" and may_see_audit_log(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        return get_user_model().objects.filter(is_superuser=True, is_active=True)


register_permission_policy(AuditEvent, AuditPolicy(AuditEvent))


class AuditFilterSet(WagtailFilterSet):
    """By what happened, whom it concerns, and when."""

    event = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("Event"), choices=AuditEvent.Event, widget=CheckboxSelectMultiple
    )
    concerning = django_filters.CharFilter(label=gettext_lazy("Account"), lookup_expr="icontains")
    at = django_filters.DateFromToRangeFilter(label=gettext_lazy("Date"), widget=DateRangePickerWidget)

    class Meta:
        model = AuditEvent
        fields: ClassVar[list[str]] = []


class AuditReport(ReadableExport, ReportView):
    """All events that are kept, the latest first; one query for a page of them."""

    model = AuditEvent
    page_title = gettext_lazy("Accounts: what happened")
    header_icon = "history"
    any_permission_required: ClassVar[list[str]] = ["view"]
    filterset_class = AuditFilterSet
    default_ordering = "-at"
    list_export: ClassVar[list[str]] = ["at", "event", "actor", "concerning", "address", "details"]
    export_filename = "audit-log"

    @property
    def columns(self) -> list[Column]:
        """When, what, by whom, to whom, from where."""
        return [
            DateColumn("at", label=_("Time"), sort_key="at"),
            Column("event", label=_("Event"), accessor="get_event_display", sort_key="event"),
            Column("concerning", label=_("Account"), sort_key="concerning"),
            Column("actor", label=_("By"), sort_key="actor"),
            Column("address", label=_("Address")),
            Column("details", label=_("Details"), accessor=lambda event: event.details or ""),
        ]


class AuditMenuItem(MenuItem):
    """For administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_audit_log(request.user)


class AuditViewSet(ViewSet):
    """The report, in the menu of settings."""

    name = "audit_log"
    url_prefix = "audit-log"
    icon = "history"
    menu_label = gettext_lazy("Accounts: what happened")
    menu_name = "audit-log"
    menu_item_class = AuditMenuItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, and its table alone for filtering in place."""
        names = {"index_url_name": self.get_url_name("index"), "index_results_url_name": self.get_url_name("results")}
        return [
            path("", self.construct_view(AuditReport, **names), name="index"),
            path("results/", self.construct_view(AuditReport, **names, results_only=True), name="results"),
        ]
