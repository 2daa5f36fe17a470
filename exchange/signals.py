"""Looks for matches whenever an offer or a request is published, changed or taken away."""

from typing import Any

from django.db.models.signals import pre_delete
from django.dispatch import receiver
from wagtail.signals import page_published, page_unpublished

from exchange import matching, tasks
from kb.models import EntryPage, TechnologyPage


@receiver(page_published, dispatch_uid="exchange_match")
def match_published(instance: Any, **kwargs: Any) -> None:
    """In the background; a description may have been an offer before."""
    if isinstance(instance, TechnologyPage):
        tasks.match.enqueue(str(instance.translation_key))


@receiver([page_unpublished, pre_delete], dispatch_uid="exchange_unmatch")
def unmatch(instance: Any, **kwargs: Any) -> None:
    """At once, unless the technology is still live in another language."""
    if isinstance(instance, TechnologyPage):
        versions = EntryPage.objects.live().filter(translation_key=instance.translation_key)
        if not versions.exclude(pk=instance.pk).exists():
            matching.end(instance.translation_key)
