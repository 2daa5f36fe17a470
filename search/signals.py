"""Keeps the index in step with what it shows: publishing, and the names of areas, tags and enterprises.

Never ``post_save`` of a page: drafts are saved every half second while somebody writes.
"""

import threading
from collections.abc import Iterable
from typing import Any

from django.db import models, transaction
from django.db.models.signals import post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from wagtail.images import get_image_model
from wagtail.models import Page, PageViewRestriction
from wagtail.search.index import insert_or_update_object
from wagtail.signals import page_published, page_unpublished, post_page_move

from kb.models import (
    AlternativeLabel,
    Concept,
    ConceptLabel,
    Enterprise,
    EntryPage,
    Indicator,
    KbDocument,
    Tag,
    TechnologyArea,
)
from search import attachments, index, pins, suggestion_rows, synonyms, tasks
from search.dense import embedders
from search.interface import engine
from search.models import AttachmentText, Pin, SearchDocument

NAMES = ("name_ru", "name_be", "name_kk", "name_en")
WATCHED: dict[type[models.Model], tuple[str, ...]] = {
    TechnologyArea: (*NAMES, "parent_id"),
    Enterprise: (*NAMES, "country"),
    Tag: ("name",),
    Indicator: ("lower_is_better",),
    AlternativeLabel: ("area_id", "language", "text"),
    get_image_model(): ("file", "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height"),
}


AT_ONCE = 200
"""Entries whose rows are brought in step by the request that changed them: less than a second of work."""


class _Waiting(threading.local):
    """Pages to put once the transaction is committed; each once, whatever changed for how many reasons."""

    def __init__(self) -> None:
        self.pages: set[int] = set()


_waiting = _Waiting()


@receiver(page_published, dispatch_uid="search_put")
def put_published(instance: Any, **kwargs: Any) -> None:
    """In the transaction of the publishing itself; what the entry means is found out in the background."""
    if isinstance(instance, EntryPage):
        engine().put(instance)
        if embedders.chosen():
            tasks.embed_entries.enqueue([instance.pk])


@receiver(page_unpublished, dispatch_uid="search_remove")
def remove_unpublished(instance: Any, **kwargs: Any) -> None:
    """Deleting a live page unpublishes it first, so this covers it."""
    if isinstance(instance, EntryPage):
        engine().remove(instance)


@receiver([post_save, post_delete], sender=PageViewRestriction, dispatch_uid="search_restricted")
def put_restricted(instance: PageViewRestriction, **kwargs: Any) -> None:
    """What a rule keeps from some is found by nobody; what it kept is found again once it is gone."""
    _put_below(instance.page)


@receiver(post_page_move, dispatch_uid="search_moved")
def put_moved(instance: Page, **kwargs: Any) -> None:
    """Other rules may hold at the new place."""
    if PageViewRestriction.objects.exists():
        _put_below(instance)


def _put_below(page: Page) -> None:
    entries = EntryPage.objects.live().filter(path__startswith=page.path)
    put_after_commit(entries.values_list("pk", flat=True))
    if embedders.chosen():
        transaction.on_commit(lambda: tasks.embed_missing.enqueue())


@receiver(pre_delete, sender=SearchDocument, dispatch_uid="search_document_deleted")
def keep_count_of_deleted(instance: SearchDocument, **kwargs: Any) -> None:
    """A row that goes with its page by the foreign key, unless unpublishing has taken it out before."""
    index.remove(instance.page)


@receiver(post_save, sender=KbDocument, dispatch_uid="search_read_attachment")
def read_attachment(instance: KbDocument, raw: bool = False, **kwargs: Any) -> None:
    """At once, not when an entry is published: its author should hear of an unreadable file while writing."""
    if raw or not attachments.kind_of(instance):
        return
    if not AttachmentText.objects.filter(document=instance, file_hash=instance.file_hash).exists():
        tasks.read_attachment.enqueue(instance.pk)


@receiver([post_save, post_delete], sender=Pin, dispatch_uid="search_forget_pins")
def read_pins_anew(**kwargs: Any) -> None:
    """Who saved a pin sees it at once; other processes within half a minute."""
    transaction.on_commit(pins.forget)


@receiver([post_save, post_delete], sender=AlternativeLabel, dispatch_uid="search_find_area_by_label")
def find_area_by_label(instance: AlternativeLabel, raw: bool = False, **kwargs: Any) -> None:
    """The admin's list of areas; a form saves the area first and its labels after it."""
    area = TechnologyArea.objects.filter(pk=instance.area_id).first()
    if area is not None and not raw:
        insert_or_update_object(area)


def _remember(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    watched = WATCHED[type(instance)]
    before = None
    if instance.pk and not raw:
        before = type(instance)._default_manager.filter(pk=instance.pk).values_list(*watched).first()
    instance._searched_before = before  # type: ignore[attr-defined]


def _put_affected(instance: models.Model, created: bool = False, raw: bool = False, **kwargs: Any) -> None:
    if raw or (created and not isinstance(instance, AlternativeLabel)):
        return
    now = tuple(_plain(getattr(instance, name)) for name in WATCHED[type(instance)])
    before = getattr(instance, "_searched_before", None)
    if before is None or tuple(map(_plain, before)) != now:
        put_after_commit(affected_by(instance))


def _put_former(instance: models.Model, **kwargs: Any) -> None:
    put_after_commit(affected_by(instance))


def _plain(value: Any) -> Any:
    return getattr(value, "name", value)


def affected_by(instance: models.Model) -> list[int]:
    """The pages whose rows hold something of ``instance``."""
    if isinstance(instance, Enterprise):
        found = SearchDocument.objects.filter(enterprise=instance)
    elif isinstance(instance, Tag):
        found = SearchDocument.objects.filter(tag_ids__contains=[instance.pk])
    elif isinstance(instance, Indicator):
        found = SearchDocument.objects.filter(indicator_ids__contains=[instance.pk])
    elif isinstance(instance, AlternativeLabel):
        found = SearchDocument.objects.filter(area_ids__contains=[instance.area_id], language=instance.language)
    elif isinstance(instance, TechnologyArea):
        found = SearchDocument.objects.filter(area_ids__contains=[instance.pk])
    else:
        return list(EntryPage.objects.live().filter(cover_image_id=instance.pk).values_list("pk", flat=True))
    return list(found.values_list("pk", flat=True))


def offer_term(instance: models.Model, raw: bool = False, **kwargs: Any) -> None:
    """An area, a tag or an enterprise is offered by its new names; an area by those of its labels too."""
    if not raw:
        suggestion_rows.put_term(instance.area if isinstance(instance, AlternativeLabel) else instance)


def withdraw_term(instance: models.Model, **kwargs: Any) -> None:
    """What is deleted is offered no more."""
    suggestion_rows.remove_term(instance)


def put_after_commit(pages: Iterable[int]) -> None:
    """Puts the rows of ``pages`` when the change that they follow is committed."""
    pages = set(pages)
    if pages:
        _waiting.pages |= pages
        transaction.on_commit(_put_waiting)


def _put_waiting() -> None:
    pages, _waiting.pages = _waiting.pages, set()
    if len(pages) > AT_ONCE:
        tasks.put_entries.enqueue(sorted(pages))
    elif pages:
        engine().put_pages(pages)


for _model in WATCHED:
    pre_save.connect(_remember, sender=_model, dispatch_uid=f"search_remember_{_model.__name__}")
    post_save.connect(_put_affected, sender=_model, dispatch_uid=f"search_put_affected_{_model.__name__}")
# The entries of a deleted tag, label or picture are known before they lose it; areas and enterprises of entries stay.
pre_delete.connect(_put_former, sender=Tag, dispatch_uid="search_put_former_tag")
pre_delete.connect(_put_former, sender=get_image_model(), dispatch_uid="search_put_without_cover")
pre_delete.connect(_put_former, sender=AlternativeLabel, dispatch_uid="search_put_former_label")

for _model in (TechnologyArea, Tag, Enterprise):
    post_save.connect(offer_term, sender=_model, dispatch_uid=f"search_offer_{_model.__name__}")
    post_delete.connect(withdraw_term, sender=_model, dispatch_uid=f"search_withdraw_{_model.__name__}")
post_save.connect(offer_term, sender=AlternativeLabel, dispatch_uid="search_offer_label")
post_delete.connect(offer_term, sender=AlternativeLabel, dispatch_uid="search_offer_without_label")


def _renew_synonyms(**kwargs: Any) -> None:
    transaction.on_commit(synonyms.forget)


for _labelled in (Concept, ConceptLabel, TechnologyArea, AlternativeLabel):
    post_save.connect(_renew_synonyms, sender=_labelled, dispatch_uid=f"search_renew_saved_{_labelled.__name__}")
    post_delete.connect(_renew_synonyms, sender=_labelled, dispatch_uid=f"search_renew_deleted_{_labelled.__name__}")
