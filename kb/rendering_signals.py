"""Tells ``kb.rendering`` what has changed: published pages, renamed things, removed links."""

from contextlib import suppress
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save, pre_delete
from django.dispatch import receiver
from wagtail.models import Page
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from kb.models import (
    Enterprise,
    EntryPage,
    Indicator,
    KbDocument,
    KbImage,
    RelatedEntry,
    Tag,
    TechnologyArea,
)
from kb.presentation import group_mark, mark
from kb.rendering import forget, keep


@receiver(page_published, dispatch_uid="rendering_page_published")
def page_was_published(instance: Page, **kwargs: Any) -> None:
    """Its page is made now; pages that link to it, or that it links to, when somebody asks for them."""
    if isinstance(instance, EntryPage):
        forget(_marks_around(instance))
        transaction.on_commit(lambda: _keep_if_live(instance), robust=True)


@receiver(page_unpublished, dispatch_uid="rendering_page_unpublished")
def page_was_unpublished(instance: Page, **kwargs: Any) -> None:
    """Pages that link to it no longer do."""
    if isinstance(instance, EntryPage):
        forget(_marks_around(instance))


@receiver([page_slug_changed, post_page_move], dispatch_uid="rendering_page_moved")
def page_moved(instance: Page, **kwargs: Any) -> None:
    """Everything at and below the page has a new address, and so have the links to it."""
    moved = EntryPage.objects.filter(path__startswith=instance.path)
    forget(group_mark(key) for key in moved.values_list("translation_key", flat=True))


@receiver(pre_delete, dispatch_uid="rendering_entry_deleted")
def entry_deleted(instance: Any, **kwargs: Any) -> None:
    """Pages that link to a deleted entry no longer do."""
    if isinstance(instance, EntryPage):
        forget([group_mark(instance.translation_key)])


@receiver(post_delete, sender=RelatedEntry, dispatch_uid="rendering_link_removed")
def link_removed(instance: RelatedEntry, **kwargs: Any) -> None:
    """The page at the other end no longer shows the link."""
    key = EntryPage.objects.filter(pk=instance.related_id).values_list("translation_key", flat=True).first()
    if key:
        forget([group_mark(key)])


def thing_changed(instance: Any, **kwargs: Any) -> None:
    """Pages that show a renamed enterprise, area, indicator, tag, file or picture are made anew."""
    if not kwargs.get("created") and set(kwargs.get("update_fields") or ()) != {"file_size"}:
        forget([mark(instance)])


for model in (Enterprise, TechnologyArea, Indicator, Tag, KbDocument, KbImage):
    for signal in (post_save, pre_delete):
        signal.connect(thing_changed, sender=model, dispatch_uid=f"rendering_{model.__name__}_{id(signal)}")


def _keep_if_live(entry: EntryPage) -> None:
    # The same transaction may have taken it away again.
    with suppress(EntryPage.DoesNotExist):
        keep(entry)


def _marks_around(entry: EntryPage) -> set[str]:
    """The entry in all its languages, and the entries that it links to."""
    linked = EntryPage.objects.filter(related_from__entry=entry.pk).values_list("translation_key", flat=True)
    return {group_mark(key) for key in (entry.translation_key, *linked)}
