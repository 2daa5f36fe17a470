"""Files that a load writes, so that a load that fails takes them away again."""

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from kb.models import KbDocument, KbImage


class StoredFiles:
    """Files written so far."""

    def __init__(self) -> None:
        self._written: list[FieldFile] = []

    def save(self, owner: KbDocument | KbImage, name: str, content: bytes) -> None:
        """Saves ``owner`` with ``content`` as its file."""
        owner.file = ContentFile(content, name=name)
        owner.file_size = len(content)
        owner.save()
        self._written.append(owner.file)

    def discard(self) -> None:
        """Deletes what was written: a database that rolls back leaves the folder as it was."""
        for field_file in self._written:
            field_file.storage.delete(field_file.name)
        self._written.clear()
