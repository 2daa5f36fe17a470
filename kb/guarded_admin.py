"""Addresses of Wagtail's admin that would tell titles of pages and files which the user may not know of."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.db.models import CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from wagtail.admin.auth import require_admin_access
from wagtail.admin.views import chooser
from wagtail.admin.views.bulk_action import index as bulk_action
from wagtail.admin.views.pages.move import MoveConfirmView
from wagtail.admin.views.reports.audit_logging import LogEntriesView
from wagtail.admin.views.reports.page_types_usage import PageTypesUsageReportView
from wagtail.admin.viewsets.pages import page_viewset_registry
from wagtail.documents.api.admin.views import DocumentsAdminAPIViewSet
from wagtail.images.api.admin.views import ImagesAdminAPIViewSet
from wagtail.models import ModelLogEntry, Page, PageLogEntry
from wagtail.permissions import policy_registry

from kb import permissions
from kb.models import Enterprise, EntryPage, KbDocument, KbImage
from kb.policies import moderated

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
explore_results = page_viewset_registry.as_view("index_results", parent_page_id_kwarg="parent_page_id")


@require_admin_access
def guarded_explorer(request: HttpRequest, parent_page_id: int, *, results_only: bool = False) -> HttpResponse:
    """What lies below a page, under the title of that page: for those who may know of it."""
    policy: Any = policy_registry.get_by_type(Page)
    if not policy.explorable_instances(request.user).filter(pk=parent_page_id).exists():
        return redirect("wagtailadmin_explore_root")
    return (explore_results if results_only else explore)(request, parent_page_id=parent_page_id)


class GuardedMove(MoveConfirmView):
    """Wagtail asks who may move a page only once it is confirmed, and names both pages before."""

    def dispatch(self, request: HttpRequest, page_to_move_id: int, destination_id: int, **kwargs: Any) -> Any:
        """Refuses those who may not move it there."""
        page, destination = (get_object_or_404(Page, pk=pk) for pk in (page_to_move_id, destination_id))
        if not page.specific.permissions_for_user(request.user).can_move_to(destination.specific):
            raise PermissionDenied
        return super().dispatch(request, page_to_move_id, destination_id, **kwargs)


guarded_move = require_admin_access(GuardedMove.as_view())


def linkable(pages: QuerySet[Page], user: Any) -> QuerySet[Page]:
    """Any published page may be linked; of drafts, only those that ``user`` moderates."""
    own_drafts = moderated(EntryPage.objects.filter(live=False), user)
    hidden = EntryPage.objects.filter(live=False).exclude(pk__in=own_drafts.values("pk"))
    return pages.exclude(pk__in=hidden.values("pk"))


class GuardedBrowse(chooser.BrowseView):
    """Wagtail's dialog of pages names the page below which it looks."""

    def get(self, request: HttpRequest, parent_page_id: int | None = None) -> Any:
        """Does not open below a page that may not be linked."""
        if parent_page_id and not linkable(Page.objects.filter(pk=parent_page_id), request.user).exists():
            raise Http404
        return super().get(request, parent_page_id)


class GuardedChosen(chooser.ChosenMultipleView):
    """Wagtail tells the titles of whatever pages are asked for."""

    def get(self, request: HttpRequest) -> Any:
        """Leaves out those that may not be linked."""
        wanted = [pk for pk in request.GET.getlist("id") if pk.isdecimal()]
        query = request.GET.copy()
        known = linkable(Page.objects.filter(pk__in=wanted), request.user)
        query.setlist("id", [str(pk) for pk in known.values_list("pk", flat=True)])
        request.GET = query  # type: ignore[assignment]
        return super().get(request)


guarded_browse = require_admin_access(GuardedBrowse.as_view())
guarded_chosen = require_admin_access(GuardedChosen.as_view())


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
