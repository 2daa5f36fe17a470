"""Saving what the form says as a draft: by its button, or by itself while somebody writes."""

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, JsonResponse
from django.template.defaultfilters import date as date_text
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contribute.completeness import completeness_of
from contribute.forms import LANGUAGE, EntryForm, version_mark
from kb import workflow
from kb.dates import zone_of
from kb.models import EntryPage

AUTOSAVE = "autosave"


def section_for(model: type[EntryPage], language: str) -> Any:
    """The page below which entries of ``model`` in ``language`` lie."""
    parents = [parent for parent in model.allowed_parent_page_models() if hasattr(parent, "entry_type")]
    for parent in parents:
        found = parent.objects.filter(entry_type=model.entry_type, locale__language_code=language).first()
        if found is not None:
            return found
    raise Http404


def save(form: EntryForm, user: Any, *, over: int | None = None, with_pictures: bool = True) -> EntryPage:
    """The entry as the valid ``form`` says, saved as a draft; ``over`` is that of ``kb.workflow.save_draft``.

    Raises ``kb.workflow.Outdated`` when somebody else saved it in the same moment.
    """
    is_new = form.entry.pk is None
    entry = form.filled_entry(with_pictures=with_pictures)
    if is_new:
        section = section_for(type(entry), form.cleaned_data[LANGUAGE] or settings.LANGUAGE_CODE)
        return workflow.create_draft(entry, section=section, user=user)
    return workflow.save_draft(entry, user=user, over=over)


def autosave(request: HttpRequest, form: EntryForm) -> JsonResponse:
    """Saves without anybody's asking, never over what somebody else saved; the answer says what came of it.

    ``revision`` of the answer comes back with the next request, so that one sitting makes one version, not hundreds.
    """
    if form.has_moved_on():
        return _refused(_("Not saved automatically: another version was saved meanwhile. Save yours to choose."), 409)
    if not form.is_valid():
        return _refused(_("Not saved yet. To put right: %(fields)s.") % {"fields": ", ".join(_wrong(form))}, 422)
    sent = request.POST.get("autosaved", "")
    # Python refuses to read a number of thousands of digits.
    over = int(sent) if sent.isdecimal() and len(sent) < 19 else None
    try:
        entry = save(form, request.user, over=over, with_pictures=False)
    except workflow.Outdated:
        return _refused(_("Not saved automatically: another version was saved meanwhile. Save yours to choose."), 409)
    except PermissionDenied:
        return refuse_in_review()
    stored = EntryPage.objects.get(pk=entry.pk)
    completeness = completeness_of(stored.specific.get_latest_revision_as_object())
    at = date_text(timezone.localtime(stored.latest_revision_created_at, zone_of(request.user)), "H:i")
    return JsonResponse(
        {
            "text": _("Saved at %(time)s.") % {"time": at},
            "mark": version_mark(stored),
            "revision": stored.latest_revision_id,
            "address": reverse("contribute:edit", args=[stored.pk]),
            "completeness": render_to_string("contribute/completeness.html", {"completeness": completeness}),
        }
    )


def refuse_in_review() -> JsonResponse:
    """The page was sent to review meanwhile."""
    return _refused(_("Not saved automatically: the page is in review."), 409)


def _refused(text: str, status: int) -> JsonResponse:
    return JsonResponse({"text": text}, status=status)


def _wrong(form: EntryForm) -> list[str]:
    """What the parts are called in which something is wrong."""
    labels = [str(form[name].label) if name in form.fields else "" for name in form.errors]
    for row_set in form.row_sets.values():
        if any(row_set.errors) or row_set.non_form_errors():
            labels.append(str(row_set.place.heading))
    return [capfirst(label) for label in dict.fromkeys(labels) if label]
