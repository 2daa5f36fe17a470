"""Two versions side by side: which fields and rows differ, and how."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from wagtail.admin.compare import diff_text

from kb.models import EntryPage, Tag, TechnologyArea
from kb.sections import Rows
from kb.versions.values import Names, in_words, row_in_words

# What readers are not shown on the page itself.
NEVER_SHOWN = frozenset({"clearance", "clearance_document", "contact_consent", "contact_visibility", "change_note"})
# That these changed is said, not how: whoever was named before may not want to be any more.
NOT_QUOTED = frozenset({"contact_name", "contact_post", "contact_email", "contact_phone", "authors"})
PUBLIC_IN_ANY_CASE = frozenset({"title", "summary"})

EQUAL, ADDED, REMOVED = "equal", "addition", "deletion"
type Pieces = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one field, or of the rows of one place.

    ``passages`` are texts in which words were changed, each as pieces of kind and text; ``added`` and ``removed`` are
    whole rows or paragraphs. A change without any of them is only named.
    """

    label: str
    passages: list[Pieces] = field(default_factory=list)
    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)


def changes_between(
    model: type[EntryPage], before: dict[str, Any], after: dict[str, Any], names: Names, *, in_full: bool
) -> list[Change]:
    """The differences in the order of the form; without ``in_full`` only of title and summary."""
    found: list[Change] = []
    is_contact_named = False
    for part in (part for section in model.sections for part in section.parts):
        name = part.relation if isinstance(part, Rows) else part
        if name in NEVER_SHOWN or not (in_full or name in PUBLIC_IN_ANY_CASE):
            continue
        change = _rows(model, part, before, after, names) if isinstance(part, Rows) else None
        if isinstance(part, str):
            change = _field(model, part, before, after, names)
        if change is None:
            continue
        if name in NOT_QUOTED:
            if name.startswith("contact_"):
                if is_contact_named:
                    continue
                is_contact_named = True
                name = "contact_name"
            change = Change(_label(model, name))
        found.append(change)
    return found


def _label(model: type[EntryPage], name: str) -> str:
    return str(model.label_of(name))


def _field(
    model: type[EntryPage], name: str, before: dict[str, Any], after: dict[str, Any], names: Names
) -> Change | None:
    if name in ("areas", "tags"):
        return _sets(_label(model, name), _named(name, before, names), _named(name, after, names))
    model_field = model._meta.get_field(name)
    old, new = (in_words(model_field, content.get(name), names) for content in (before, after))
    return None if old == new else _texts(_label(model, name), old, new)


def _named(name: str, content: dict[str, Any], names: Names) -> list[str]:
    if name == "areas":
        return [names.of(TechnologyArea, key) for key in content.get("areas") or ()]
    return [names.of(Tag, row["tag"]) for row in content.get("entry_tags") or ()]


def _sets(label: str, old: list[str], new: list[str]) -> Change | None:
    added, removed = sorted(set(new) - set(old)), sorted(set(old) - set(new))
    return Change(label, added=added, removed=removed) if added or removed else None


def _texts(label: str, old: str, new: str) -> Change:
    """Paragraph by paragraph: those that stayed are left out."""
    change = Change(label)
    lines, newer = old.splitlines(), new.splitlines()
    for kind, start, end, new_start, new_end in difflib.SequenceMatcher(
        None, lines, newer, autojunk=False
    ).get_opcodes():
        if kind == "equal":
            continue
        pairs = min(end - start, new_end - new_start)
        for offset in range(pairs):
            change.passages.append(_words(lines[start + offset], newer[new_start + offset]))
        change.removed.extend(lines[start + pairs : end])
        change.added.extend(newer[new_start + pairs : new_end])
    return change


def _words(old: str, new: str) -> Pieces:
    return [(kind, text) for kind, text in diff_text(old, new).changes if text]


def _rows(
    model: type[EntryPage], place: Rows, before: dict[str, Any], after: dict[str, Any], names: Names
) -> Change | None:
    """Rows are known by their key in all versions; their order is no change."""
    row_model: Any = model._meta.get_field(place.relation).related_model
    old, new = (dict(_keyed(row_model, content.get(place.relation) or [], names)) for content in (before, after))
    change = Change(str(place.heading))
    for key, text in new.items():
        if key not in old:
            change.added.append(text)
        elif old[key] != text:
            change.passages.append(_words(old[key], text))
    change.removed.extend(text for key, text in old.items() if key not in new)
    return change if change.passages or change.added or change.removed else None


def _keyed(row_model: Any, rows: list[dict[str, Any]], names: Names) -> Iterator[tuple[str, str]]:
    for row in rows:
        yield str(row.get("row_key") or row.get("pk")), row_in_words(row_model, row, names)
