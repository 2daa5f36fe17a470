"""Reviewing an entry outside its editor, from the lists of what waits for review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.views.pages.workflow import WorkflowActionView

from kb.models import EntryPage


def problems(entry: EntryPage) -> str:
    """What keeps ``entry`` from publication, with the names of the fields; empty when nothing does."""
    lines = []
    for name, texts in entry.submission_errors().items():
        label = str(entry.label_of(name)) if name != "__all__" else ""
        lines.append(f"{label}: {' '.join(texts)}" if label else " ".join(texts))
    return " · ".join(lines)


def refuse(request: HttpRequest, entry: EntryPage, text: str) -> None:
    """Says why ``entry`` cannot be published."""
    message = _("“%(title)s” is not complete and was not published. %(problems)s")
    messages.error(request, message % {"title": entry.get_admin_display_title(), "problems": text})


class EntryWorkflowActionView(WorkflowActionView):
    """Approving asks once more whether the entry is complete: a reviewer may have edited it."""

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Approves or rejects."""
        if self.action_name == "approve":
            entry = self.object.get_latest_revision_as_object()
            if text := problems(entry):
                refuse(request, entry, text)
                return redirect(self.redirect_url)
        return super().post(request, *args, **kwargs)
