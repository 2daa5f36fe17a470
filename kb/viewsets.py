"""The menu group "Knowledge base" of the admin: enterprises, vocabularies and experts."""

from typing import Any

import django_filters
from django import forms
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.forms import CheckboxSelectMultiple
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column, NumberColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.base import ViewSetGroup
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.admin.widgets.button import Button

from kb import permissions
from kb.admin_forms import show_area_tree
from kb.enterprise_viewset import EnterpriseViewSet
from kb.entry_viewsets import entry_listing
from kb.glossary_viewset import ConceptViewSet
from kb.listing import NAMES, SearchedByIndex, row_count
from kb.merge_views import MergeAreasView, MergeTagsView
from kb.models import (
    AlternativeLabel,
    EntryPage,
    EntryTag,
    Indicator,
    ReviewerProfile,
    Tag,
    TechnologyArea,
)


class AreaIndexView(SearchedByIndex, generic.IndexView):
    """The tree, in the order of its codes."""

    add_item_label = _("Add an area")

    def get_base_queryset(self) -> QuerySet[TechnologyArea]:
        """With the number of entries directly in each area."""
        links = EntryPage.areas.through.objects.filter(technologyarea=OuterRef("pk"))
        labels = AlternativeLabel.objects.filter(area=OuterRef("pk"))
        return (
            super()
            .get_base_queryset()
            .select_related("merged_into")
            .annotate(
                entry_count=row_count(links.order_by().values("technologyarea")),
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

    add_item_label = _("Add a tag")

    def get_base_queryset(self) -> QuerySet[Tag]:
        """Counts uses."""
        uses = EntryTag.objects.filter(tag=OuterRef("pk")).order_by().values("tag")
        return super().get_base_queryset().annotate(use_count=row_count(uses))

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


class ExpertForm(WagtailAdminModelForm):
    """Areas are chosen from the tree."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        show_area_tree(self.fields["areas"])


class ExpertIndexView(generic.IndexView):
    """Experts with their areas."""

    add_item_label = _("Add an expert")

    def get_base_queryset(self) -> QuerySet[ReviewerProfile]:
        """In a fixed number of queries."""
        return super().get_base_queryset().select_related("user").prefetch_related("areas")


class ExpertCreateView(generic.CreateView):
    """Makes a person an expert."""

    def save_instance(self) -> ReviewerProfile:
        """Without the group of experts the person could not enter the admin."""
        profile = super().save_instance()
        profile.user.groups.add(Group.objects.get(name=permissions.EXPERTS))
        return profile


class ExpertDeleteView(generic.DeleteView):
    """Ends a person's being an expert."""

    def delete_action(self) -> None:
        """Takes the person out of the group of experts, too."""
        self.object.user.groups.remove(Group.objects.get(name=permissions.EXPERTS))
        super().delete_action()


class ExpertViewSet(ModelViewSet):
    """Experts and their areas."""

    model = ReviewerProfile
    name = "experts"
    icon = "glasses"
    copy_view_enabled = False
    search_fields = ["user__last_name", "user__first_name", "user__email"]
    search_backend_name = None
    index_view_class = ExpertIndexView
    add_view_class = ExpertCreateView
    delete_view_class = ExpertDeleteView
    list_display = [
        "__str__",
        Column("country", label=_("Country"), accessor="user.get_country_display"),
        Column("areas", label=_("Technology areas"), accessor=lambda expert: ", ".join(map(str, expert.areas.all()))),
    ]
    edit_handler = ObjectList([FieldPanel("user"), FieldPanel("areas")], base_form_class=ExpertForm)


class KnowledgeBaseGroup(ViewSetGroup):
    """The group in the menu."""

    menu_label = _("Knowledge base")
    menu_name = "knowledge-base"
    menu_icon = "folder-open-inverse"
    menu_order = 150
    items = (
        entry_listing,
        EnterpriseViewSet,
        TagViewSet,
        AreaViewSet,
        ConceptViewSet,
        IndicatorViewSet,
        ExpertViewSet,
    )
