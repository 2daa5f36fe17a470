"""Files that a load writes, so that a load that fails takes them away again."""

from pathlib import PurePath

from django.core.files.base import ContentFile
from django.db.models.fields.files import FieldFile

from kb.models import KbDocument, KbImage, KbRendition


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
        """Deletes what was written, and sizes of pictures that others made of it."""
        for field_file in self._written:
            field_file.storage.delete(field_file.name)
            if isinstance(field_file.instance, KbImage):
                _discard_renditions(field_file)
        self._written.clear()


def _discard_renditions(field_file: FieldFile) -> None:
    # Their rows are gone with the transaction; Wagtail begins their names with that of the picture.
    folder = KbRendition._meta.get_field("file").generate_filename(KbRendition(), "x").removesuffix("x")
    prefix = f"{PurePath(field_file.name).stem}."
    for name in field_file.storage.listdir(folder)[1]:
        if name.startswith(prefix):
            field_file.storage.delete(f"{folder}{name}")
