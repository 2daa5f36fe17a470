"""The published versions of an entry, newest first, with what each changed, as far as a reader may know it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.dateparse import parse_date
from wagtail.models import PageLogEntry

from kb import permissions
from kb.models import EntryPage
from kb.versions.changes import Change, changes_between
from kb.versions.values import Names

PER_PAGE = 10


@dataclass(frozen=True, slots=True)
class Version:
    """One version, and how it differs from the one before; ``is_first`` has none before."""

    number: int
    published_at: datetime
    reviewed_by: str
    reviewed_on: Any
    note: str
    changes: list[Change]
    is_first: bool
    in_full: bool


def published_versions(entry: EntryPage) -> Any:
    """The log of publications of ``entry``, newest first, with what was published.

    Drafts and what was returned from review are not among them.
    """
    published = PageLogEntry.objects.filter(page=entry.pk, action="wagtail.publish", revision__isnull=False)
    return published.select_related("revision").order_by("-timestamp", "-pk")


def versions_of(entry: EntryPage, user: Any, number: str | None) -> tuple[list[Version], Page]:
    """The versions on page ``number`` of the list; a number of queries that does not grow with them."""
    page = Paginator(published_versions(entry), PER_PAGE).get_page(number)
    first = page.start_index() - 1 if page.paginator.count else 0
    # One more than is shown: what the oldest shown is compared with.
    logged = list(published_versions(entry)[first : first + PER_PAGE + 1])
    model: Any = entry.specific_class
    contents = [row.revision.content for row in logged]
    names = Names(model, contents)
    total = page.paginator.count
    versions = []
    for place, row in enumerate(logged[:PER_PAGE]):
        content = contents[place]
        older = contents[place + 1] if place + 1 < len(contents) else None
        both = [content, older] if older else [content]
        in_full = all(permissions.may_read_version(user, entry, part.get("access", "")) for part in both)
        versions.append(
            Version(
                number=content.get("version") or total - first - place,
                published_at=row.timestamp,
                reviewed_by=content.get("reviewed_by") or "",
                reviewed_on=parse_date(content.get("reviewed_on") or ""),
                note=(content.get("change_note") or "") if in_full else "",
                changes=changes_between(model, older, content, names, in_full=in_full) if older else [],
                is_first=older is None,
                in_full=in_full,
            )
        )
    return versions, page
