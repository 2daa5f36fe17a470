"""Files that a load writes, so that a load that fails takes them away again."""

from pathlib import PurePath

from django.core.files.base import ContentFile
from django.core.files.storage import Storage
from wagtail.images.models import get_rendition_storage

from kb.models import KbDocument, KbImage

RENDITIONS = "images"


class StoredFiles:
    """Files written so far."""

    def __init__(self) -> None:
        self._written: list[tuple[Storage, str]] = []
        self._pictures: list[str] = []

    def save(self, owner: KbDocument | KbImage, name: str, content: bytes) -> None:
        """Saves ``owner`` with ``content`` as its file."""
        owner.file = ContentFile(content, name=name)
        owner.file_size = len(content)
        owner.save()
        self._written.append((owner.file.storage, owner.file.name))
        if isinstance(owner, KbImage):
            self._pictures.append(PurePath(owner.file.name).stem)

    def discard(self) -> None:
        """Deletes what was written, and sizes of pictures that others made of it."""
        for storage, name in self._written:
            storage.delete(name)
        self._written.clear()
        self._discard_renditions()

    def _discard_renditions(self) -> None:
        # Their rows are gone with the transaction; Wagtail begins their names with that of the picture.
        storage = get_rendition_storage()
        if not self._pictures or not storage.exists(RENDITIONS):
            return
        stems = {f"{stem}." for stem in self._pictures}
        for name in storage.listdir(RENDITIONS)[1]:
            if any(name.startswith(stem) for stem in stems):
                storage.delete(f"{RENDITIONS}/{name}")
        self._pictures.clear()
