"""What a draft still lacks before it can be sent to review, and how far it is."""

from dataclasses import dataclass
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from contribute.forms import DECLARATIONS, contributor_sections, is_untitled
from contribute.layout import Problems
from kb.models import EntryPage
from kb.sections import Rows

NAMED = 3


@dataclass(frozen=True)
class Need:
    """Something that review asks for."""

    label: str
    anchor: str
    text: str = ""


@dataclass(frozen=True)
class Completeness:
    """How many of the things that review asks for are there, and which are missing."""

    total: int
    missing: list[Need]

    @property
    def done(self) -> int:
        """How many are there."""
        return self.total - len(self.missing)

    @property
    def first_missing(self) -> list[Need]:
        """Those to name where there is no room for all."""
        return self.missing[:NAMED]

    @property
    def more_missing(self) -> int:
        """How many are missing beside those."""
        return len(self.missing) - len(self.first_missing)


def what_is_missing(entry: EntryPage, *, look_up: bool = True) -> Problems:
    """What review asks for and the draft lacks, by field or row place; as ``EntryPage.submission_errors``."""
    problems: Problems = dict(entry.submission_errors(look_up=look_up))
    if is_untitled(entry):
        problems["title"] = [_("Give the page a title that says what it is about.")]
    return problems


def what_is_needed(entry: EntryPage) -> list[Need]:
    """Everything that review asks of an entry such as ``entry``, in the order of the form."""
    return _in_order(entry, _needed(entry))


def completeness_of(entry: EntryPage, *, look_up: bool = True) -> Completeness:
    """How far ``entry``, a draft as it was saved last, is; the number of queries depends on its type alone.

    Without ``look_up``, as in ``EntryPage.submission_errors``, there are none.
    """
    problems = what_is_missing(entry, look_up=look_up)
    missing = _in_order(entry, set(problems), problems)
    return Completeness(len(_needed(entry) | set(problems)), missing)


def _needed(entry: EntryPage) -> set[str]:
    values: dict[str, Any] = {field.attname: getattr(entry, field.attname) for field in entry._meta.concrete_fields}
    model = type(entry)
    fields = {name for name in model.required_fields(values) if not _is_given(model, name)}
    return fields | set(model.required_rows(values)) | DECLARATIONS


def _is_given(model: type[EntryPage], name: str) -> bool:
    """Whether the field has a value before anybody writes: it counts only when somebody takes it out."""
    field = model._meta.get_field(name)
    return bool(getattr(field, "has_default", bool)() and field.get_default())


def _in_order(entry: EntryPage, names: set[str], problems: Problems | None = None) -> list[Need]:
    model = type(entry)
    parts = [part for section in contributor_sections(model) for part in section.parts]
    order = [part.relation if isinstance(part, Rows) else part for part in parts]
    ordered = sorted(names, key=lambda name: (order.index(name) if name in order else len(order), name))
    return [_need(model, name, name in order, (problems or {}).get(name, [])) for name in ordered]


def _need(model: type[EntryPage], name: str, is_shown: bool, texts: list[str]) -> Need:
    label = capfirst(str(model.label_of(name))) if is_shown else ""
    return Need(label, f"part-{name}" if is_shown else "", " ".join(texts))
