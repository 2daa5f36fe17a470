"""Tells ``kb.rendering`` what has changed: published pages, renamed things, removed links."""

from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Model
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.models import Locale, Page, PageViewRestriction, Site
from wagtail.signals import page_published, page_slug_changed, page_unpublished, post_page_move

from kb.models import (
    AlternativeLabel,
    Enterprise,
    EntryPage,
    Indicator,
    KbDocument,
    KbImage,
    RelatedEntry,
    Tag,
    TechnologyArea,
)
from kb.rendering import keep
from prepared.changes import changed
from prepared.marks import (
    AREAS,
    BRANCHES,
    ENTERPRISE_COUNTS,
    ENTERPRISES,
    EVERYTHING,
    group_mark,
    hit_mark,
    mark,
    mark_of,
    profile_mark,
)


@receiver(page_published, dispatch_uid="rendering_page_published")
def page_was_published(instance: Page, **kwargs: Any) -> None:
    """Its page is made now; pages that link to it, or that it links to, when somebody asks for them."""
    changed(_marks_around(instance))
    if isinstance(instance, EntryPage):
        transaction.on_commit(lambda: _keep_if_live(instance), robust=True)


@receiver(page_unpublished, dispatch_uid="rendering_page_unpublished")
def page_was_unpublished(instance: Page, **kwargs: Any) -> None:
    """It is shown no more, and pages that link to it no longer do."""
    changed(_marks_around(instance))


@receiver([page_slug_changed, post_page_move], dispatch_uid="rendering_page_moved")
def page_moved(instance: Page, **kwargs: Any) -> None:
    """Everything at and below the page has a new address, and so have the links to it."""
    moved = Page.objects.filter(path__startswith=instance.path).values_list("pk", "translation_key")
    changed(name for page, key in moved for name in (hit_mark(page), group_mark(key)))


@receiver(pre_delete, dispatch_uid="rendering_entry_deleted")
def entry_deleted(instance: Any, **kwargs: Any) -> None:
    """Pages that link to a deleted page no longer do."""
    if isinstance(instance, Page):
        changed([group_mark(instance.translation_key)])


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="rendering_restricted")
def page_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """Who may see the page and everything below it has changed."""
    below = Page.objects.filter(path__startswith=instance.page.path)
    changed(group_mark(key) for key in below.values_list("translation_key", flat=True))


@receiver([post_save, post_delete], sender=AlternativeLabel, dispatch_uid="rendering_label")
def label_changed(instance: AlternativeLabel, **kwargs: Any) -> None:
    """The page of the area shows what else it is called."""
    changed([mark_of("technologyarea", instance.area_id)])


@receiver([post_save, post_delete], sender=Site, dispatch_uid="rendering_site")
@receiver([post_save, post_delete], sender=Locale, dispatch_uid="rendering_locale")
def everything_changed(**kwargs: Any) -> None:
    """What every page depends on."""
    changed([EVERYTHING])


@receiver(post_delete, sender=RelatedEntry, dispatch_uid="rendering_link_removed")
def link_removed(instance: RelatedEntry, **kwargs: Any) -> None:
    """The page at the other end no longer shows the link."""
    key = EntryPage.objects.filter(pk=instance.related_id).values_list("translation_key", flat=True).first()
    if key:
        changed([group_mark(key)])


LANGUAGES = tuple(code for code, _name in settings.LANGUAGES)
NAMED = frozenset(
    {"slug", "country", "region", "verified", "is_demonstration"} | {f"name_{language}" for language in LANGUAGES}
)
"""What is shown of an enterprise wherever it is named."""
LISTED = NAMED | {"kind"} | {f"products_{language}" for language in LANGUAGES}
"""What the list of enterprises shows."""
NEVER_SHOWN = frozenset({"file_size"})


def remember_thing(instance: Model, raw: bool = False, **kwargs: Any) -> None:
    """What is in the database before a change, to tell afterwards what has changed."""
    known = type(instance)._default_manager.filter(pk=instance.pk).values().first() if instance.pk else None
    instance._shown_before = known  # type: ignore[attr-defined]


def thing_changed(instance: Model, created: bool = False, **kwargs: Any) -> None:
    """Pages that show a renamed enterprise, area, indicator, tag, file or picture, or all of a kind, are made anew."""
    before = getattr(instance, "_shown_before", None) or {}
    now = {field.attname: field.value_from_object(instance) for field in instance._meta.concrete_fields}
    changes = {name for name, value in now.items() if created or before.get(name) != value} - NEVER_SHOWN
    if changes:
        changed(_marks_of(instance, changes))


def thing_deleted(instance: Model, **kwargs: Any) -> None:
    """The same of pages that show what is deleted."""
    changed(_marks_of(instance, {field.attname for field in instance._meta.concrete_fields}))


def _marks_of(instance: Model, changes: set[str]) -> Iterator[str]:
    if isinstance(instance, TechnologyArea):
        yield AREAS
        if instance.parent_id is None or "parent_id" in changes:
            yield BRANCHES
    if not isinstance(instance, Enterprise) or changes & NAMED:
        yield mark(instance)
    if isinstance(instance, Enterprise):
        yield profile_mark(instance.pk)
        if changes & LISTED:
            yield ENTERPRISES
        if "country" in changes:
            yield ENTERPRISE_COUNTS


for model in (Enterprise, TechnologyArea, Indicator, Tag, KbDocument, KbImage):
    pre_save.connect(remember_thing, sender=model, dispatch_uid=f"rendering_remember_{model.__name__}")
    post_save.connect(thing_changed, sender=model, dispatch_uid=f"rendering_changed_{model.__name__}")
    pre_delete.connect(thing_deleted, sender=model, dispatch_uid=f"rendering_deleted_{model.__name__}")


def _keep_if_live(entry: EntryPage) -> None:
    # The same transaction may have taken it away again.
    with suppress(EntryPage.DoesNotExist):
        keep(entry)


def _marks_around(page: Page) -> set[str]:
    """The page in all its languages, and the entries that it links to."""
    if not isinstance(page, EntryPage):
        return {group_mark(page.translation_key)}
    entry = page
    linked = EntryPage.objects.filter(related_from__entry=entry.pk).values_list("translation_key", flat=True)
    return {group_mark(key) for key in (entry.translation_key, *linked)}
