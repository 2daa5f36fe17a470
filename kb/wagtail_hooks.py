"""Registers with Wagtail what the knowledge base adds to it."""

from datetime import date
from typing import Any

from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.templatetags.static import static
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.log_actions import LogFormatter
from wagtail.models import Page

from kb import permissions
from kb.account_panel import LettersPanel
from kb.admin_bell import bell
from kb.archive_view import ArchiveView, archive_button
from kb.audit_report import AuditViewSet
from kb.choosers import enterprise_chooser, user_chooser
from kb.dates import date_in_words
from kb.document_access import check_document_access
from kb.entry_viewsets import entry_pages
from kb.guarded_admin import KnownDocuments, KnownImages, linkable
from kb.mail_report import LetterViewSet
from kb.models import EntryPage
from kb.policies import moderated
from kb.viewsets import KnowledgeBaseGroup
from kb.workflow import record_direct_publication
from kb.workflow_views import ReviewsPanel, problems, refuse

hooks.register("before_serve_document", check_document_access)
hooks.register("register_admin_menu_item", bell)
hooks.register("register_account_settings_panel", LettersPanel)
hooks.register("register_page_header_buttons", archive_button)
hooks.register("register_page_listing_more_buttons", archive_button)

# What an expert does not need: only what waits for review concerns him or her.
HIDDEN_FROM_EXPERTS = {"help", "reports", "images", "documents", "settings", "knowledge-base"}


@hooks.register("register_admin_viewset")
def register_viewsets() -> list[Any]:
    """The menu group, the explorer's columns and the dialogs."""
    return [KnowledgeBaseGroup(), entry_pages, enterprise_chooser, user_chooser, LetterViewSet(), AuditViewSet()]


@hooks.register("register_admin_urls")
def register_archive() -> list[URLPattern]:
    """Outside the addresses of pages, which belong to Wagtail."""
    return [path("archive/<int:pk>/", ArchiveView.as_view(), name="archive")]


@hooks.register("register_permissions")
def register_own_permissions() -> QuerySet[Permission]:
    """Shows members in the groups' settings; the viewsets register the rest."""
    return Permission.objects.filter(content_type__app_label="kb", content_type__model="membership")


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What the audit log says of our own actions."""

    @actions.register_action("kb.standing")
    class StandingFormatter(LogFormatter):
        label = _("Change the standing")

        def format_message(self, log_entry: Any) -> str:
            standing = EntryPage.Standing(log_entry.data["standing"]).label
            return gettext("Marked as: %(standing)s") % {"standing": standing}

    @actions.register_action("kb.confirm")
    class ConfirmationFormatter(LogFormatter):
        label = _("Confirm the page")

        def format_message(self, log_entry: Any) -> str:
            until = date_in_words(date.fromisoformat(log_entry.data["until"]))
            return gettext("Confirmed: holds until %(day)s") % {"day": until}

    @actions.register_action("kb.member")
    class MemberFormatter(LogFormatter):
        label = _("Change a member")

        def format_message(self, log_entry: Any) -> str:
            words = {"active": gettext("writes here"), "suspended": gettext("suspended"), "removed": gettext("removed")}
            return f"{log_entry.data['member']}: {words[log_entry.data['state']]}"

    @actions.register_action("kb.merge")
    class MergeFormatter(LogFormatter):
        label = _("Merge")

        def format_message(self, log_entry: Any) -> str:
            return gettext("“%(name)s” was merged into it") % {"name": log_entry.data["merged"]}

    for action, heading, text in REVIEW_ACTIONS:
        actions.register_action(action)(type("Formatter", (ReviewFormatter,), {"label": heading, "text": text}))


class ReviewFormatter(LogFormatter):
    """What the log says of a review: the step, the person, the day."""

    text: Any = ""

    def format_message(self, log_entry: Any) -> str:
        return str(self.text) % log_entry.data


REVIEW_ACTIONS = (
    ("kb.review_claim", _("Take a review on"), _("%(task)s: %(person)s took it on")),
    ("kb.review_release", _("Release a review"), _("%(task)s: released, %(person)s had it")),
    ("kb.review_assign", _("Assign a review"), _("%(task)s: given to %(person)s, due %(due_on)s")),
)


@hooks.register("construct_homepage_panels")
def show_own_reviews(request: HttpRequest, panels: list[Any]) -> None:
    """Puts the reviews of the user in place of Wagtail's list."""
    panels[:] = [panel for panel in panels if not isinstance(panel, WorkflowObjectsToModeratePanel)]
    panels.append(ReviewsPanel())


@hooks.register("insert_global_admin_css")
def admin_style() -> SafeString:
    """Area check boxes in columns; what is taken from the original without buttons."""
    return format_html('<link rel="stylesheet" href="{}">', static("kb/css/admin.css"))


@hooks.register("construct_main_menu")
def trim_menu(request: HttpRequest, items: list[Any]) -> None:
    """Leaves what the role needs."""
    items[:] = [item for item in items if item.name != "help"]
    if not permissions.moderated_countries(request.user):
        items[:] = [item for item in items if item.name not in HIDDEN_FROM_EXPERTS]


@hooks.register("construct_admin_api", order=1)
def narrow_api(router: Any) -> None:
    """After Wagtail's own, which tell of all files."""
    router.register_endpoint("images", KnownImages)
    router.register_endpoint("documents", KnownDocuments)


@hooks.register("construct_reports_menu")
def trim_reports(request: HttpRequest, items: list[Any]) -> None:
    """Leaves out the report that is refused to those who look after one country."""
    if not permissions.moderates_everywhere(request.user):
        items[:] = [item for item in items if item.name != "page-types-usage"]


@hooks.register("construct_explorer_page_queryset")
def only_moderated_entries(parent: Page, pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """Editors see the entries of their country, whatever its state."""
    return moderated(pages, request.user)


@hooks.register("construct_page_chooser_queryset")
def no_drafts_of_others(pages: QuerySet[Page], request: HttpRequest) -> QuerySet[Page]:
    """The dialog of pages offers what may be linked."""
    return linkable(pages, request.user)


@hooks.register("after_edit_page")
def leave_what_is_done(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An expert who has decided may no longer open the page; the list around it was never open to experts."""
    if isinstance(page, EntryPage) and not page.permissions_for_user(request.user).can_edit():
        return redirect("wagtailadmin_home")
    return None


@hooks.register("before_publish_page")
def refuse_incomplete(request: HttpRequest, page: Page) -> HttpResponse | None:
    """An entry is published when nothing is missing, and its new version is counted."""
    if isinstance(page, EntryPage):
        if text := problems(page):
            refuse(request, page, text)
            return redirect("wagtailadmin_pages:edit", page.pk)
        record_direct_publication(page, user=request.user)
    return None


@hooks.register("before_bulk_action")
def refuse_incomplete_bulk(
    request: HttpRequest, action_type: str, pages: list[Any], action: Any
) -> HttpResponse | None:
    """The same for several pages at once."""
    if action_type != "publish":
        return None
    for page in pages:
        entry = page.specific if isinstance(page, Page) else page
        if not isinstance(entry, EntryPage):
            continue
        latest = entry.get_latest_revision_as_object()
        if text := problems(latest):
            refuse(request, latest, text)
            return redirect(action.next_url)
        record_direct_publication(latest, user=request.user)
    return None
