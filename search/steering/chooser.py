"""The dialog in which an editor chooses a live entry."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import chooser as views
from wagtail.admin.viewsets.chooser import ChooserViewSet

from kb.models import EntryPage, open_to_all


class LiveEntries:
    """All that is published, last changed first, with the enterprise that it is of."""

    ordering = "-last_published_at"

    def get_object_list(self) -> QuerySet[EntryPage]:
        """Drafts and restricted pages are none of the public search's business."""
        return EntryPage.objects.live().filter(open_to_all()).select_related("enterprise")

    @property
    def columns(self) -> list[Column]:
        """Title, language and enterprise."""
        return [
            *super().columns,  # type: ignore[misc]
            Column("enterprise", label=_("Enterprise"), accessor="enterprise"),
        ]


class LiveEntryChooseView(LiveEntries, views.ChooseView):
    """The dialog."""


class LiveEntryChooseResultsView(LiveEntries, views.ChooseResultsView):
    """Its list, filtered."""


class LiveEntryChosenView(views.ChosenView):
    """The one chosen; the title of a draft or a restricted page is not told."""

    def get_object(self, pk: Any) -> EntryPage:
        """Only what everybody may read."""
        return EntryPage.objects.live().filter(open_to_all()).get(pk=pk)


class LiveEntryChosenMultipleView(views.ChosenMultipleView):
    """Several at once: no form asks for them, and no draft is told."""

    def get_objects(self, pks: Any) -> QuerySet[EntryPage]:
        """Only what everybody may read."""
        return EntryPage.objects.live().filter(open_to_all()).filter(pk__in=pks)


class LiveEntryChooserViewSet(ChooserViewSet):
    """For forms that ask for it; elsewhere pages are chosen in Wagtail's own way."""

    model = "kb.EntryPage"
    icon = "doc-full"
    register_widget = False
    choose_one_text = _("Choose an entry")
    choose_another_text = _("Choose another entry")
    edit_item_text = _("Edit this entry")
    choose_view_class = LiveEntryChooseView
    choose_results_view_class = LiveEntryChooseResultsView
    chosen_view_class = LiveEntryChosenView
    chosen_multiple_view_class = LiveEntryChosenMultipleView


live_entry_chooser = LiveEntryChooserViewSet("live_entry_chooser")
