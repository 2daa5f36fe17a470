"""Language-independent values: what the original says, its translations say too.

Fields and rows are declared on the models (``language_independent``, ``language_independent_rows``,
``translated_fields`` of a row).
"""

from typing import TYPE_CHECKING

from django.db import models, transaction
from modelcluster.fields import ParentalManyToManyField
from wagtail.signals import page_published

if TYPE_CHECKING:
    from wagtail.models import Revision

    from kb.models import EntryPage, Row


@transaction.atomic
def carry_to_translations(original: "EntryPage") -> int:
    """Copies the language-independent values of the live ``original`` to its translations; returns how many changed.

    The published version of a translation takes them, and so does its draft. No revision is made and no review
    is disturbed: the words, which are what is reviewed there, stay as they are.
    """
    pages = original.get_translations().select_related("locale", "latest_revision", "live_revision")
    return sum(carry_to_translation(original, page) for page in pages.specific())


@transaction.atomic
def carry_to_translation(original: "EntryPage", page: "EntryPage") -> bool:
    """The same for the one translation ``page``; True if its published version, or the page of a draft, changed."""
    draft = page.latest_revision if page.latest_revision_id != page.live_revision_id else None
    changed = take_over(original, page)
    if changed:
        page.save(clean=False)
        if page.live_revision:
            _rewrite(page.live_revision, page)
        if page.live:
            page_published.send(sender=type(page), instance=page, revision=page.live_revision)
    if draft:
        latest = draft.as_object()
        if take_over(original, latest):
            _rewrite(draft, latest)
    return changed


def _rewrite(revision: "Revision", page: "EntryPage") -> None:
    revision.content = page.serializable_data()
    revision.save(update_fields=["content"])


def take_over(original: "EntryPage", translation: "EntryPage") -> bool:
    """Sets the language-independent values of ``original`` on the unsaved ``translation``; True if any differed.

    Values are compared as Python has them: their stored forms differ where nothing changed ("40" and "40.0000").
    """
    changed = False
    for name in sorted(translation.language_independent):
        field = translation._meta.get_field(name)
        if isinstance(field, ParentalManyToManyField):
            wanted = list(getattr(original, name).all())
            if {thing.pk for thing in wanted} != {thing.pk for thing in getattr(translation, name).all()}:
                getattr(translation, name).set(wanted)
                changed = True
        else:
            changed |= _copy_value(original, translation, field.attname)
    for relation in sorted(translation.language_independent_rows):
        if hasattr(translation, relation):
            changed |= _take_over_rows(original, translation, relation)
    return changed


def _copy_value(source: models.Model, target: models.Model, name: str) -> bool:
    value = getattr(source, name)
    if getattr(target, name) == value:
        return False
    setattr(target, name, value)
    return True


def _take_over_rows(original: "EntryPage", translation: "EntryPage", relation: str) -> bool:
    before = list(getattr(translation, relation).all())
    known: dict[object, Row] = {row.row_key: row for row in before}
    changed = False
    rows = []
    for position, source in enumerate(getattr(original, relation).all()):
        row = known.get(source.row_key) or _blank_row(source)
        keep = {"id", "entry", "sort_order"} | ({"related"} if relation == "related_entries" else set())
        if row.row_key in known:
            keep |= set(source.translated_fields)
        for field in source._meta.concrete_fields:
            if field.name not in keep:
                changed |= _copy_value(source, row, field.attname)
        if "related" in keep:
            related_id = _in_locale(source.related, translation.locale_id)
            changed |= row.related_id != related_id
            row.related_id = related_id
        changed |= row.sort_order != position
        row.sort_order = position
        rows.append(row)
    if changed or [row.row_key for row in rows] != [row.row_key for row in before]:
        getattr(translation, relation).set(rows)
        return True
    return False


def _blank_row(source: "Row") -> "Row":
    return type(source)(row_key=source.row_key)


def _in_locale(entry: models.Model, locale_id: int) -> int:
    """The translation of ``entry`` in that locale, else ``entry`` itself."""
    if entry.locale_id == locale_id:  # type: ignore[attr-defined]
        return int(entry.pk)
    translated = entry.get_translations().filter(locale_id=locale_id).values_list("pk", flat=True).first()  # type: ignore[attr-defined]
    return int(translated or entry.pk)
