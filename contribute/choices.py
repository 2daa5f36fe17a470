"""What the lists of a form offer; each list is read once per form, however many rows show it."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _

from contribute.fields import NOT_CHOSEN
from contribute.widgets import AreaCheckboxes, SearchedSelect
from kb.models import Enterprise, EntryPage, TechnologyArea, open_to_all
from kb.permissions import roles_of

LIST_LIMIT = 200
RECENT = 30
NO_CHOICE = ("", NOT_CHOSEN)

Choice = tuple[Any, Any]


class Choices:
    """The choices of one form of ``user``."""

    def __init__(self, user: Any, entry: EntryPage) -> None:
        self.user = user
        self.entry = entry
        self._lists: dict[type, list[Choice]] = {}

    def fill(self, field: forms.Field) -> None:
        """Gives ``field`` its list, where that comes from the database."""
        if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
            return
        model = field.queryset.model
        if isinstance(field.widget, AreaCheckboxes):
            field.choices = self.areas
            return
        if isinstance(field.widget, SearchedSelect):
            field.widget.label_of = self._label_of(field.queryset)
        field.choices = [NO_CHOICE, *self._list(model, field.queryset)]

    @cached_property
    def own_enterprises(self) -> list[Enterprise]:
        """The enterprises that the user writes for."""
        return list(Enterprise.objects.filter(pk__in=roles_of(self.user).enterprise_ids))

    @cached_property
    def areas(self) -> list[tuple[str, list[Choice]]]:
        """Areas of the second level under those of the first, each group led by the whole of it."""
        areas = list(TechnologyArea.objects.filter(merged_into=None))
        groups = []
        for first in (area for area in areas if area.parent_id is None):
            below = [(area.pk, area.name) for area in areas if area.parent_id == first.pk]
            whole = _("%(area)s: the whole area") % {"area": first.name} if below else first.name
            groups.append((first.name, [(first.pk, whole), *below]))
        return groups

    def _list(self, model: type, queryset: Any) -> list[Choice]:
        if model not in self._lists:
            makers: dict[type, Callable[[], list[Choice]]] = {
                Enterprise: self._enterprises,
                EntryPage: self._entries,
            }
            maker = makers.get(model)
            self._lists[model] = maker() if maker else [(thing.pk, str(thing)) for thing in queryset]
        return self._lists[model]

    def _enterprises(self) -> list[Choice]:
        own = {enterprise.pk for enterprise in self.own_enterprises}
        others = Enterprise.objects.exclude(pk__in=own)[: LIST_LIMIT - len(own)]
        return [(enterprise.pk, enterprise.name) for enterprise in (*self.own_enterprises, *others)]

    def _entries(self) -> list[Choice]:
        live = EntryPage.objects.live().filter(open_to_all()).exclude(pk=self.entry.pk)
        live = live.only("pk", "title").order_by("-first_published_at")
        own = live.filter(enterprise__in=self.own_enterprises)[: LIST_LIMIT - RECENT]
        found = {entry.pk: entry.title for entry in (*own, *live[:RECENT])}
        return list(found.items())

    @staticmethod
    def _label_of(queryset: Any) -> Callable[[str], str | None]:
        def label(value: str) -> str | None:
            found = queryset.filter(pk=value).first() if value.isdecimal() else None
            return str(found) if found is not None else None

        return label


def matching_enterprises(text: str) -> Any:
    """Enterprises with ``text`` in one of their names, in order."""
    names = Q()
    for language in ("ru", "be", "kk", "en"):
        names |= Q(**{f"name_{language}__icontains": text})
    return Enterprise.objects.filter(names | Q(tax_id=text))


def matching_entries(text: str) -> Any:
    """Live entries with every word of ``text`` in the title, newest first."""
    entries = EntryPage.objects.live().filter(open_to_all())
    for word in text.split()[:6]:
        entries = entries.filter(title__icontains=word)
    return entries.select_related("enterprise", "locale").order_by("-first_published_at")
