"""What is kept of pages, and what has changed. Every row may be deleted at any time; nothing here is content."""

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models.functions import Now

from prepared.fields import SnapshotField, TransactionField

MARK_LENGTH = 100


class PreparedPage(models.Model):
    """The answer that everybody gets who is not signed in."""

    address = models.TextField(primary_key=True, help_text="With scheme and host, without a query.")
    body = models.TextField()
    headers = models.JSONField(help_text="Name and value of each.")
    shows = ArrayField(models.CharField(max_length=MARK_LENGTH), help_text="Marks of everything that the page shows.")
    stamp = models.CharField(max_length=80, help_text="The code, templates and translations that it was made with.")
    snapshot = SnapshotField(help_text="The transactions whose changes it can show.")
    good_until = models.DateField(null=True, help_text="The last day on which it says what is true.")

    wagtail_reference_index_ignore = True

    class Meta:
        indexes = [GinIndex(fields=["shows"], name="prepared_shows", fastupdate=False)]

    def __str__(self) -> str:
        return self.address


class Change(models.Model):
    """Something that pages show has changed, by which transaction."""

    marks = ArrayField(models.CharField(max_length=MARK_LENGTH))
    transaction = TransactionField(db_default=models.Func(function="pg_current_xact_id"), db_index=True)
    addresses = ArrayField(models.TextField(), default=list, help_text="Pages to take out of the caches in front.")
    made_at = models.DateTimeField(db_default=Now(), db_index=True)

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return ", ".join(self.marks[:5])
