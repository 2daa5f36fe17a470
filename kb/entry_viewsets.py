"""Lists of entries in the admin: what an editor looks for them by."""

from typing import Any

import django_filters
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef, Q, QuerySet
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column
from wagtail.admin.views.pages.listing import ExplorableIndexView, IndexView, PageFilterSet, PageListingMixin
from wagtail.admin.views.pages.usage import ContentTypeUseView
from wagtail.admin.viewsets.pages import PageListingViewSet, PageViewSet
from wagtail.models import WorkflowState

from accounts.countries import Country
from kb.models import Enterprise, EntryPage, TechnologyArea
from kb.policies import moderated
from kb.workflow_views import EntryEditView, EntryWorkflowActionView

type Entries = QuerySet[EntryPage]

STATES = [
    ("draft", _("draft")),
    ("in_review", _("in review")),
    ("needs_changes", _("returned to the author")),
    ("live", _("published")),
    ("changed", _("published, with a newer draft")),
    (EntryPage.Standing.NEEDS_CONFIRMATION.value, EntryPage.Standing.NEEDS_CONFIRMATION.label),
    (EntryPage.Standing.ARCHIVED.value, EntryPage.Standing.ARCHIVED.label),
]


class EntryFilterSet(PageFilterSet):
    """Enterprise, country, area, language and state."""

    country = django_filters.MultipleChoiceFilter(
        label=_("country"), method="of_country", choices=Country, widget=CheckboxSelectMultiple
    )
    enterprise = django_filters.ModelMultipleChoiceFilter(
        label=_("enterprise"), queryset=Enterprise.objects.all(), method="of_enterprises", widget=CheckboxSelectMultiple
    )
    areas = django_filters.ModelMultipleChoiceFilter(
        label=_("technology area"),
        queryset=TechnologyArea.objects.filter(parent=None, merged_into=None),
        method="in_areas",
        widget=CheckboxSelectMultiple,
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("language"),
        method="in_languages",
        choices=settings.LANGUAGES,
        widget=CheckboxSelectMultiple,
    )
    state = django_filters.ChoiceFilter(label=_("state"), choices=STATES, method="in_state", widget=RadioSelect)

    site = None
    has_child_pages = None

    class Meta(PageFilterSet.Meta):
        model = EntryPage

    def of_country(self, queryset: Entries, name: str, countries: Any) -> Entries:
        """Entries of the enterprises of ``countries``."""
        return _within(queryset, enterprise__country__in=countries) if countries else queryset

    def of_enterprises(self, queryset: Entries, name: str, enterprises: Any) -> Entries:
        """Entries of ``enterprises``."""
        return _within(queryset, enterprise__in=enterprises) if enterprises else queryset

    def in_areas(self, queryset: Entries, name: str, areas: Any) -> Entries:
        """Entries of the areas and of all areas below them."""
        if not areas:
            return queryset
        chosen = [area.pk for area in areas]
        return _within(queryset, areas__in=TechnologyArea.objects.filter(Q(pk__in=chosen) | Q(parent__in=chosen)))

    def in_languages(self, queryset: Entries, name: str, languages: Any) -> Entries:
        """Entries written in ``languages``."""
        return _within(queryset, locale__language_code__in=languages) if languages else queryset

    def in_state(self, queryset: Entries, name: str, state: str) -> Entries:
        """Entries in one of ``STATES``."""
        statuses = {"in_review": WorkflowState.STATUS_IN_PROGRESS, "needs_changes": WorkflowState.STATUS_NEEDS_CHANGES}
        if state in statuses:
            return _within(queryset, _workflow_states__status=statuses[state])
        lookups: dict[str, dict[str, Any]] = {
            "draft": {"live": False},
            "live": {"live": True},
            "changed": {"live": True, "has_unpublished_changes": True},
        }
        return _within(queryset, **lookups.get(state, {"live": True, "standing": state}))


def _within(queryset: Entries, **lookups: Any) -> Entries:
    # The search of the list can filter by primary keys, not by what lies beyond a relation.
    return queryset.filter(pk__in=EntryPage.objects.filter(**lookups).values("pk"))


class EntryListing:
    """What both lists have in common."""

    base_filterset_class = EntryFilterSet

    def get_base_queryset(self) -> QuerySet[EntryPage]:
        """Entries that the editor moderates, with the names that the columns show."""
        queryset = super().get_base_queryset()  # type: ignore[misc]
        return moderated(queryset, self.request.user)  # type: ignore[attr-defined]

    def annotate_queryset(self, pages: QuerySet[EntryPage]) -> QuerySet[EntryPage]:
        """Adds the names that the columns show, in one query for all rows."""
        language = "en" if get_language() == "en" else "ru"
        links = EntryPage.areas.through.objects.filter(entrypage_id=OuterRef("pk"))
        pages = pages.annotate(
            enterprise_name=F("enterprise__name_ru"),
            area_names=ArraySubquery(links.order_by("pk").values(f"technologyarea__name_{language}")),
        )
        # Rights on each row ask for the enterprise's country.
        return super().annotate_queryset(pages).prefetch_related("enterprise")  # type: ignore[misc]

    def get_valid_orderings(self) -> list[str]:
        """The search cannot order by the name of an enterprise."""
        orderings = super().get_valid_orderings()  # type: ignore[misc]
        if self.is_searching:  # type: ignore[attr-defined]
            orderings = [ordering for ordering in orderings if not ordering.endswith("enterprise_name")]
        return orderings


def _columns() -> list[BaseColumn]:
    columns = list(PageListingMixin.base_columns)
    place = next(number for number, column in enumerate(columns) if column.name == "latest_revision_created_at")
    columns[place:place] = [
        Column("enterprise", label=_("Enterprise"), accessor="enterprise_name", sort_key="enterprise_name"),
        Column("areas", label=_("Technology areas"), accessor=lambda entry: ", ".join(entry.area_names)),
    ]
    return columns


class EntryExplorerView(EntryListing, ExplorableIndexView):
    """The entries of a section."""

    base_columns = _columns()


class EntryIndexView(EntryListing, IndexView):
    """The entries of all sections and languages."""

    base_columns = [column for column in _columns() if column.name != "parent"]


class EntryTypeView(EntryListing, ContentTypeUseView):
    """The entries of one type."""


class EntryPageViewSet(PageViewSet):
    """Entries where the page explorer shows a section, and the way they are reviewed."""

    model = EntryPage
    index_view_class = EntryExplorerView
    content_type_use_view_class = EntryTypeView
    edit_view_class = EntryEditView
    workflow_action_view_class = EntryWorkflowActionView
    list_filter = PageViewSet.UNDEFINED
    filterset_class = EntryFilterSet

    @cached_property
    def parent_models(self) -> list[type]:
        """Sections; they take the subtypes of entries only."""
        return list(self.model.clean_parent_page_models())


class EntryListingViewSet(PageListingViewSet):
    """All entries, beside the vocabularies."""

    model = EntryPage
    index_view_class = EntryIndexView
    filterset_class = EntryFilterSet
    icon = "doc-full"
    menu_label = _("Entries")
    add_to_admin_menu = False


entry_pages = EntryPageViewSet()
entry_listing = EntryListingViewSet("entries")
