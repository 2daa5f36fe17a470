"""What publishing has already worked out of an entry's page."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models

from prepared.fields import SnapshotField, SnapshotOfNow


class RenderedEntry(models.Model):
    """The parts of an entry's page that are the same for every visitor, as HTML.

    A row is a saved computation and no more: any row may be deleted at any time (``kb.rendering``). The body and
    the contact are kept apart, because each visitor's right to read them is decided anew on every request.
    """

    page = models.OneToOneField("kb.EntryPage", primary_key=True, on_delete=models.CASCADE, related_name="rendered")
    opening = models.TextField()
    body = models.TextField()
    contact = models.TextField()
    closing = models.TextField()
    shows = ArrayField(models.CharField(max_length=60), help_text="Marks of everything that the page shows.")
    stamp = models.CharField(max_length=120, help_text="The code, templates and revision that it was made from.")
    snapshot = SnapshotField(db_default=SnapshotOfNow(), help_text="The transactions whose changes it can show.")
    good_until = models.DateField(null=True, help_text="The last day on which it says what is true.")
    updated_at = models.DateTimeField(auto_now=True)

    # Nothing here is content: editors need not be told that it uses a page.
    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [GinIndex(fields=["shows"], name="rendered_shows")]

    def __str__(self) -> str:
        return f"{self.page_id}"
