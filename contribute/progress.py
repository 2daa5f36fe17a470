"""How far many drafts are at once: on "My pages", where each has its meter."""

from collections.abc import Iterable
from typing import Any

from wagtail.models import Revision

from contribute.completeness import Completeness, completeness_of
from kb.models import EntryPage, TechnologyArea

COUNTED = 50


def progress_of(entries: Iterable[EntryPage]) -> dict[int, Completeness]:
    """How far the latest drafts of the first ``COUNTED`` of ``entries`` are, by the page's key.

    Two queries, whatever the number of drafts: their contents and the areas that they name. The rules are those of
    the form; only what the database alone knows is believed (see ``EntryPage.submission_errors``), as sending to
    review asks it anyway. Reading a draft takes some milliseconds, therefore the limit.
    """
    counted = [entry for entry in entries if entry.latest_revision_id][:COUNTED]
    if not counted:
        return {}
    revisions = Revision.objects.filter(pk__in=[entry.latest_revision_id for entry in counted])
    contents: dict[int, dict[str, Any]] = dict(revisions.values_list("pk", "content"))
    named = {pk for content in contents.values() for pk in content.get("areas", ())}
    areas = TechnologyArea.objects.in_bulk(named)
    return {
        entry.pk: completeness_of(_draft(entry, contents[entry.latest_revision_id], areas), look_up=False)
        for entry in counted
        if entry.latest_revision_id in contents
    }


def _draft(entry: EntryPage, content: dict[str, Any], areas: dict[int, TechnologyArea]) -> EntryPage:
    model: Any = entry.cached_content_type.model_class()
    draft = model.from_serializable_data({**content, "areas": []}, check_fks=False)
    draft.areas = [areas[pk] for pk in content.get("areas", ()) if pk in areas]
    return draft
