"""Connects what must not know each other: publishing and the translations that follow an original."""

from typing import Any

from django.dispatch import receiver
from wagtail.signals import page_published

from kb.models import EntryPage
from kb.translation import carry_to_translations


@receiver(page_published, dispatch_uid="carry_language_independent_values")
def carry_language_independent_values(instance: Any, **kwargs: Any) -> None:
    """An original that is published brings its figures to its translations."""
    if isinstance(instance, EntryPage) and instance.is_original:
        carry_to_translations(instance)
