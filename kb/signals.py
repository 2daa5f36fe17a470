"""Connects what must not know each other: publishing and translations, memberships and the audit log."""

from typing import Any

from django.db.models.signals import post_delete, post_save, pre_save
from django.dispatch import receiver
from wagtail.models import PageLogEntry
from wagtail.signals import copy_for_translation_done, page_published

from accounts.audit import acting, record
from accounts.models import AuditEvent
from kb.models import EntryPage, Membership
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


@receiver(pre_save, sender=PageLogEntry, dispatch_uid="keep_country_of_deleted")
def keep_country(instance: PageLogEntry, raw: bool = False, **kwargs: Any) -> None:
    """The log of a deletion keeps the country of the entry: afterwards nothing tells whose editors may know of it."""
    if raw or instance.action != "wagtail.delete":
        return
    country = EntryPage.objects.filter(pk=instance.page_id).values_list("enterprise__country", flat=True).first()
    if country:
        instance.data = {**instance.data, "country": country}


@receiver(post_save, sender=Membership, dispatch_uid="audit_membership_saved")
def membership_saved(instance: Membership, created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Who writes for an enterprise, in which role, is on record."""
    if not raw:
        _record_membership(instance, role=instance.role, is_active=instance.is_active, created=created)


@receiver(post_delete, sender=Membership, dispatch_uid="audit_membership_deleted")
def membership_deleted(instance: Membership, **kwargs: Any) -> None:
    """And who does no longer."""
    _record_membership(instance, deleted=True)


def _record_membership(membership: Membership, **details: Any) -> None:
    enterprise = str(membership.enterprise)
    record(AuditEvent.Event.MEMBERSHIP, actor=acting(), concerning=membership.user, enterprise=enterprise, **details)
