"""Merging two tags, or two technology areas, into one: entries, drafts and old addresses follow."""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _
from wagtail.log_actions import log
from wagtail.models import Revision
from wagtail.signals import page_published

from kb.models import AlternativeLabel, EntryPage, EntryTag, ReviewerProfile, Tag, TagRedirect, TechnologyArea


class MergeError(Exception):
    """The two cannot be merged; the message says why."""


@transaction.atomic
def merge_tags(source: Tag, target: Tag, user: Any = None) -> int:
    """Gives every entry and draft tagged ``source`` the tag ``target`` and deletes ``source``.

    Its address redirects. Returns the number of entries that had it; raises ``MergeError``.
    """
    if source.pk == target.pk:
        raise MergeError(_("A tag cannot be merged into itself."))
    links = EntryTag.objects.filter(tag=source)
    tagged = set(links.values_list("content_object_id", flat=True))
    links.filter(content_object__entry_tags__tag=target).delete()
    EntryTag.objects.filter(tag=source).update(tag=target)
    _rewrite_revisions({"entry_tags": [{"tag": source.pk}]}, lambda content: _retag(content, source.pk, target.pk))
    source.redirects.update(tag=target)
    TagRedirect.objects.filter(slug=target.slug).delete()
    TagRedirect.objects.update_or_create(slug=source.slug, defaults={"tag": target})
    log(instance=target, action="kb.merge", user=user, data={"merged": source.name})
    source.delete()
    _put_anew(tagged)
    return len(tagged)


@transaction.atomic
def merge_areas(source: TechnologyArea, target: TechnologyArea, user: Any = None) -> int:
    """Moves the entries, drafts, labels, concepts and experts of ``source`` to ``target``.

    ``source`` stays as a redirect. Returns the number of entries that had it; raises ``MergeError``.
    """
    if source.pk == target.pk:
        raise MergeError(_("An area cannot be merged into itself."))
    if target.merged_into_id:
        raise MergeError(_("Choose an area that was not merged itself."))
    if source.narrower.exists():
        raise MergeError(_("Merge or move the narrower areas first."))
    moved = set(source.entries.values_list("pk", flat=True))
    for link_model, owner in (
        (EntryPage.areas.through, "entrypage_id"),
        (ReviewerProfile.areas.through, "reviewerprofile_id"),
    ):
        links = link_model.objects.filter(technologyarea=source)
        known = link_model.objects.filter(technologyarea=target).values(owner)
        links.filter(**{f"{owner}__in": list(known.values_list(owner, flat=True))}).delete()
        links.update(technologyarea=target)
    _rewrite_revisions({"areas": [source.pk]}, lambda content: _replace_area(content, source.pk, target.pk))
    _keep_labels(source, target)
    source.concepts.update(area=target)
    TechnologyArea.objects.filter(merged_into=source).update(merged_into=target)
    source.merged_into = target
    source.save(update_fields=["merged_into"])
    target.save()
    log(instance=target, action="kb.merge", user=user, data={"merged": source.name_ru})
    _put_anew(moved)
    return len(moved)


def _retag(content: dict[str, Any], source_id: int, target_id: int) -> None:
    kept = [row for row in content["entry_tags"] if row["tag"] != source_id]
    if not any(row["tag"] == target_id for row in kept):
        kept.extend({**row, "tag": target_id} for row in content["entry_tags"] if row["tag"] == source_id)
    content["entry_tags"] = kept


def _replace_area(content: dict[str, Any], source_id: int, target_id: int) -> None:
    content["areas"] = list(dict.fromkeys(target_id if pk == source_id else pk for pk in content["areas"]))


def _rewrite_revisions(holds: dict[str, Any], change: Callable[[dict[str, Any]], None]) -> None:
    for revision in Revision.page_revisions.filter(content__contains=holds).iterator(chunk_size=50):
        change(revision.content)
        Revision.objects.filter(pk=revision.pk).update(content=revision.content)


def _keep_labels(source: TechnologyArea, target: TechnologyArea) -> None:
    labels = {(label.language, label.text) for label in source.alternative_labels.all()} | set(source.names.items())
    labels -= {(language, name) for language, name in target.names.items()}
    for language, text in sorted(labels):
        AlternativeLabel.objects.get_or_create(area=target, language=language, text=text)
    source.alternative_labels.all().delete()


def _put_anew(entry_ids: set[int]) -> None:
    """Live entries are announced again, so that the search and saved pages take the change."""
    entries = EntryPage.objects.filter(pk__in=entry_ids, live=True).order_by(F("pk").asc()).specific()
    for entry in entries.iterator():
        page_published.send(sender=type(entry), instance=entry, revision=entry.live_revision)
