"""Connects what must not know each other: publishing and the translations that follow an original."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import copy_for_translation_done, page_published

from kb.models import EntryPage
from kb.translation import carry_to_translation, carry_to_translations


@receiver(page_published, dispatch_uid="carry_language_independent_values")
def carry_language_independent_values(instance: Any, **kwargs: Any) -> None:
    """An original that is published brings its figures to its translations."""
    if isinstance(instance, EntryPage) and instance.is_original:
        carry_to_translations(instance)


@receiver(copy_for_translation_done, dispatch_uid="link_new_translation")
def link_new_translation(source_obj: Any, target_obj: Any, **kwargs: Any) -> None:
    """A new translation holds the original's values already; its links go to pages of its own language."""
    source = source_obj.specific
    if isinstance(source, EntryPage):
        carry_to_translation(source, target_obj.specific)
