"""The letters of the site as administrators see them: which did not arrive, why, and trying again."""

from collections.abc import Iterable
from typing import Any, ClassVar

import django_filters
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _
from django.views.generic.edit import FormView
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import Column, DateColumn, NumberColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.admin.widgets.button import Button
from wagtail.permission_policies import BasePermissionPolicy
from wagtail.permissions import register_permission_policy

from kb.listing import ReadableExport
from kb.permissions import may_see_letters
from notifications.models import Mail
from notifications.rendering import line
from notifications.tasks import try_failed_again


class LetterPolicy(BasePermissionPolicy):
    """All or nothing, as ``kb.permissions`` says."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        return may_see_letters(user)

    def users_with_any_permission(self, actions: Iterable[str]) -> QuerySet[Any]:
        return get_user_model().objects.filter(is_superuser=True, is_active=True)


register_permission_policy(Mail, LetterPolicy(Mail))


class LetterFilterSet(WagtailFilterSet):
    """By state."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"), choices=Mail.State, widget=CheckboxSelectMultiple
    )

    class Meta:
        model = Mail
        fields: ClassVar[list[str]] = []


class LetterReport(ReadableExport, ReportView):
    """All letters that are kept, the latest first; without their texts, which hold links to accounts."""

    model = Mail
    page_title = gettext_lazy("Letters")
    header_icon = "mail"
    any_permission_required: ClassVar[list[str]] = ["view"]
    filterset_class = LetterFilterSet
    default_ordering = "-created_at"
    list_export: ClassVar[list[str]] = ["created_at", "receiver", "kind", "state", "attempts", "error"]
    export_headings: ClassVar[dict[str, Any]] = {"receiver": gettext_lazy("Receiver")}
    export_filename = "letters"

    def get_base_queryset(self) -> QuerySet[Mail]:
        """With the receivers."""
        return Mail.objects.select_related("user")

    @property
    def columns(self) -> list[Column]:
        """To whom, about what, and what became of it."""
        return [
            Column("receiver", label=_("Receiver")),
            Column("kind", label=_("What about"), accessor=_subject, sort_key="kind"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
            NumberColumn("attempts", label=_("Attempts"), sort_key="attempts"),
            Column("error", label=_("Error")),
            DateColumn("created_at", label=_("Written"), sort_key="created_at"),
        ]

    @property
    def header_more_buttons(self) -> list[Button]:
        """Trying again."""
        again = Button(_("Try the failed ones again"), url=reverse("letters:again"), icon_name="repeat", priority=10)
        return [again]


def _subject(mail: Mail) -> str:
    """The letter's first line, in the language of who looks; of a kind that is no more, its name."""
    try:
        return line(mail.kind, mail.params, (get_language() or mail.language)[:2])
    except LookupError:
        return mail.kind


class TryAgainView(WagtailAdminTemplateMixin, FormView):
    """Asks once, then puts all letters that failed back into the queue."""

    form_class = forms.Form
    template_name = "wagtailadmin/generic/form.html"
    page_title = gettext_lazy("Try the failed ones again")
    header_icon = "mail"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Refuses who may not."""
        if not may_see_letters(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list."""
        listing = {"url": reverse("letters:index"), "label": _("Letters")}
        return [*super().get_breadcrumbs_items(), listing, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            action_url=self.request.path,
            submit_button_label=_("Try again"),
            submit_button_active_label=_("Trying…"),
            **kwargs,
        )

    def form_valid(self, form: forms.Form) -> HttpResponse:
        count = try_failed_again()
        text = ngettext("%(count)d letter waits again.", "%(count)d letters wait again.", count)
        messages.success(self.request, text % {"count": count})
        return redirect("letters:index")


class LetterMenuItem(MenuItem):
    """For administrators."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_see_letters(request.user)


class LetterViewSet(ViewSet):
    """The report, in the menu of settings."""

    name = "letters"
    url_prefix = "letters"
    icon = "mail"
    menu_label = gettext_lazy("Letters")
    menu_name = "letters"
    menu_item_class = LetterMenuItem
    add_to_settings_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, its table alone for filtering in place, and trying again."""
        names = {"index_url_name": self.get_url_name("index"), "index_results_url_name": self.get_url_name("results")}
        return [
            path("", self.construct_view(LetterReport, **names), name="index"),
            path("results/", self.construct_view(LetterReport, **names, results_only=True), name="results"),
            path("again/", TryAgainView.as_view(), name="again"),
        ]
