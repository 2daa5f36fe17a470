"""Files that a load writes, so that a load that fails takes them away again."""

from pathlib import PurePath

from django.core.files.base import ContentFile
from wagtail.images.models import get_rendition_storage

from kb.models import KbDocument, KbImage

RENDITIONS = "images"


class StoredFiles:
    """Files written so far."""

    def __init__(self) -> None:
        self.owners: list[KbDocument | KbImage] = []

    def save(self, owner: KbDocument | KbImage, name: str, content: bytes) -> None:
        """Saves ``owner`` with ``content`` as its file."""
        owner.file = ContentFile(content, name=name)
        owner.file_size = len(content)
        owner.save()
        self.owners.append(owner)

    def discard(self) -> None:
        """Deletes what was written, and sizes of pictures that others made of it."""
        for owner in self.owners:
            owner.file.storage.delete(owner.file.name)
        self._discard_renditions()
        self.owners.clear()

    def _discard_renditions(self) -> None:
        # Their rows are gone with the transaction; Wagtail begins their names with that of the picture.
        storage = get_rendition_storage()
        stems = tuple(f"{PurePath(owner.file.name).stem}." for owner in self.owners if isinstance(owner, KbImage))
        if not stems or not storage.exists(RENDITIONS):
            return
        for name in storage.listdir(RENDITIONS)[1]:
            if name.startswith(stems):
                storage.delete(f"{RENDITIONS}/{name}")
