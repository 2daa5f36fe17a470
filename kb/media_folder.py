"""Uploaded files in a folder of the machine."""

import errno
import os
import shutil
from typing import Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

# What the file system itself needs for a new file and its folder.
OVERHEAD_BYTES = 64 * 1024


class MediaFolder(FileSystemStorage):
    """Django's folder, which leaves no half of a file where the disk has no room for the whole.

    Saving raises ``OSError`` with ``ENOSPC`` then, before anything is written: what was written of a file that ends
    too early would stay for good, since no row knows of it.
    """

    def _save(self, name: str, content: File) -> Any:
        os.makedirs(self.location, exist_ok=True)
        if content.size + OVERHEAD_BYTES > shutil.disk_usage(self.location).free:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        return super()._save(name, content)  # type: ignore[misc]
