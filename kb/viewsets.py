"""The menu group "Knowledge base" of the admin: enterprises, vocabularies and experts."""

from typing import Any

import django_filters
from django import forms
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import CheckboxSelectMultiple
from django.urls import URLPattern, path, reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList, TabbedInterface
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from accounts.countries import Country, Region
from kb import permissions
from kb.entry_viewsets import entry_listing
from kb.merge_views import MergeAreasView, MergeTagsView
from kb.models import (
    Enterprise,
    EnterpriseKind,
    EntryPage,
    EntryTag,
    Indicator,
    ReviewerProfile,
    Tag,
    TechnologyArea,
)

NAMES = FieldRowPanel([FieldPanel(f"name_{code}") for code in ("ru", "be", "kk", "en")])


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
    from anyascii import anyascii

    return slugify(anyascii(name))[:100].strip("-")


class EnterpriseFilterSet(WagtailFilterSet):
    """Country, region, kind, verification."""

    country = django_filters.MultipleChoiceFilter(label=_("country"), choices=Country, widget=CheckboxSelectMultiple)
    region = django_filters.MultipleChoiceFilter(label=_("region"), choices=Region, widget=CheckboxSelectMultiple)
    kind = django_filters.MultipleChoiceFilter(label=_("kind"), choices=EnterpriseKind, widget=CheckboxSelectMultiple)

    class Meta:
        model = Enterprise
        fields = ["country", "region", "kind", "verified", "is_demonstration"]


class EnterpriseIndexView(generic.IndexView):
    """The enterprises of the editor's country, with the number of their entries."""

    def get_base_queryset(self) -> QuerySet[Enterprise]:
        """Only what the editor may open."""
        countries = permissions.moderated_countries(self.request.user)
        counted = EntryPage.objects.filter(enterprise=OuterRef("pk")).order_by().values("enterprise")
        return super().get_base_queryset().filter(country__in=countries).annotate(entry_count=_count(counted))


class OwnCountryOnly:
    """Refuses the enterprises of countries that the user does not moderate."""

    def get_object(self, *args: Any, **kwargs: Any) -> Enterprise:
        """The enterprise, or a refusal."""
        enterprise = super().get_object(*args, **kwargs)  # type: ignore[misc]
        if not permissions.may_manage_enterprise(self.request.user, enterprise.country):  # type: ignore[attr-defined]
            raise PermissionDenied
        return enterprise


class EnterpriseEditView(OwnCountryOnly, generic.EditView):
    """Changes an enterprise and its members."""


class EnterpriseDeleteView(OwnCountryOnly, generic.DeleteView):
    """Removes an enterprise that published nothing."""


class EnterpriseViewSet(ModelViewSet):
    """Enterprises with their members."""

    model = Enterprise
    name = "enterprises"
    icon = "home"
    copy_view_enabled = False
    search_fields = ["name_ru", "name_be", "name_kk", "name_en", "tax_id"]
    search_backend_name = None
    index_view_class = EnterpriseIndexView
    edit_view_class = EnterpriseEditView
    delete_view_class = EnterpriseDeleteView
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


def _count(queryset: QuerySet[Any]) -> Coalesce:
    counted = queryset.annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


class AreaIndexView(generic.IndexView):
    """The tree, in the order of its codes."""

    def get_base_queryset(self) -> QuerySet[TechnologyArea]:
        """With the number of entries directly in each area."""
        links = EntryPage.areas.through.objects.filter(technologyarea=OuterRef("pk"))
        labels = TechnologyArea.alternative_labels.rel.related_model.objects.filter(area=OuterRef("pk"))
        return (
            super()
            .get_base_queryset()
            .select_related("merged_into")
            .annotate(
                entry_count=_count(links.order_by().values("technologyarea")),
                label_texts=ArraySubquery(labels.values("text")),
            )
        )

    def get_list_more_buttons(self, instance: TechnologyArea) -> list[Any]:
        """Adds merging."""
        buttons = super().get_list_more_buttons(instance)
        if permissions.may_manage_taxonomy(self.request.user) and not instance.merged_into_id:
            url = reverse("areas:merge", args=[instance.pk])
            buttons.append(Button(_("Merge into another area"), url=url, icon_name="arrow-right", priority=40))
        return buttons


class LevelFilter(django_filters.ChoiceFilter):
    """First or second level of the tree."""

    def filter(self, queryset: QuerySet[TechnologyArea], value: str) -> QuerySet[TechnologyArea]:
        """Areas of the level."""
        return queryset.filter(parent__isnull=value == "1") if value else queryset


class AreaFilterSet(WagtailFilterSet):
    """Branch and level."""

    parent = django_filters.ModelMultipleChoiceFilter(
        label=_("broader area"),
        queryset=TechnologyArea.objects.filter(parent=None, merged_into=None),
        widget=CheckboxSelectMultiple,
    )
    level = LevelFilter(label=_("level"), choices=[("1", _("first")), ("2", _("second"))], widget=forms.RadioSelect)

    class Meta:
        model = TechnologyArea
        fields = ["parent", "level"]


class AreaViewSet(ModelViewSet):
    """Technology areas with their labels."""

    model = TechnologyArea
    name = "areas"
    icon = "list-ul"
    copy_view_enabled = False
    search_fields = ["code", "name_ru", "name_be", "name_kk", "name_en", "alternative_labels__text"]
    search_backend_name = None
    index_view_class = AreaIndexView
    filterset_class = AreaFilterSet
    ordering = "code"
    list_per_page = 200
    list_export = ["code", "name_ru", "name_be", "name_kk", "name_en", "nace"]
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("parent"), FieldPanel("nace")]),
            NAMES,
            FieldPanel("slug"),
            InlinePanel(
                "alternative_labels",
                heading=_("Alternative labels: other words that readers search for"),
                panels=[FieldRowPanel([FieldPanel("language"), FieldPanel("text")])],
            ),
        ]
    )

    list_display = [
        "in_tree",
        Column("labels", label=_("Alternative labels"), accessor=lambda area: ", ".join(area.label_texts)),
        "nace",
        NumberColumn("entry_count", label=_("Entries"), sort_key="entry_count"),
    ]

    def get_urlpatterns(self) -> list[URLPattern]:
        """Adds merging."""
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", MergeAreasView.as_view(), name="merge")]


class IndicatorViewSet(ModelViewSet):
    """What case studies measure."""

    model = Indicator
    name = "indicators"
    icon = "order-up"
    copy_view_enabled = False
    sort_order_field = "position"
    search_fields = ["name_ru", "name_be", "name_kk", "name_en", "code"]
    search_backend_name = None
    list_filter = ["lower_is_better"]
    list_display = ["__str__", "code", "unit", BooleanColumn("lower_is_better", label=_("Lower is better"))]
    edit_handler = ObjectList(
        [NAMES, FieldRowPanel([FieldPanel("code"), FieldPanel("unit"), FieldPanel("lower_is_better")])]
    )


class TagIndexView(generic.IndexView):
    """Tags with the number of entries that have them."""

    def get_base_queryset(self) -> QuerySet[Tag]:
        """Counts uses."""
        uses = EntryTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        return super().get_base_queryset().annotate(use_count=_count(uses))

    def get_list_more_buttons(self, instance: Tag) -> list[Any]:
        """Adds merging."""
        buttons = super().get_list_more_buttons(instance)
        if permissions.may_merge_tags(self.request.user):
            url = reverse("tags:merge", args=[instance.pk])
            buttons.append(Button(_("Merge into another tag"), url=url, icon_name="arrow-right", priority=40))
        return buttons


class TagForm(WagtailAdminModelForm):
    """Names are case-folded; the address keeps Cyrillic and Kazakh letters and follows the name."""

    def clean_name(self) -> str:
        """The name as it will be stored, and not taken."""
        name = Tag.folded(self.cleaned_data["name"])
        if Tag.objects.filter(name=name).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError(_("There is such a tag already. Merge the two instead."))
        return name


class TagViewSet(ModelViewSet):
    """Tags: renamed, merged, removed when nobody uses them."""

    model = Tag
    name = "tags"
    icon = "tag"
    copy_view_enabled = False
    index_view_class = TagIndexView
    search_fields = ["name", "slug"]
    search_backend_name = None
    ordering = "name"
    list_per_page = 50
    list_display = ["name", "slug", NumberColumn("use_count", label=_("Used"), sort_key="use_count")]
    edit_handler = ObjectList([FieldPanel("name")], base_form_class=TagForm)

    def get_urlpatterns(self) -> list[URLPattern]:
        """Adds merging."""
        return [*super().get_urlpatterns(), path("merge/<int:pk>/", MergeTagsView.as_view(), name="merge")]


class ExpertIndexView(generic.IndexView):
    """Experts with their areas."""

    def get_base_queryset(self) -> QuerySet[ReviewerProfile]:
        """In a fixed number of queries."""
        return super().get_base_queryset().select_related("user").prefetch_related("areas")


class ExpertViewSet(ModelViewSet):
    """Experts and their areas. A person is an expert by being in the group of experts."""

    model = ReviewerProfile
    name = "experts"
    icon = "glasses"
    copy_view_enabled = False
    search_fields = ["user__last_name", "user__first_name", "user__email"]
    search_backend_name = None
    index_view_class = ExpertIndexView
    list_display = [
        "__str__",
        Column("country", label=_("Country"), accessor="user.get_country_display"),
        Column("areas", label=_("Technology areas"), accessor=lambda expert: ", ".join(map(str, expert.areas.all()))),
    ]
    edit_handler = ObjectList([FieldPanel("user"), FieldPanel("areas", widget=CheckboxSelectMultiple)])


class KnowledgeBaseGroup(ViewSetGroup):
    """The group in the menu."""

    menu_label = _("Knowledge base")
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = (entry_listing, EnterpriseViewSet, TagViewSet, AreaViewSet, IndicatorViewSet, ExpertViewSet)
