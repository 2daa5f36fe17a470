"""The form as its template shows it: steps, parts, and every problem with a link to its place."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.db import models
from django.forms.boundfield import BoundField
from django.utils.text import capfirst

from contribute import widgets
from contribute.forms import EntryForm, contributor_sections
from contribute.row_forms import RowForm, RowFormSet
from kb.fields import RichField
from kb.sections import Rows, Section

Problems = dict[str, list[str]]

KINDS: tuple[tuple[type, str], ...] = (
    (widgets.AreaCheckboxes, "group"),
    (forms.CheckboxSelectMultiple, "group"),
    (widgets.KeptImageInput, "group"),
    (forms.CheckboxInput, "checkbox"),
)


@dataclass
class Problem:
    """Something to put right, and where."""

    text: str
    anchor: str
    label: str


@dataclass
class FieldPart:
    """A field with what stands around it."""

    bound: BoundField
    is_required: bool = False
    errors: list[str] = field(default_factory=list)
    limit: int | None = None
    label: str = ""
    unit: str = ""
    rows: Any = None

    @property
    def kind(self) -> str:
        """Which template shows it: a labelled field, a check box, or a group of them."""
        return next((kind for cls, kind in KINDS if isinstance(self.bound.field.widget, cls)), "field")

    @property
    def anchor(self) -> str:
        """The id that a link from the summary leads to."""
        return f"part-{self.bound.html_name}"

    @property
    def described_by(self) -> str:
        """The ids of help and errors."""
        base = self.bound.auto_id
        parts = [(self.bound.help_text, "help"), (self.limit, "limit"), (self.unit, "unit"), (self.errors, "errors")]
        return " ".join(f"{base}-{name}" for present, name in parts if present)

    @property
    def widget(self) -> str:
        """The input, told of its help and errors."""
        attrs: dict[str, Any] = {}
        if self.described_by and self.kind != "group":
            attrs["aria-describedby"] = self.described_by
        if self.errors and self.kind != "group":
            attrs["aria-invalid"] = "true"
        if self.limit:
            attrs["data-limit"] = self.limit
        return self.bound.as_widget(attrs=attrs)


@dataclass
class RowPart:
    """One row: its fields and hidden inputs."""

    form: RowForm
    number: int
    fields: list[FieldPart]

    @property
    def prefix(self) -> str:
        """Stands before the names of its inputs."""
        return str(self.form.prefix)


@dataclass
class RowsPart:
    """A place for rows."""

    place: Rows
    row_set: RowFormSet
    rows: list[RowPart]
    removed: list[RowForm]
    template: RowPart | None
    is_required: bool
    errors: list[str]

    @property
    def anchor(self) -> str:
        """The id that a link from the summary leads to."""
        return f"part-{self.place.relation}"

    @property
    def may_add(self) -> bool:
        """Whether there is room for one more."""
        return not self.row_set.is_fixed and len(self.rows) < self.place.maximum


@dataclass
class Step:
    """A section as a step of the form."""

    section: Section
    number: int
    parts: list[FieldPart | RowsPart]
    taken_over: list[str]

    @property
    def problem_count(self) -> int:
        """How much is to put right in it."""
        count = 0
        for part in self.parts:
            count += bool(part.errors)
            if isinstance(part, RowsPart):
                count += sum(bool(cell.errors) for row in part.rows for cell in row.fields)
        return count


class Layout:
    """Steps and problems of ``form``.

    ``missing`` is what review asks for (``kb.workflow.NotReady``).
    """

    def __init__(self, form: EntryForm, *, missing: Problems | None = None) -> None:
        self.form = form
        self.missing = missing or {}
        self.model = type(form.entry)
        sections = contributor_sections(self.model)
        self.steps = [self._step(section, number) for number, section in enumerate(sections, start=1)]

    def _step(self, section: Section, number: int) -> Step:
        parts: list[FieldPart | RowsPart] = []
        for part in section.parts:
            if isinstance(part, Rows):
                rows = self._rows(part)
                if rows is not None:
                    parts.append(rows)
            elif part in self.form.fields:
                is_required = part in self.form.required_names
                parts.append(self._field(self.form, part, is_required, self.missing.get(part, [])))
        taken_over = [
            capfirst(str(self.model._meta.get_field(name).verbose_name))
            for name in section.fields
            if name in self.form.taken_over
        ]
        return Step(section, number, parts, taken_over)

    def _field(self, form: Any, name: str, is_required: bool, missing: Iterable[str] = ()) -> FieldPart:
        bound = form[name]
        errors = list(missing)
        if form.is_bound:
            errors = [str(error) for error in bound.errors] + errors
        model_field = form._meta.model._meta.get_field(name)
        label, unit = _unit(str(bound.label), model_field)
        return FieldPart(bound, is_required, errors, _limit(bound, model_field), label, unit)

    def _rows(self, place: Rows) -> RowsPart | None:
        row_set = self.form.row_sets[place.relation]
        if row_set.is_fixed and not row_set.model.translated_fields:
            return None
        rows = [self._row(form, number) for number, form in enumerate(row_set.shown, start=1)]
        errors = list(self.missing.get(place.relation, []))
        if self.form.is_bound:
            errors = [str(error) for error in row_set.non_form_errors()] + errors
        removed = [form for form in row_set.forms if form.is_removed]
        template = None if row_set.is_fixed else self._row(row_set.empty_form, 0)
        return RowsPart(place, row_set, rows, removed, template, place.relation in self.form.required_names, errors)

    def _row(self, form: RowForm, number: int) -> RowPart:
        required = {item.name for item in form._meta.model._meta.fields if not item.blank}
        names = [name for name in form._meta.model.contributor_fields if name in form.fields]
        return RowPart(form, number, [self._field(form, name, name in required) for name in names])

    @property
    def problems(self) -> list[Problem]:
        """Everything to put right, in the order of the form, then what belongs to no field of it."""
        found = [problem for step in self.steps for part in step.parts for problem in _problems(part)]
        shown = {part for step in self.steps for part in step.section.parts if isinstance(part, str)}
        shown &= set(self.form.fields)
        shown |= set(self.form.row_sets)
        for name, texts in self.missing.items():
            if name not in shown:
                found += [Problem(text, "", "") for text in texts]
        if self.form.is_bound:
            found += [Problem(str(text), "", "") for text in self.form.non_field_errors()]
        return found


def _problems(part: FieldPart | RowsPart) -> Iterator[Problem]:
    if isinstance(part, FieldPart):
        yield from (Problem(text, part.anchor, part.label) for text in part.errors)
        return
    heading = str(part.place.heading)
    yield from (Problem(text, part.anchor, heading) for text in part.errors)
    for row in part.rows:
        for cell in row.fields:
            label = f"{heading}, {row.number}: {cell.label}"
            yield from (Problem(text, cell.anchor, label) for text in cell.errors)


def _limit(bound: BoundField, model_field: models.Field) -> int | None:
    """How many characters a long text may have."""
    if isinstance(model_field, RichField):
        return model_field.limit
    is_long = isinstance(bound.field.widget, forms.Textarea) or bound.name == "title"
    limit = bound.field.widget.attrs.get("maxlength") if is_long else None
    return int(limit) if limit else None


def _unit(label: str, model_field: models.Field) -> tuple[str, str]:
    """The label of a number without its unit, and the unit: labels end in a comma and the unit."""
    is_number = isinstance(model_field, models.IntegerField | models.DecimalField) and not model_field.choices
    name, comma, unit = label.rpartition(", ")
    return (name, unit) if is_number and comma else (label, "")
