"""The reports in the admin's menu, and what the audit log says of contact requests."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter

from exchange.models import Status
from exchange.reports.views import REPORTS, FiguresReport
from kb.permissions import may_see_reports


class ReportMenuItem(MenuItem):
    """For those whom the page behind it would not refuse."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_reports(request.user)


def _names(view: type[FiguresReport]) -> dict[str, str]:
    name = f"exchange_report_{view.export_filename}"
    return {"index_url_name": name, "index_results_url_name": f"{name}_results"}


@hooks.register("register_admin_urls")
def register_report_urls() -> list[URLPattern]:
    """Each report, and its table alone for filtering in place."""
    patterns = []
    for view in REPORTS:
        names = _names(view)
        address = f"reports/exchange-{view.export_filename}/"
        patterns += [
            path(address, view.as_view(**names), name=names["index_url_name"]),
            path(f"{address}results/", view.as_view(**names, results_only=True), name=names["index_results_url_name"]),
        ]
    return patterns


def _register(view: type[FiguresReport], order: int) -> None:
    @hooks.register("register_reports_menu_item")
    def item() -> MenuItem:
        url = reverse(_names(view)["index_url_name"])
        return ReportMenuItem(view.page_title, url, icon_name=view.header_icon, order=order)


for _number, _view in enumerate(REPORTS):
    _register(_view, 10 + _number)


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What the audit log says of our own actions."""

    @actions.register_action("exchange.contact")
    class ContactFormatter(LogFormatter):
        label = _("Contact request")

        def format_message(self, log_entry: Any) -> str:
            state = Status(log_entry.data["status"]).label
            return gettext("The contact request is now: %(state)s") % {"state": state}

    actions.register_action(
        "exchange.cleared", _("Clear a contact request"), _("Name and address of the asker and all texts were removed")
    )
