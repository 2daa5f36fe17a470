"""The admin's form of an entry.

A draft may be incomplete; whatever leaves the draft (submission, approval, publication) must have no
``submission_errors``. On a translation, what the original says is shown and cannot be typed.
"""

from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.db import models
from django.forms.formsets import DELETION_FIELD_NAME, ORDERING_FIELD_NAME
from django.forms.models import ModelChoiceIteratorValue
from django.utils.formats import localize
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms import WagtailAdminPageForm

from kb import permissions
from kb.entry_content import content_of

# Django 6.1 has no Russian for what a list says while nothing is chosen; this is looked up before Django's own.
NOTHING_CHOSEN = _("- Select an option -")


class Shown(forms.Widget):
    """Shows the value of a field that is not to be edited."""

    def __init__(self, field: forms.Field) -> None:
        super().__init__()
        self.field = field

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> str:
        return format_html('<div class="kb-shown" id="{}">{}</div>', (attrs or {}).get("id", name), self._text(value))

    def _text(self, value: Any) -> str:
        if value in (None, "", []):
            return "–"
        if isinstance(self.field, forms.ModelChoiceField):
            keys = value if isinstance(value, list | tuple | models.QuerySet) else [value]
            things = self.field.queryset.model._default_manager  # type: ignore[union-attr]
            chosen = things.filter(pk__in=[getattr(key, "pk", key) for key in keys])
            return ", ".join(str(thing) for thing in chosen)
        if isinstance(value, Decimal):
            return localize(value.normalize() if value % 1 else value.quantize(Decimal(1)))
        labels = dict(getattr(self.field, "choices", ()))
        values = value if isinstance(value, list | tuple) else [value]
        return ", ".join(str(labels.get(part, part)) for part in values)


class AreaCheckboxes(forms.CheckboxSelectMultiple):
    """The tree of areas, in columns; the class is the frame's alone."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(*args, **kwargs)
        option["attrs"].pop("class", None)
        return option


def show_area_tree(field: forms.ModelMultipleChoiceField) -> None:
    """Offers the areas of ``field`` under those of the first level, without merged ones."""
    field.queryset = field.queryset.filter(merged_into=None).select_related("parent").order_by("code")  # type: ignore[union-attr]
    field.widget = AreaCheckboxes(attrs={"class": "kb-areas"})
    field.choices = _grouped(field)


def _take_over(field: forms.Field) -> None:
    field.disabled = True
    field.required = False
    field.help_text = _("Taken from the original.")
    field.widget = Shown(field)


class EntryForm(WagtailAdminPageForm):
    """Every entry type's form in the admin."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._opened = self._content()
        self.is_translation = self._has_original()
        self._limit_choices()
        if self.is_translation:
            self._show_what_the_original_says()

    def _has_original(self) -> bool:
        entry = self.instance
        if entry.pk is None or entry.is_original:
            return False
        return entry.get_translations().filter(locale__language_code=entry.original_language).exists()

    def _limit_choices(self) -> None:
        if "areas" in self.fields:
            show_area_tree(self.fields["areas"])
        if "original_language" in self.fields:
            if self.instance.pk is None and self.parent_page is not None:
                self.initial["original_language"] = self.parent_page.locale.language_code
            self.fields["original_language"].disabled = True

    def _show_what_the_original_says(self) -> None:
        for name in self.instance.language_independent & set(self.fields):
            _take_over(self.fields[name])
        for relation in self.instance.language_independent_rows & set(self.formsets):
            formset = self.formsets[relation]
            for number, form in enumerate(formset.forms):
                _show_row(form, is_new=number >= formset.initial_form_count())
            formset.max_num = formset.initial_form_count()

    def clean_enterprise(self) -> Any:
        """Editors write for the enterprises that they moderate."""
        enterprise = self.cleaned_data["enterprise"]
        changed = enterprise and enterprise.pk != self.instance.enterprise_id
        if changed and self.for_user and not permissions.is_editor_of(self.for_user, enterprise.country):
            raise forms.ValidationError(_("Choose an enterprise of the country that you moderate."))
        return enterprise

    def clean_tags(self) -> list[str]:
        """Names as they are stored: two spellings of one tag would collide in the database."""
        tag_model = type(self.instance).tags.through.tag_model()
        return list(dict.fromkeys(tag_model.folded(name) for name in self.cleaned_data["tags"]))

    def _content(self) -> dict[str, Any]:
        known = {field.name for field in self.instance._meta.get_fields()}
        return content_of(self.instance, fields=known & set(self.fields), relations=known & set(self.formsets))

    def has_changed(self) -> bool:
        """Whether the entry says something else now; comments on it are a change too."""
        commented = any(formset.has_changed() for name, formset in self.formsets.items() if name == "comments")
        if not commented and self.is_bound and self.instance.pk:
            self.save(commit=False)
            return self._content() != self._opened
        return super().has_changed()

    def is_valid(self) -> bool:
        """Also whether the entry could be submitted, unless it is kept as a draft."""
        valid = super().is_valid()
        if not valid or self.is_deferred_validation:
            return valid
        errors = self.save(commit=False).submission_errors()
        for name, messages in errors.items():
            if name in self.formsets:
                self.formsets[name].non_form_errors().extend(messages)
            else:
                self.add_error(name if name in self.fields else None, messages)
        return not errors


def _grouped(field: forms.ModelMultipleChoiceField) -> list[tuple[str, list[tuple[Any, str]]]]:
    def first_level(area: Any) -> Any:
        return area.parent or area

    return [
        (
            f"{broader.code} {broader}",
            [(ModelChoiceIteratorValue(area.pk, area), f"{area.code} {area}") for area in areas],
        )
        for broader, areas in groupby(field.queryset or (), key=first_level)
    ]


def _show_row(form: forms.ModelForm, *, is_new: bool) -> None:
    words = () if is_new else form._meta.model.translated_fields
    for name, field in form.fields.items():
        if name in (DELETION_FIELD_NAME, ORDERING_FIELD_NAME):
            field.disabled = True
        elif name not in words and not isinstance(field.widget, forms.HiddenInput):
            _take_over(field)
            field.help_text = ""  # The panel says it once for all rows.
