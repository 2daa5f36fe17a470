"""Reviewing an entry outside its editor, from the lists of what waits for review."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from wagtail.admin import messages
from wagtail.admin.ui.components import Component
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.workflow import WorkflowActionView
from wagtail.models import TaskState

from kb.models import EntryPage
from kb.review_queues import Queue, line, waiting, with_names

SHOWN_AT_HOME = 10


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


def outcome(entry: EntryPage) -> str:
    """What has come of the decision on ``entry`` that was made just now."""
    title = entry.get_admin_display_title()
    state = entry.current_workflow_state
    if state is None and entry.approved_schedule:
        return _("“%(title)s” is approved and will be published at the hour that is set.") % {"title": title}
    if state is None:
        return _("“%(title)s” is approved and published.") % {"title": title}
    if state.status == state.STATUS_NEEDS_CHANGES:
        return _("“%(title)s” went back to its author, with the reason.") % {"title": title}
    step = state.current_task_state.task.name
    before = state.task_states.filter(task=state.current_task_state.task).exclude(pk=state.current_task_state.pk)
    if before.filter(status=TaskState.STATUS_APPROVED).exists():
        text = _("“%(title)s” was edited during its review, so it is reviewed anew. Next step: %(step)s.")
    else:
        text = _("“%(title)s” is approved. Next step: %(step)s.")
    return text % {"title": title, "step": step}


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


class EntryEditView(EditView):
    """The editor of an entry, with who reviews it above the form."""

    def get_template_names(self) -> list[str]:
        """Ours in place of the whole page; what an autosave renews is Wagtail's."""
        names = super().get_template_names()
        return ["kb/review/edit.html"] if names == ["wagtailadmin/pages/edit.html"] else names

    def add_save_confirmation_message(self) -> None:
        """A decision is answered by what came of it, where Wagtail says that the page was updated."""
        if self.action_name != "perform_workflow_action":
            super().add_save_confirmation_message()
            return
        messages.success(self.request, outcome(EntryPage.objects.get(pk=self.page.pk)))

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Adds the step of review that is waiting."""
        context = super().get_context_data(**kwargs)
        state = context["current_task_state"]
        review = with_names(waiting(self.request.user).filter(pk=state.pk)).first() if state else None
        context["review_line"] = line(review, self.request.user) if review else None
        return context


class ReviewsPanel(Component):
    """What waits for the user, on the admin's first page; Wagtail's own panel would ask the database for each."""

    name = "reviews"
    template_name = "kb/review/home_panel.html"
    order = 220

    def get_context_data(self, parent_context: Any) -> dict[str, Any]:
        """The first of both lists."""
        user = parent_context["request"].user
        reviews = [
            *with_names(waiting(user, Queue.MINE))[:SHOWN_AT_HOME],
            *with_names(waiting(user, Queue.FREE))[:SHOWN_AT_HOME],
        ]
        return {"lines": [line(review, user) for review in reviews[:SHOWN_AT_HOME]]}
