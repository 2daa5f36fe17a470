"""The form of an entry: new and again, with rows added and removed, saved, previewed, submitted."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.validators import slug_re
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from contribute import kept, saving
from contribute.completeness import Completeness, completeness_of, what_is_missing
from contribute.forms import EntryForm, entry_form, is_untitled
from contribute.layout import Layout, Problems
from contribute.review import answers
from contribute.uploads import MOST_AT_ONCE
from contribute.views import entry_types, own_page, send_to_review, signed_in
from kb import permissions, workflow
from kb.models import Enterprise, EntryPage
from search import attachments


@signed_in
def new(request: HttpRequest, entry_type: str) -> HttpResponse:
    """An empty form for an entry of that type."""
    model = entry_types().get(entry_type)
    if model is None or not permissions.may_contribute(request.user):
        raise Http404
    return _Editor(request, _blank(request, model), page=None).respond()


@signed_in
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The form with the latest draft of an entry."""
    page = own_page(request, pk)
    return _Editor(request, page.get_latest_revision_as_object(), page=page).respond()


def _blank(request: HttpRequest, model: type[EntryPage]) -> EntryPage:
    """An unsaved entry with what is known already: enterprise, language, the writer as contact person."""
    user: Any = request.user
    own = permissions.roles_of(user).enterprise_ids
    wanted = request.GET.get("enterprise", "")
    enterprise = Enterprise.objects.filter(pk__in=own, slug=wanted).first() if slug_re.fullmatch(wanted) else None
    if enterprise is None and len(own) == 1:
        enterprise = Enterprise.objects.filter(pk__in=own).first()
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    return model(
        enterprise=enterprise,
        original_language=language,
        locale=Locale.objects.get(language_code=language),
        contact_name=user.get_full_name(),
        contact_email=user.email,
    )


class _Editor:
    """One request for the form."""

    def __init__(self, request: HttpRequest, entry: EntryPage, page: EntryPage | None) -> None:
        self.request = request
        self.entry = entry
        self.page = page
        self.may_edit = page is None or permissions.may_edit(request.user, page)

    def respond(self) -> HttpResponse:
        if self.request.method == "POST":
            return self._posted(self.request.POST.copy())
        # What was sent while the page was in review waits until it may be changed.
        returned = kept.take_back(self.request) if self.may_edit else None
        if returned is not None:
            return self._taken_back(*returned)
        missing = None
        if self.page is not None and "check" in self.request.GET:
            missing = what_is_missing(self.page.get_latest_revision_as_object())
        return self._show(self._form(), missing=missing)

    def _form(self, data: QueryDict | None = None) -> EntryForm:
        files = self.request.FILES if data is not None else None
        model: Any = type(self.entry)
        return entry_form(model)(data, files, entry=self.entry, user=self.request.user)

    def _posted(self, data: QueryDict) -> HttpResponse:
        if data.get("action") == saving.AUTOSAVE:
            return saving.autosave(self.request, self._form(data)) if self.may_edit else saving.refuse_in_review()
        if data.get("action") == "restore":
            return self._taken_back(data, had_files=False)
        changes_rows = _change_rows(data)
        form = self._form(data)
        is_valid = form.is_valid()
        if changes_rows:
            form.forget_errors()
            return self._show(form)
        if not self.may_edit:
            return self._refuse_in_review(form)
        if form.has_moved_on() and data.get("overwrite") != form.mark:
            return self._show(form, status=409, is_outdated=True)
        if not is_valid:
            return self._show(form, status=422)
        return self._save(form, data.get("action", "save"))

    def _refuse_in_review(self, form: EntryForm) -> HttpResponse:
        # Here the fields are locked; the form shows it again once the page is taken back.
        kept.keep(self.request)
        messages.error(
            self.request, _("Not saved: the page is in review. Take it back first; what you typed is below.")
        )
        return self._show(form, status=409)

    def _save(self, form: EntryForm, action: str) -> HttpResponse:
        try:
            entry = saving.save(form, self.request.user)
        except workflow.Outdated:
            self.entry.refresh_from_db(fields=["latest_revision", "latest_revision_created_at"])
            return self._show(form, status=409, is_outdated=True)
        except PermissionDenied:
            # A colleague sent it there in this moment.
            self.may_edit = False
            return self._refuse_in_review(form)
        if action == "submit":
            return send_to_review(self.request, own_page(self.request, entry.pk))
        if action == "preview":
            return redirect("contribute:preview", pk=entry.pk)
        messages.success(self.request, _("The draft is saved."))
        return redirect("contribute:edit", pk=entry.pk)

    def _taken_back(self, data: QueryDict, had_files: bool) -> HttpResponse:
        messages.warning(self.request, _("This is what you typed before. It is not saved yet."))
        if had_files:
            messages.warning(self.request, _("Choose the files again: they could not be kept."))
        form = self._form(data)
        form.is_valid()
        form.forget_errors()
        return self._show(form)

    def _show(
        self, form: EntryForm, *, missing: Problems | None = None, status: int = 200, is_outdated: bool = False
    ) -> HttpResponse:
        model = type(self.entry)
        history = answers(self.page) if self.page is not None else []
        if self.page is None or is_untitled(self.entry):
            heading = _("New page: %(type)s") % {"type": model._meta.verbose_name}
        else:
            heading = self.entry.title
        context = {
            "title": heading,
            "form": form,
            "layout": Layout(form, missing=missing),
            "is_check": missing is not None,
            "completeness": self._completeness(form),
            "newer": self.entry.latest_revision if is_outdated else None,
            "entry": self.entry,
            "entry_page": self.page,
            "type_label": model._meta.verbose_name,
            "may_edit": self.may_edit,
            "most_at_once": MOST_AT_ONCE,
            "answers": history,
            "unread_files": attachments.problems(self.entry) if self.page is not None else [],
            "returned": history[0] if history and history[0].is_return else None,
        }
        return render(self.request, "contribute/entry_form.html", context, status=status)

    def _completeness(self, form: EntryForm) -> Completeness | None:
        """How far the draft is as it was saved; what a form that came back says is not in it."""
        if not form.is_bound:
            return completeness_of(self.entry)
        return completeness_of(self.page.get_latest_revision_as_object()) if self.page is not None else None


def _change_rows(data: QueryDict) -> bool:
    """Adds or removes the row that a button of the form names; False when the form was sent for another reason."""
    relation = data.get("add_row", "")
    if relation:
        total = f"{relation}-TOTAL_FORMS"
        count = str(data.get(total, ""))
        if count.isdecimal():
            data[total] = str(int(count) + 1)
        return True
    prefix = data.get("remove_row", "")
    if prefix:
        data[f"{prefix}-removed"] = "on"
        return True
    return False
