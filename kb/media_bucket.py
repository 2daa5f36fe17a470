"""Uploaded files in an S3-compatible bucket that all machines of an installation share.

Their addresses are those of files on a disk: the web server in front fetches ``/media/images/`` from the bucket
(deploy/cluster.md), so that pages, policies and caches are the same with either, and nobody outside sees the bucket.
Documents are read by the application, which asks who may have them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from boto3.exceptions import Boto3Error
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

# Somebody waits: a storage that is away is given up after seconds, where boto would try for minutes.
PATIENCE = Config(connect_timeout=3, read_timeout=20, retries={"max_attempts": 2}, signature_version="s3v4")


@contextmanager
def _as_of_a_disk() -> Iterator[None]:
    """Whoever stores a file need not know where: a storage that fails does so as a disk would."""
    try:
        yield
    except (Boto3Error, BotoCoreError, ClientError) as error:
        raise OSError(f"The bucket does not do its work: {error}") from error


class MediaBucket(S3Storage):
    """Files with addresses below ``MEDIA_URL``. A name that is taken is never written over.

    Raises ``OSError`` where the storage is away or refuses.
    """

    def get_default_settings(self) -> dict[str, Any]:
        """Those of the package, with less patience."""
        return {**super().get_default_settings(), "client_config": PATIENCE}

    def exists(self, name: str) -> bool:
        """Whether there is a file of that name."""
        with _as_of_a_disk():
            return bool(super().exists(name))

    def _save(self, name: str, content: Any) -> str:
        with _as_of_a_disk():
            return str(super()._save(name, content))

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        """The path of a file on this site."""
        return f"{settings.MEDIA_URL}{filepath_to_uri(name or '')}"
