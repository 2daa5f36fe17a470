"""Uploads in an S3-compatible bucket: everything works as with a folder."""

from collections.abc import Iterator
from contextlib import closing
from io import StringIO
from pathlib import Path
from typing import Any

import boto3
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.test import Client
from moto.server import ThreadedMotoServer

from development import binaries
from kb.media_bucket import MediaBucket
from kb.models import Enterprise, EntryAttachment
from kb.settings import base
from tests.factories.kb import make_document, make_entry, make_image
from tests.operations.backup.conftest import destroy, destructible, files  # noqa: F401

BUCKET = "kb-media"


@pytest.fixture(scope="module")
def storage_server() -> Iterator[str]:
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture
def bucket(storage_server: str, settings: Any) -> Iterator[Any]:
    """The site keeps its uploads there; what boto says of it."""
    account = {"region_name": "eu-north-1", "aws_access_key_id": "key", "aws_secret_access_key": "secret"}
    there = boto3.resource("s3", endpoint_url=storage_server, **account).Bucket(BUCKET)
    there.create(CreateBucketConfiguration={"LocationConstraint": "eu-north-1"})
    options = {
        **base.MEDIA_BUCKET["OPTIONS"],  # type: ignore[dict-item]
        "bucket_name": BUCKET,
        "endpoint_url": storage_server,
        "region_name": "eu-north-1",
        "access_key": "key",
        "secret_key": "secret",
    }
    settings.STORAGES = {**settings.STORAGES, "default": {**base.MEDIA_BUCKET, "OPTIONS": options}}
    yield there
    there.objects.delete()
    there.delete()


@pytest.mark.django_db
def test_pictures_lie_in_the_bucket_and_have_addresses_of_this_site(bucket: Any) -> None:
    rendition = make_image().get_rendition("fill-40x40")
    assert rendition.url.startswith("/media/images/")
    assert rendition.url.removeprefix("/media/") in {each.key for each in bucket.objects.all()}


def test_a_storage_that_is_away_is_given_up_soon_as_a_full_disk_would_be(bucket: Any, settings: Any) -> None:
    options = {**settings.STORAGES["default"]["OPTIONS"], "endpoint_url": "http://127.0.0.1:1"}
    storage = MediaBucket(**options)
    with pytest.raises(OSError, match="bucket"):
        storage.save("documents/plan.txt", ContentFile(b"1"))


@pytest.mark.django_db
def test_a_name_that_is_taken_is_not_written_over(bucket: Any) -> None:
    first, second = (default_storage.save("documents/план.txt", ContentFile(text)) for text in (b"1", b"2"))
    assert first != second
    with default_storage.open(first) as file:
        assert file.read() == b"1"


@pytest.mark.django_db(transaction=True)
def test_a_document_is_read_through_the_site_by_those_who_may(
    bucket: Any, enterprise: Enterprise, contributor: Any
) -> None:
    document = make_document()
    attachments = [EntryAttachment(document=document)]
    make_entry("technology", enterprise=enterprise, attachments=attachments, access="registered")
    visitor = Client()
    with closing(visitor.get(document.url)) as answer:
        assert answer.status_code == 302
    visitor.force_login(contributor)
    with closing(visitor.get(document.url)) as answer, document.file.open() as file:
        assert answer.status_code == 200
        assert b"".join(answer.streaming_content) == file.read()  # type: ignore[attr-defined]


def test_a_backup_brings_the_bucket_back(
    bucket: Any,
    destructible: None,  # noqa: F811
    enterprise: Enterprise,
    tmp_path: Path,
    settings: Any,
) -> None:
    settings.POSTGRES_PROGRAMS = str(binaries.find().folder)
    make_image().get_rendition("fill-40x40")
    make_document()
    before = files()
    assert len(before) >= 3
    file = tmp_path / "site.kb-backup"
    call_command("backup", str(file), verbosity=0, stdout=StringIO())
    destroy()
    assert files() == {}
    call_command("restore", str(file), stdout=StringIO())
    assert files() == before
