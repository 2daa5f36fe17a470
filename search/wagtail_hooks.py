"""The menu group "Search of the site" of the admin."""

from typing import Any, ClassVar

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.viewsets.base import ViewSet, ViewSetGroup
from wagtail.permissions import register_permission_policy

from kb.permissions import may_steer_search
from search.models import ClickCount, Pin, QueryCount
from search.steering.chooser import live_entry_chooser
from search.steering.pin_viewset import PinViewSet
from search.steering.reports import ClickReport, FoundNothingReport, LogReport, QueryReport
from search.steering.rights import SteeringPolicy
from search.steering.synonym_view import SynonymView

for _model in (QueryCount, ClickCount, Pin):
    register_permission_policy(_model, SteeringPolicy(_model))


class SteeringMenuItem(MenuItem):
    """For those whom the page behind it would not refuse."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_steer_search(request.user)


class ReportViewSet(ViewSet):
    """A report with its addresses and its place in the menu."""

    view_class: ClassVar[type[LogReport]]
    menu_item_class = SteeringMenuItem

    @property
    def menu_label(self) -> Any:
        return self.view_class.page_title

    @property
    def icon(self) -> str:
        return self.view_class.header_icon

    def get_urlpatterns(self) -> list[URLPattern]:
        """The page, and its table alone for filtering in place."""
        names = {"index_url_name": self.get_url_name("index"), "index_results_url_name": self.get_url_name("results")}
        return [
            path("", self.construct_view(self.view_class, **names), name="index"),
            path("results/", self.construct_view(self.view_class, **names, results_only=True), name="results"),
        ]


class QueryReportViewSet(ReportViewSet):
    """What visitors search for."""

    name = "search_queries"
    url_prefix = "search-queries"
    view_class = QueryReport


class FoundNothingReportViewSet(ReportViewSet):
    """What they do not find."""

    name = "search_found_nothing"
    url_prefix = "search-found-nothing"
    view_class = FoundNothingReport


class ClickReportViewSet(ReportViewSet):
    """What they open."""

    name = "search_clicks"
    url_prefix = "search-clicks"
    view_class = ClickReport


class SynonymViewSet(ViewSet):
    """A form for what visitors call by another word."""

    name = "search_synonyms"
    url_prefix = "search-synonyms"
    icon = "openquote"
    menu_label = SynonymView.page_title
    menu_item_class = SteeringMenuItem

    def get_urlpatterns(self) -> list[URLPattern]:
        """The form."""
        return [path("", self.construct_view(SynonymView), name="index")]


class SearchGroup(ViewSetGroup):
    """The group in the menu."""

    menu_label = _("Search of the site")
    menu_name = "public-search"
    menu_icon = "search"
    menu_order = 160
    items = (QueryReportViewSet, FoundNothingReportViewSet, ClickReportViewSet, PinViewSet, SynonymViewSet)


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The group and the dialog of its form."""
    return [SearchGroup(), live_entry_chooser]
