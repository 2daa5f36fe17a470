"""Putting a published entry into the archive and taking it out again, from the menus of the page in the admin."""

from collections.abc import Iterator
from typing import Any, ClassVar
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.utils import get_valid_next_url_from_request
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import Button

from kb import permissions, workflow
from kb.models import EntryPage


class ArchiveView(WagtailAdminTemplateMixin, TemplateView):
    """Asks, then archives the entry in all its languages; an archived one is taken out."""

    template_name = "kb/archive.html"
    header_icon = "history"
    breadcrumbs_items: ClassVar[list[dict[str, Any]]] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses who may not."""
        self.entry = get_object_or_404(EntryPage, pk=kwargs["pk"]).specific
        if not permissions.may_archive(request.user, self.entry):
            raise PermissionDenied
        self.back = self.entry.standing == EntryPage.Standing.ARCHIVED
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """What is about to happen."""
        return _("Take out of the archive") if self.back else _("Put into the archive")

    def get_page_subtitle(self) -> str:
        """With which entry."""
        return str(self.entry.get_admin_display_title())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            back=self.back,
            translations=self.entry.get_translations().live().count(),
            next_url=get_valid_next_url_from_request(self.request) or self._editor(),
            **kwargs,
        )

    def _editor(self) -> str:
        return reverse("wagtailadmin_pages:edit", args=[self.entry.pk])

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Does it. Who answers the question that another editor has answered meanwhile changes nothing."""
        back = request.POST.get("back") == "yes"
        workflow.archive(self.entry, user=request.user, back=back)  # type: ignore[arg-type]
        text = _("“%(title)s” is out of the archive.") if back else _("“%(title)s” is in the archive now.")
        messages.success(request, text % {"title": self.get_page_subtitle()})
        return redirect(get_valid_next_url_from_request(request) or self._editor())


def archive_button(page: Any, user: Any, next_url: str | None = None, **_more: Any) -> Iterator[Button]:
    """In the menus of an entry that ``user`` may archive or take out of the archive."""
    entry = page if isinstance(page, EntryPage) else None
    if entry is None or not permissions.may_archive(user, entry):
        return
    label = _("Take out of the archive") if entry.standing == EntryPage.Standing.ARCHIVED else _("Put into the archive")
    url = reverse("archive", args=[entry.pk])
    if next_url:
        url += f"?{urlencode({'next': next_url})}"
    yield Button(label, url=url, icon_name="history", priority=45)
