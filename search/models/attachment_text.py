"""What attached files say, so that an entry is found by it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class AttachmentText(models.Model):
    """The text of one file, or why there is none. Written by ``search.attachments`` only."""

    class State(models.TextChoices):
        """What came of reading the file; the label is what its author is told."""

        READ = "read", _("read")
        EMPTY = "empty", _("It holds no text: a scan or a drawing.")
        BROKEN = "broken", _("It is damaged and could not be read.")
        ENCRYPTED = "encrypted", _("It is protected by a password.")
        TOO_BIG = "too_big", _("Its content is too large to be read.")
        TOO_SLOW = "too_slow", _("Reading it took too long.")
        MISSING = "missing", _("The file is not there any more.")

    document = models.OneToOneField(
        "kb.KbDocument", primary_key=True, on_delete=models.CASCADE, related_name="attachment_text"
    )
    file_hash = models.CharField(max_length=40)
    """Of the file that was read: another one is read anew."""
    state = models.CharField(max_length=10, choices=State)
    text = models.TextField(blank=True)
    read_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.document_id}: {self.state}"

    @property
    def is_problem(self) -> bool:
        """Whether the author should know that nobody finds the entry by this file."""
        return self.state != self.State.READ
