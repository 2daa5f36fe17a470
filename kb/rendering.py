"""The parts of entries' pages that are the same for every visitor, made once and kept.

A kept row is a saved computation: when it is missing, or was made by other code, templates or translations, or of
another revision, it is made anew on the spot. ``forget`` deletes the rows of pages that show something that changed;
it says which by the marks of ``kb.presentation``. An advisory lock keeps the two apart: whatever is made while
something changes is either made of the new state or deleted again.
"""

import hashlib
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path

import wagtail
from django.conf import settings
from django.db import connection, transaction
from django.template.loader import render_to_string
from django.utils import timezone, translation

from kb.models import EntryPage, RenderedEntry
from kb.presentation import gather

# Any number that nothing else on the server takes for its own locks.
LOCK = 7_346_021
MADE_FROM = (
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
    return kept if kept is not None and holds(kept, page) else keep(page)


def holds(kept: RenderedEntry, page: EntryPage) -> bool:
    """Whether ``kept`` is what ``render`` would make of ``page`` today, as far as it shows without looking."""
    return kept.stamp == stamp(page) and (kept.good_until is None or kept.good_until >= timezone.localdate())


def stamp(page: EntryPage) -> str:
    """What the parts of ``page`` are made from, beside things that other rows hold."""
    return f"{fingerprint()}:{page.live_revision_id}:{page.standing}"


def keep(page: EntryPage) -> RenderedEntry:
    """Makes the parts of the published ``page`` from what the database holds now, and keeps them.

    Raises ``EntryPage.DoesNotExist`` when it is no longer there.
    """
    with transaction.atomic():
        _lock("pg_advisory_xact_lock_shared")
        current = EntryPage.objects.live().get(pk=page.pk).specific
        rendered = render(current)
        RenderedEntry.objects.bulk_create(
            [rendered],
            update_conflicts=True,
            unique_fields=["page"],
            update_fields=[*PARTS, "shows", "stamp", "good_until", "updated_at"],
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
            shows=sorted(shown.marks),
            stamp=stamp(page),
            good_until=expires,
        )


def forget(marks: Iterable[str]) -> None:
    """Deletes the parts of all pages that show any of ``marks``, as soon as the change is committed."""
    wanted = sorted(set(marks))
    if wanted:
        transaction.on_commit(lambda: _delete(shows__overlap=wanted))


def _delete(**conditions: object) -> None:
    with transaction.atomic():
        _lock("pg_advisory_xact_lock")
        RenderedEntry.objects.filter(**conditions).delete()


def _lock(function: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [LOCK])


def fingerprint() -> str:
    """Stands for the code, templates and translations in force: a deploy changes it, and so does an edit in DEBUG."""
    if settings.DEBUG:
        return _digest(tuple((str(path), path.stat().st_mtime_ns) for path in _sources()))
    return _fingerprint_of_contents()


@lru_cache(maxsize=1)
def _fingerprint_of_contents() -> str:
    return _digest(tuple((str(path), path.read_bytes()) for path in _sources()))


def _digest(parts: tuple[tuple[str, object], ...]) -> str:
    digest = hashlib.sha256(f"{wagtail.__version__} {settings.MEDIA_URL}".encode())
    for name, content in parts:
        digest.update(name.encode())
        digest.update(content if isinstance(content, bytes) else str(content).encode())
    return digest.hexdigest()[:32]


def _sources() -> list[Path]:
    return sorted(path for folder, pattern in MADE_FROM for path in (settings.BASE_DIR / folder).glob(pattern))
