"""Puts off what Wagtail writes down at every save, until a load is through: each page is saved several times."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import models
from django.db.models.signals import post_save
from modelsearch.backends import get_search_backends
from modelsearch.index import get_indexed_models
from modelsearch.signal_handlers import post_save_signal_handler
from wagtail.models import ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update


@contextmanager
def indexed_once() -> Iterator[list[models.Model]]:
    """Within it, neither the admin's search nor the index of references follows a save; afterwards both take in
    what the caller has put on the list.
    """
    saved: list[models.Model] = []
    followed = [model for model in get_indexed_models() if post_save.disconnect(post_save_signal_handler, model)]
    try:
        with disable_reference_index_auto_update():
            yield saved
    finally:
        for model in followed:
            post_save.connect(post_save_signal_handler, sender=model)
    for kind in {type(instance) for instance in saved}:
        keys = [instance.pk for instance in saved if type(instance) is kind]
        instances = list(kind._default_manager.filter(pk__in=keys))
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(kind, instances)
        for instance in instances:
            ReferenceIndex.create_or_update_for_object(instance)
