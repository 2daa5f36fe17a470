"""The form of an entry: new and again, with rows added and removed, saved, previewed, submitted."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Locale

from contribute import kept
from contribute.forms import LANGUAGE, EntryForm, entry_form, is_untitled
from contribute.layout import Layout, Problems
from contribute.review import answers
from contribute.views import entry_types, own_page, send_to_review, signed_in, what_is_missing
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
    enterprise = Enterprise.objects.filter(pk__in=own, slug=wanted).first() if wanted else None
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


def section_for(model: type[EntryPage], language: str) -> Any:
    """The page below which entries of ``model`` in ``language`` lie."""
    parents = [parent for parent in model.allowed_parent_page_models() if hasattr(parent, "entry_type")]
    for parent in parents:
        found = parent.objects.filter(entry_type=model.entry_type, locale__language_code=language).first()
        if found is not None:
            return found
    raise Http404


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
        returned = kept.take_back(self.request)
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
        changes_rows = _change_rows(data)
        form = self._form(data)
        is_valid = form.is_valid()
        if changes_rows:
            form.forget_errors()
            return self._show(form)
        if not self.may_edit:
            messages.error(
                self.request, _("Not saved: the page is in review. Take it back first; what you typed is below.")
            )
            return self._show(form, status=409)
        if form.has_moved_on():
            return self._outdated(data)
        if not is_valid:
            return self._show(form, status=422)
        return self._save(form, data.get("action", "save"))

    def _save(self, form: EntryForm, action: str) -> HttpResponse:
        entry = form.filled_entry()
        user: Any = self.request.user
        if self.page is None:
            section = section_for(type(entry), form.cleaned_data[LANGUAGE] or settings.LANGUAGE_CODE)
            workflow.create_draft(entry, section=section, user=user)
        else:
            workflow.save_draft(entry, user=user)
        if action == "submit":
            return send_to_review(self.request, own_page(self.request, entry.pk))
        if action == "preview":
            return redirect("contribute:preview", pk=entry.pk)
        messages.success(self.request, _("The draft is saved."))
        return redirect("contribute:edit", pk=entry.pk)

    def _outdated(self, data: QueryDict) -> HttpResponse:
        """A colleague saved meanwhile: nothing is overwritten without the writer's knowing."""
        revision = self.entry.latest_revision
        messages.warning(
            self.request,
            _("Not saved: %(who)s saved this page after you had opened it. To keep your version, save again.")
            % {"who": revision.user or "–"},
        )
        data["seen_revision"] = str(self.entry.latest_revision_id)
        form = self._form(data)
        form.is_valid()
        return self._show(form, status=409)

    def _taken_back(self, data: QueryDict, had_files: bool) -> HttpResponse:
        messages.warning(self.request, _("This is what you typed before you signed in again. It is not saved yet."))
        if had_files:
            messages.warning(self.request, _("Choose the files again: they could not be kept."))
        form = self._form(data)
        form.is_valid()
        form.forget_errors()
        return self._show(form)

    def _show(self, form: EntryForm, *, missing: Problems | None = None, status: int = 200) -> HttpResponse:
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
            "entry": self.entry,
            "entry_page": self.page,
            "type_label": model._meta.verbose_name,
            "may_edit": self.may_edit,
            "answers": history,
            "unread_files": attachments.problems(self.entry) if self.page is not None else [],
            "returned": history[0] if history and history[0].is_return else None,
        }
        return render(self.request, "contribute/entry_form.html", context, status=status)


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
