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
    changed = 0
    for page in original.get_translations().select_related("locale", "latest_revision", "live_revision").specific():
        draft = page.latest_revision if page.latest_revision_id != page.live_revision_id else None
        if take_over(original, page):
            changed += 1
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
    """Sets the language-independent values of ``original`` on the unsaved ``translation``; True if any differed."""
    before = translation.serializable_data()
    for name in sorted(translation.language_independent):
        field = translation._meta.get_field(name)
        if isinstance(field, ParentalManyToManyField):
            getattr(translation, name).set(getattr(original, name).all())
        else:
            setattr(translation, field.attname, getattr(original, field.attname))
    for relation in sorted(translation.language_independent_rows):
        if hasattr(translation, relation):
            _take_over_rows(original, translation, relation)
    return bool(translation.serializable_data() != before)


def _take_over_rows(original: "EntryPage", translation: "EntryPage", relation: str) -> None:
    known: dict[object, Row] = {row.row_key: row for row in getattr(translation, relation).all()}
    rows = []
    for position, source in enumerate(getattr(original, relation).all()):
        row = known.get(source.row_key) or _blank_row(source)
        keep = set(source.translated_fields) if row.row_key in known else set()
        for field in source._meta.concrete_fields:
            if field.name not in keep | {"id", "entry", "sort_order"}:
                setattr(row, field.attname, getattr(source, field.attname))
        if relation == "related_entries":
            row.related_id = _in_locale(source.related, translation.locale_id)
        row.sort_order = position
        rows.append(row)
    getattr(translation, relation).set(rows)


def _blank_row(source: "Row") -> "Row":
    return type(source)(row_key=source.row_key)


def _in_locale(entry: models.Model, locale_id: int) -> int:
    """The translation of ``entry`` in that locale, else ``entry`` itself."""
    if entry.locale_id == locale_id:  # type: ignore[attr-defined]
        return int(entry.pk)
    translated = entry.get_translations().filter(locale_id=locale_id).values_list("pk", flat=True).first()  # type: ignore[attr-defined]
    return int(translated or entry.pk)
