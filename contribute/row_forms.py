"""Rows of an entry as forms: built from the row model's ``contributor_fields``."""

from functools import lru_cache
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.forms.formsets import BaseFormSet, formset_factory
from django.forms.models import construct_instance

from contribute.choices import Choices
from contribute.fields import KeptFileField, form_field
from contribute.uploads import Library
from kb.models import EntryPage, Row
from kb.sections import Rows


class DraftModelForm(forms.ModelForm):
    """A model form that checks the form of values, not whether they are complete or fit each other.

    The model checks that when the entry is submitted (``EntryPage.submission_errors``).
    """

    def _post_clean(self) -> None:
        self.instance = construct_instance(self, self.instance, self._meta.fields, self._meta.exclude)
        try:
            self.instance.clean_fields(exclude=self._get_validation_exclusions())  # type: ignore[attr-defined]
        except ValidationError as error:
            self._update_errors(error)  # type: ignore[attr-defined]

    def use(self, choices: Choices, library: Library) -> None:
        """Lets lists and files of the form come from ``choices`` and ``library``."""
        for field in self.fields.values():
            choices.fill(field)
            if isinstance(field, KeptFileField):
                field.use(library)


class RowForm(DraftModelForm):
    """One row; ``row_key`` says which, ``removed`` that it goes."""

    row_key = forms.UUIDField(required=False, widget=forms.HiddenInput)
    removed = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, choices: Choices, library: Library, only: tuple[str, ...] | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.initial["row_key"] = self.instance.row_key
        for name in [name for name in self._meta.fields or () if only is not None and name not in only]:
            del self.fields[name]
        self.use(choices, library)

    @property
    def is_removed(self) -> bool:
        """Whether the writer removed the row."""
        return self.is_bound and bool(self.data.get(self.add_prefix("removed")))

    def has_changed(self) -> bool:
        return bool(set(self.changed_data) - {"row_key", "removed"})

    def full_clean(self) -> None:
        if self.is_removed:
            self._errors = forms.utils.ErrorDict()
            self.cleaned_data = {}
            return
        super().full_clean()


class RowFormSet(BaseFormSet):
    """The rows of one place of an entry."""

    def __init__(
        self,
        *args: Any,
        entry: EntryPage,
        place: Rows,
        choices: Choices,
        library: Library,
        is_translation: bool = False,
        **kwargs: Any,
    ) -> None:
        self.place = place
        self.entry = entry
        self.rows: list[Row] = list(getattr(entry, place.relation).all())
        self.model = type(entry)._meta.get_field(place.relation).related_model
        self.is_fixed = is_translation and place.relation in entry.language_independent_rows
        self._by_key = {row.row_key: row for row in self.rows}
        only = self.model.translated_fields if self.is_fixed else None
        kwargs["form_kwargs"] = {"choices": choices, "library": library, "only": only}
        if not self.rows and place.minimum:
            self.extra = 1
        kwargs["prefix"] = place.relation
        super().__init__(*args, **kwargs)

    def initial_form_count(self) -> int:
        if self.is_bound:
            return int(super().initial_form_count())
        return len(self.rows)

    def get_form_kwargs(self, index: int | None) -> dict[str, Any]:
        return {**super().get_form_kwargs(index), "instance": self._row(index)}

    def _row(self, index: int | None) -> Row:
        if index is None:
            return self.model()
        if self.is_bound:
            sent = self.data.get(f"{self.prefix}-{index}-row_key", "")
            try:
                return self._by_key.get(UUID(sent)) or self.model(row_key=UUID(sent))
            except ValueError:
                return self.model()
        return self.rows[index] if index < len(self.rows) else self.model()

    @property
    def shown(self) -> list[RowForm]:
        """The rows that were not removed."""
        return [form for form in self.forms if not form.is_removed]

    def apply(self) -> None:
        """Puts the rows, as sent, on the entry."""
        if self.is_fixed:
            kept = self.rows
        else:
            known = set(self._by_key)
            kept = [form.instance for form in self.shown if form.has_changed() or form.instance.row_key in known]
        for position, row in enumerate(kept):
            row.sort_order = position
        getattr(self.entry, self.place.relation).set(kept)


@lru_cache(maxsize=64)
def row_form_set(model: type[Row], maximum: int) -> type[RowFormSet]:
    """The formset class for rows of ``model``, at most ``maximum`` of them."""
    form = forms.modelform_factory(model, form=RowForm, fields=model.contributor_fields, formfield_callback=form_field)
    bounds = {"extra": 0, "max_num": maximum, "absolute_max": maximum + 50}
    return formset_factory(form, formset=RowFormSet, **bounds)  # type: ignore[return-value,arg-type]
