"""The parts of entries' pages that are the same for every visitor, made once and kept.

A kept row is a saved computation: when it is missing, or was made by other code, templates or translations, or of
another revision, or shows something that changed since, it is made anew on the spot. ``prepared.changes.changed`` says
what changed, by the marks of ``prepared.marks``, for these parts and for whole pages alike (``prepared.store`` says why
that is exact).
"""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kb.models import EntryPage, RenderedEntry
from kb.presentation import gather
from prepared.fingerprint import Patterns, fingerprint
from prepared.marks import EVERYTHING
from prepared.store import KEPT, ChangedSince, snapshot
from replicas import reading, servers

MADE_FROM: Patterns = (
    ("templates/kb", "**/*.html"),
    ("kb", "*.py"),
    ("kb/models", "*.py"),
    ("kb/templatetags", "*.py"),
    ("kb/formats", "**/*.py"),
    ("locale", "**/*.mo"),
)
PARTS = ("opening", "body", "contact", "closing")


def parts_of(page: EntryPage, *, is_preview: bool = False) -> RenderedEntry:
    """The parts of ``page``: kept ones, if they still hold; a preview and an unpublished page are always made anew."""
    if is_preview or not page.live:
        return render(page)
    kept = getattr(page, "rendered", None)
    if kept is not None and holds(kept, page):
        return kept
    return render(page) if servers.primary.is_away() else keep(page)


def holds(kept: RenderedEntry, page: EntryPage) -> bool:
    """Whether ``kept`` is what ``render`` would make of ``page`` today, without making it."""
    return (
        kept.stamp == stamp(page)
        and (kept.good_until is None or kept.good_until >= timezone.localdate())
        and not _has_changed(kept, page)
    )


def _has_changed(kept: RenderedEntry, page: EntryPage) -> bool:
    found: bool | None = getattr(page, "rendered_has_changed", None)
    if found is None:
        changes = ChangedSince("shows", "snapshot")
        found = RenderedEntry.objects.filter(pk=kept.pk).values_list(changes, flat=True).first()
    # Parts that are gone were deleted for a change.
    return found is not False


def stamp(page: EntryPage) -> str:
    """What the parts of ``page`` are made from, beside things that other rows hold."""
    return f"{fingerprint(MADE_FROM)}:{page.live_revision_id}:{page.standing}"


def keep(page: EntryPage) -> RenderedEntry:
    """Makes the parts of the published ``page`` from what the database holds now, and keeps them.

    Raises ``EntryPage.DoesNotExist`` when it is no longer there.
    """
    with reading.from_primary(), transaction.atomic():
        begun = snapshot()
        current = EntryPage.objects.live().get(pk=page.pk).specific
        rendered = render(current)
        rendered.snapshot = begun
        RenderedEntry.objects.bulk_create(
            [rendered],
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=[*PARTS, "shows", "stamp", "snapshot", "good_until", "updated_at"],
        )
    return rendered


def render(page: EntryPage) -> RenderedEntry:
    """The parts of ``page`` in its language, not kept."""
    page = page.specific
    with translation.override(page.locale.language_code):
        shown = gather(page)
        today = timezone.localdate()
        context = {"page": page, "shown": shown, "today": today}
        expires = shown.good_until if shown.good_until and shown.good_until >= today else None
        return RenderedEntry(
            page_id=page.pk,
            opening=render_to_string("kb/entry/opening.html", context),
            body=render_to_string(f"{page.template}#body", context),
            contact=render_to_string("kb/entry/contact.html", context),
            closing=render_to_string("kb/entry/closing.html", context),
            shows=sorted({EVERYTHING, *shown.marks}),
            stamp=stamp(page),
            good_until=expires,
        )


KEPT.append(RenderedEntry._meta.db_table)
