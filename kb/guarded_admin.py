"""Addresses of Wagtail's admin that would tell titles of pages and files which the user may not know of."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views.bulk_action import index as bulk_action
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.permissions import policy_registry

from kb import permissions
from kb.models import Enterprise, KbDocument, KbImage

GUARDED = {("wagtailcore", "page"): Page, ("kb", "kbimage"): KbImage, ("kb", "kbdocument"): KbDocument}
ANY = {"change", "choose", "delete"}


@require_admin_access
def guarded_bulk_action(request: HttpRequest, app_label: str, model_name: str, action: str) -> HttpResponse:
    """An action on many things: Wagtail names also those on which it is refused, so they are left out before."""
    model: Any = GUARDED.get((app_label, model_name))
    if model is not None:
        query = request.GET.copy()
        query.setlist("id", [str(pk) for pk in _known(request, model)])
        if not query.getlist("id"):
            raise Http404
        request.GET = query  # type: ignore[assignment]
    return bulk_action(request, app_label, model_name, action)


def _known(request: HttpRequest, model: Any) -> list[int]:
    policy: Any = policy_registry.get_by_type(model)
    if model is Page:
        known = policy.explorable_instances(request.user)
    else:
        known = policy.instances_user_has_any_permission_for(request.user, ANY)
    wanted = request.GET.getlist("id")
    if "all" not in wanted:
        return list(known.filter(pk__in=[pk for pk in wanted if pk.isdecimal()]).values_list("pk", flat=True))
    parent = request.GET.get("childOf", "")
    if model is Page and parent.isdecimal():
        section = Page.objects.filter(pk=parent).first()
        known = known.child_of(section) if section else known.none()
    return list(known.values_list("pk", flat=True))


class PageTypesReport(PageTypesUsageReportView):
    """It names the page of each type that was edited last, in whichever country: for those who see both."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Refuses everybody else."""
        if not permissions.moderates_everywhere(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)


page_types_report = require_admin_access(PageTypesReport.as_view())
page_types_results = require_admin_access(PageTypesReport.as_view(results_only=True))


class SiteHistory(LogEntriesView):
    """What was done on the site, without the names of what the other country's editors answer for.

    Wagtail narrows pages that still exist by its policies; it shows to every editor those that were deleted, and
    enterprises, whose history names applicants and members. Of which country a deleted page was, its deletion has kept
    since ``kb.signals.keep_country`` does; those deleted before stay hidden.
    """

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The entries of one log that the user may know of."""
        entries = super().filter_queryset(queryset)
        if permissions.moderates_everywhere(self.request.user):
            return entries
        if entries.model is PageLogEntry:
            there = Exists(Page.objects.filter(pk=OuterRef("page_id")))
            countries = permissions.moderated_countries(self.request.user)
            deleted = PageLogEntry.objects.filter(
                page_id=OuterRef("page_id"), action="wagtail.delete", data__country__in=countries
            )
            return entries.filter(there | Exists(deleted))
        if entries.model is ModelLogEntry:
            countries = permissions.moderated_countries(self.request.user)
            known = Enterprise.objects.filter(country__in=countries).annotate(key=Cast("pk", CharField()))
            other_things = ~Q(content_type=ContentType.objects.get_for_model(Enterprise))
            return entries.filter(other_things | Q(object_id__in=known.values("key")))
        return entries


site_history = require_admin_access(SiteHistory.as_view())
site_history_results = require_admin_access(SiteHistory.as_view(results_only=True))


explore = page_viewset_registry.as_view("index", parent_page_id_kwarg="parent_page_id")


@require_admin_access
def guarded_explorer(request: HttpRequest, parent_page_id: int) -> HttpResponse:
    """What lies below a page, under the title of that page: for those who may know of it."""
    policy: Any = policy_registry.get_by_type(Page)
    if not policy.explorable_instances(request.user).filter(pk=parent_page_id).exists():
        return redirect("wagtailadmin_explore_root")
    return explore(request, parent_page_id=parent_page_id)


class KnownFiles:
    """The admin's API tells of files what the libraries tell."""

    def get_queryset(self) -> Any:
        """Those that the user works with."""
        files = super().get_queryset()  # type: ignore[misc]
        policy: Any = policy_registry.get_by_type(files.model)
        known = policy.instances_user_has_any_permission_for(self.request.user, ANY)  # type: ignore[attr-defined]
        return files.filter(pk__in=known.values("pk"))


class KnownImages(KnownFiles, ImagesAdminAPIViewSet):
    """Images."""


class KnownDocuments(KnownFiles, DocumentsAdminAPIViewSet):
    """Documents."""
