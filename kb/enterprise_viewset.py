"""Enterprises in the admin: verified by the editors of their country, who also say who writes for them."""

from typing import Any

import django_filters
from anyascii import anyascii
from django.core.exceptions import PermissionDenied
from django.db.models import OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.log_actions import log

from accounts.countries import Country, Region
from kb import permissions
from kb.listing import NAMES, ReadableExport, SearchedByIndex, row_count
from kb.membership_signals import member_restored, member_suspended
from kb.models import (
    Enterprise,
    EnterpriseKind,
    EntryPage,
    Membership,
)


class EnterpriseForm(WagtailAdminModelForm):
    """Editors enter the enterprises of the country that they moderate."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.for_user:
            countries = permissions.moderated_countries(self.for_user)
            self.fields["country"].choices = [choice for choice in Country.choices if choice[0] in countries]
        if "slug" in self.fields:
            self.fields["slug"].required = False

    def clean(self) -> dict[str, Any]:
        """Makes the address from the English or the Russian name."""
        cleaned = super().clean()
        if not cleaned.get("slug"):
            cleaned["slug"] = slugify_name(cleaned.get("name_en") or cleaned.get("name_ru") or "")
        return cleaned


def slugify_name(name: str) -> str:
    """A short Latin address for an enterprise."""
    return slugify(anyascii(name))[:100].strip("-")


class EnterpriseFilterSet(WagtailFilterSet):
    """Country, region, kind, verification."""

    country = django_filters.MultipleChoiceFilter(label=_("country"), choices=Country, widget=CheckboxSelectMultiple)
    region = django_filters.MultipleChoiceFilter(label=_("region"), choices=Region, widget=CheckboxSelectMultiple)
    kind = django_filters.MultipleChoiceFilter(label=_("kind"), choices=EnterpriseKind, widget=CheckboxSelectMultiple)

    class Meta:
        model = Enterprise
        fields = ["country", "region", "kind", "verified", "is_demonstration"]


class EnterpriseIndexView(ReadableExport, SearchedByIndex, generic.IndexView):
    """The enterprises of the editor's country, with the number of their entries."""

    def get_base_queryset(self) -> QuerySet[Enterprise]:
        """Only what the editor may open."""
        countries = permissions.moderated_countries(self.request.user)
        counted = EntryPage.objects.filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
        return super().get_base_queryset().filter(country__in=countries).annotate(entry_count=row_count(counted))


class OwnCountryOnly:
    """Refuses the enterprises of countries that the user does not moderate."""

    def get_object(self, *args: Any, **kwargs: Any) -> Enterprise:
        """The enterprise, or a refusal."""
        enterprise = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not permissions.may_manage_enterprise(self.request.user, enterprise.country):  # type: ignore[attr-defined]
            raise PermissionDenied
        return enterprise


class EnterpriseEditView(OwnCountryOnly, generic.EditView):
    """Changes an enterprise and its members; what changes for a member is in the audit log."""

    def save_instance(self) -> Enterprise:
        """Compares the members before and after."""
        before = _members(self.object)
        enterprise = super().save_instance()
        after = _members(enterprise)
        for pk in sorted(before.keys() | after.keys()):
            membership = after.get(pk) or before[pk]
            was, state = _state(before.get(pk)), _state(after.get(pk))
            if was != state:
                data = {"member": str(membership.user), "state": state}
                log(instance=enterprise, action="kb.member", user=self.request.user, data=data)
            if changed := SIGNALS.get((was, state)):
                changed.send(Membership, membership=membership, user=self.request.user)
        return enterprise


# What a member is told, by the state before and after.
SIGNALS = {
    ("active", "suspended"): member_suspended,
    ("active", "removed"): member_suspended,
    ("suspended", "active"): member_restored,
}


def _members(enterprise: Enterprise) -> dict[int, Membership]:
    members = Membership.objects.filter(enterprise=enterprise).select_related("user", "enterprise")
    return {member.user_id: member for member in members}


def _state(membership: Membership | None) -> str:
    if membership is None:
        return "removed"
    return "active" if membership.is_active else "suspended"


class EnterpriseDeleteView(OwnCountryOnly, generic.DeleteView):
    """Removes an enterprise that published nothing."""


class EnterpriseHistoryView(OwnCountryOnly, generic.HistoryView):
    """What happened to an enterprise; it names members and applicants."""


class EnterpriseViewSet(ModelViewSet):
    """Enterprises with their members."""

    model = Enterprise
    name = "enterprises"
    icon = "home"
    copy_view_enabled = False
    index_view_class = EnterpriseIndexView
    edit_view_class = EnterpriseEditView
    delete_view_class = EnterpriseDeleteView
    history_view_class = EnterpriseHistoryView
    filterset_class = EnterpriseFilterSet
    list_display = [
        "__str__",
        Column("country", label=_("Country"), accessor="get_country_display", sort_key="country"),
        Column("region", label=_("Region"), accessor="get_region_display", sort_key="region"),
        "tax_id",
        BooleanColumn("verified", label=_("Verified"), sort_key="verified"),
        NumberColumn("entry_count", label=_("Entries"), sort_key="entry_count"),
    ]
    list_export = ["name_ru", "name_en", "country", "region", "tax_id", "kind", "size", "verified"]
    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    NAMES,
                    FieldRowPanel([FieldPanel("country"), FieldPanel("region")]),
                    FieldRowPanel([FieldPanel("tax_id"), FieldPanel("activity_code")]),
                    FieldRowPanel([FieldPanel("kind"), FieldPanel("size")]),
                    FieldPanel("verified"),
                    FieldPanel("slug"),
                ],
                heading=_("Who it is"),
            ),
            ObjectList(
                [
                    *(FieldPanel(f"products_{code}") for code in ("ru", "be", "kk", "en")),
                    FieldPanel("website"),
                    FieldPanel("languages"),
                    MultiFieldPanel(
                        [
                            FieldRowPanel([FieldPanel("contact_name"), FieldPanel("contact_post")]),
                            FieldRowPanel([FieldPanel("contact_email"), FieldPanel("contact_phone")]),
                            FieldPanel("contact_is_public"),
                        ],
                        heading=_("Contact"),
                    ),
                ],
                heading=_("Products and contact"),
            ),
            ObjectList(
                [
                    InlinePanel(
                        "memberships",
                        heading=_("Members"),
                        panels=[FieldRowPanel([FieldPanel("user"), FieldPanel("role"), FieldPanel("is_active")])],
                    )
                ],
                heading=_("Members"),
            ),
        ],
        base_form_class=EnterpriseForm,
    )
