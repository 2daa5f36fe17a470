"""Who may download a file: attachments follow their entry, clearance documents are never for readers."""

from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url

from kb.models import EntryPage, KbDocument
from kb.permissions import is_editor_of, is_member_of, may_read_in_full, may_see_draft


def check_document_access(document: KbDocument, request: HttpRequest) -> HttpResponse | None:
    """Wagtail's ``before_serve_document``: nothing for those who may read it; visitors are asked to sign in.

    Raises ``PermissionDenied`` for people who are signed in and may not.
    """
    if may_download(request, document):
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), resolve_url("account_login"))
    raise PermissionDenied


def may_download(request: HttpRequest, document: KbDocument) -> bool:
    """Whether who asks may have the file: its people always, others if a page that they may read shows it."""
    user = request.user
    if user.is_authenticated and _belongs_to(user, document):
        return True
    if any(_may_read(request, entry) for entry in _showing(document)):
        return True
    if not user.is_authenticated:
        return False
    entries = list(_holding(document))
    if entries:
        return any(may_see_draft(user, entry) for entry in entries)
    # A file that only a revision mentions belongs to a draft of its enterprise.
    return any(may_see_draft(user, entry) for entry in _drafts_of(document.enterprise_id))


def _may_read(request: HttpRequest, entry: EntryPage) -> bool:
    return entry.live and may_read_in_full(request.user, entry) and entry.lets_in(request)


def _drafts_of(enterprise_id: int | None) -> QuerySet[EntryPage]:
    drafts = EntryPage.objects.filter(has_unpublished_changes=True, enterprise=enterprise_id)
    return drafts.exclude(enterprise=None).select_related("enterprise").prefetch_related("areas")


def _belongs_to(user: Any, document: KbDocument) -> bool:
    if user.pk == document.uploaded_by_user_id or is_member_of(user, document.enterprise_id):
        return True
    return document.enterprise is not None and is_editor_of(user, document.enterprise.country)


def _showing(document: KbDocument) -> QuerySet[EntryPage]:
    """Entries whose readers are offered the file."""
    shown = Q(attachments__document=document) | Q(indicators__evidence=document)
    return EntryPage.objects.filter(shown).select_related("enterprise").distinct()


def _holding(document: KbDocument) -> QuerySet[EntryPage]:
    """Entries that have the file for any purpose."""
    held = Q(attachments__document=document) | Q(indicators__evidence=document) | Q(clearance_document=document)
    return EntryPage.objects.filter(held).select_related("enterprise").distinct()
