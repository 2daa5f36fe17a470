"""Pinned results in the admin."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import Permission
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, ObjectList
from wagtail.admin.ui.tables import Column, StatusTagColumn
from wagtail.admin.views import generic
from wagtail.admin.viewsets.model import ModelViewSet

from kb.models import EntryPage
from search.models import Pin
from search.query import parse
from search.redaction import LONGEST, redact
from search.steering.chooser import live_entry_chooser
from search.steering.links import public_search


class PinForm(WagtailAdminModelForm):
    """The query is kept as the log keeps it, so that both are the same text."""

    def clean_query(self) -> str:
        """The query with at least one word in it."""
        query = redact(self.cleaned_data["query"])
        if not parse(query).terms:
            raise forms.ValidationError(_("Write at least one word."))
        return query

    def clean_page(self) -> EntryPage:
        """What is not public would never be shown."""
        page: EntryPage = self.cleaned_data["page"]
        if not page.live or page.get_view_restrictions().exists():
            raise forms.ValidationError(_("Choose an entry that is published."))
        return page


class ShowsEffect:
    """Says after saving what comes first now, and leads there."""

    def success_text(self, pin: Pin) -> str:
        """What visitors see from now on."""
        return gettext("“%(title)s” is recommended for “%(query)s”.") % {"title": pin.page.title, "query": pin.query}

    def get_success_buttons(self) -> list[Any]:
        """Adds the public search."""
        pin: Pin = self.object  # type: ignore[attr-defined]
        show = messages.button(public_search(pin.query, pin.language), gettext("Show the search"))
        return [*super().get_success_buttons(), show]  # type: ignore[misc]


class PinCreateView(ShowsEffect, generic.CreateView):
    """Reports lead here with a query."""

    def get_initial_form_instance(self) -> Pin:
        """Filled in with what the address names."""
        pin = Pin(query=redact(self.request.GET.get("query", "")[: 4 * LONGEST]))
        if (language := self.request.GET.get("language", "")) in dict(settings.LANGUAGES):
            pin.language = language
        return pin

    def get_success_message(self, instance: Pin) -> str:
        return self.success_text(instance)


class PinEditView(ShowsEffect, generic.EditView):
    """Changes what comes first."""

    def get_success_message(self) -> str:
        return self.success_text(self.object)


class PinIndexView(generic.IndexView):
    """Pins with their entries."""

    def get_base_queryset(self) -> QuerySet[Pin]:
        """In a fixed number of queries."""
        return super().get_base_queryset().select_related("page")


def state(pin: Pin) -> str:
    """Whether visitors see it."""
    return gettext("shown") if pin.page.live else gettext("not published")


class PinViewSet(ModelViewSet):
    """What comes first for which query."""

    model = Pin
    name = "search_pins"
    url_prefix = "search-pins"
    icon = "thumbtack"
    copy_view_enabled = False
    index_view_class = PinIndexView
    add_view_class = PinCreateView
    edit_view_class = PinEditView
    search_fields = ["query", "page__title", "note"]
    search_backend_name = None
    list_filter = ["language"]
    list_per_page = 50
    list_display = [
        "query",
        "language",
        Column("page", label=_("Entry"), accessor="page.title", sort_key="page__title"),
        "place",
        StatusTagColumn("state", label=_("State"), accessor=state, primary=lambda pin: pin.page.live),
        "note",
    ]
    list_export = ["query", "language", "page.title", "place", "note"]
    export_headings = {"page.title": _("Entry")}
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("query"), FieldPanel("language")]),
            FieldPanel("page", widget=live_entry_chooser.widget_class),
            FieldPanel("place"),
            FieldPanel("note"),
        ],
        base_form_class=PinForm,
    )

    def get_permissions_to_register(self) -> QuerySet[Permission]:
        """None: ``kb.permissions`` decides, not the groups' settings."""
        return Permission.objects.none()
