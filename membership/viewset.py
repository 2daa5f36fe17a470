"""Applications in the admin: the list, and the page on which an editor decides."""

from typing import Any, ClassVar

import django_filters
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic.base import View
from wagtail.admin import messages
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.menu import MenuItem
from wagtail.admin.ui.tables import BooleanColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.reports import ReportView
from wagtail.admin.viewsets.base import ViewSet
from wagtail.permissions import register_permission_policy

from kb import permissions
from kb.listing import ReadableExport
from kb.models import Enterprise
from membership import joining
from membership.admin_forms import AcceptForm, DeclineForm
from membership.models import Application
from membership.rights import ApplicationPolicy

State = Application.State
register_permission_policy(Application, ApplicationPolicy(Application))


class ApplicationFilterSet(WagtailFilterSet):
    """State and country; without a choice, those that wait for a decision come first."""

    state = django_filters.MultipleChoiceFilter(
        label=gettext_lazy("State"),
        choices=[choice for choice in State.choices if choice[0] != State.UNCONFIRMED],
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Application
        fields: ClassVar[list[str]] = ["country"]


class ApplicationIndexView(ReadableExport, ReportView):
    """The applications of the editor's country whose e-mail address is confirmed."""

    model = Application
    page_title = gettext_lazy("Applications")
    header_icon = "group"
    any_permission_required: ClassVar[list[str]] = ["view"]
    filterset_class = ApplicationFilterSet
    is_searchable = True
    search_fields: ClassVar[list[str]] = ["last_name", "email", "enterprise_name", "tax_id"]
    default_ordering = "-confirmed_at"
    list_export: ClassVar[list[str]] = [
        "confirmed_at", "full_name", "post", "email", "enterprise_name", "tax_id", "country", "state",
    ]  # fmt: skip
    export_headings: ClassVar[dict[str, Any]] = {"full_name": gettext_lazy("Applicant")}
    export_filename = "applications"

    def get_base_queryset(self) -> QuerySet[Application]:
        """With whether the enterprise is known."""
        countries = permissions.moderated_countries(self.request.user)
        known = Enterprise.objects.filter(tax_id=OuterRef("tax_id"))
        confirmed = Application.objects.filter(country__in=countries).exclude(state=State.UNCONFIRMED)
        return confirmed.annotate(is_known=Exists(known))

    @property
    def columns(self) -> list[Column]:
        """Who, for which enterprise, since when."""
        return [
            TitleColumn(
                "full_name",
                label=_("Applicant"),
                sort_key="last_name",
                get_url=lambda row: reverse("applications:decide", args=[row.pk]),
            ),
            Column("enterprise_name", label=_("Enterprise"), sort_key="enterprise_name"),
            BooleanColumn("is_known", label=_("Number known"), sort_key="is_known"),
            Column("country", label=_("Country"), accessor="get_country_display", sort_key="country"),
            DateColumn("confirmed_at", label=_("Since"), sort_key="confirmed_at"),
            Column("state", label=_("State"), accessor="get_state_display", sort_key="state"),
        ]


class DecideView(WagtailAdminTemplateMixin, View):
    """What the applicant says beside what is known of the enterprise, and the decision."""

    template_name = "membership/admin/application.html"
    header_icon = "group"
    _show_breadcrumbs = True

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only editors of the country; an address that was never confirmed is nobody's application yet."""
        confirmed = Application.objects.exclude(state=State.UNCONFIRMED)
        self.application = get_object_or_404(confirmed.select_related("decided_by", "enterprise"), pk=kwargs["pk"])
        if not permissions.may_decide_application(request.user, self.application.country):
            raise PermissionDenied
        self.known = Enterprise.objects.filter(tax_id=self.application.tax_id).first()
        return super().dispatch(request, *args, **kwargs)

    def get_page_title(self) -> str:
        """Who asks."""
        return self.application.full_name

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        """Back to the list."""
        listing = {"url": reverse("applications:index"), "label": _("Applications")}
        return [*super().get_breadcrumbs_items(), listing, {"url": "", "label": self.get_page_title()}]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The page."""
        return self._page(self._accept_form(), DeclineForm(prefix="decline"))

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The decision."""
        user: Any = request.user
        accept, decline = self._accept_form(), DeclineForm(prefix="decline")
        if request.POST.get("decision") == "accept":
            accept = self._accept_form(request.POST)
            if not accept.is_valid():
                return self._page(accept, decline, status=422)
            done = _("%(name)s now writes for the enterprise. The letter is on its way.")
        else:
            decline = DeclineForm(request.POST, prefix="decline")
            if not decline.is_valid():
                return self._page(accept, decline, status=422)
            done = _("%(name)s is told why not. The letter is on its way.")
        try:
            with transaction.atomic():
                if accept.is_bound:
                    enterprise, role = accept.enterprise(), accept.cleaned_data["role"]
                    joining.accept(self.application, enterprise=enterprise, role=role, user=user)
                else:
                    joining.decline(self.application, user=user, **decline.cleaned_data)
        except joining.Decided:
            messages.warning(request, _("Somebody else has decided meanwhile."))
            return redirect("applications:decide", self.application.pk)
        messages.success(request, done % {"name": self.application.full_name})
        return redirect("applications:index")

    def _accept_form(self, data: Any = None) -> AcceptForm:
        return AcceptForm(data, prefix="accept", application=self.application, known=self.known)

    def _page(self, accept: AcceptForm, decline: DeclineForm, status: int = 200) -> HttpResponse:
        application, known = self.application, self.known
        members = known.memberships.select_related("user").order_by("-is_active", "pk") if known else []
        others = Application.objects.filter(tax_id=application.tax_id).exclude(pk=application.pk)
        context = self.get_context_data(
            application=application,
            known=known,
            name_matches=known is not None and _alike(application.enterprise_name, known),
            members=members,
            others=others.exclude(state=State.UNCONFIRMED).order_by("-created_at")[:20],
            accept=accept,
            decline=decline,
            waits=application.state == State.WAITING,
        )
        return self.render_to_response(context, status=status)


def _alike(typed: str, enterprise: Enterprise) -> bool:
    """Whether one of the enterprise's names is in what was typed, or the other way round."""
    given = _letters(typed)
    names = [_letters(name) for name in enterprise.names.values()]
    return any(name and given and (name in given or given in name) for name in names)


def _letters(text: str) -> str:
    return "".join(letter for letter in text.casefold().replace("ё", "е") if letter.isalnum())


class ApplicationMenuItem(MenuItem):
    """For those whom the page behind it would not refuse."""

    def is_shown(self, request: HttpRequest) -> bool:
        return bool(permissions.moderated_countries(request.user))


class ApplicationViewSet(ViewSet):
    """The list and the decision."""

    name = "applications"
    url_prefix = "applications"
    icon = "group"
    menu_label = gettext_lazy("Applications")
    menu_name = "applications"
    menu_order = 155
    menu_item_class = ApplicationMenuItem
    add_to_admin_menu = True

    def get_urlpatterns(self) -> list[URLPattern]:
        """The list, its table alone for filtering in place, and the page of one."""
        names = {"index_url_name": self.get_url_name("index"), "index_results_url_name": self.get_url_name("results")}
        return [
            path("", self.construct_view(ApplicationIndexView, **names), name="index"),
            path("results/", self.construct_view(ApplicationIndexView, **names, results_only=True), name="results"),
            path("<int:pk>/", DecideView.as_view(), name="decide"),
        ]


application_viewset = ApplicationViewSet()
