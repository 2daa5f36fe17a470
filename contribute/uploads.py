"""Files that contributors send: what is accepted, and where it is kept.

A file is judged by its content, never by what the browser says of it.
"""

import logging
import re
import warnings
import zipfile
from pathlib import PurePath
from typing import Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Q
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from PIL import Image

from kb.models import Enterprise, KbDocument, KbImage

logger = logging.getLogger(__name__)

IMAGE_FORMATS = {
    "JPEG": ("jpg", "jpeg"),
    "PNG": ("png",),
    "GIF": ("gif",),
    "WEBP": ("webp",),
    "AVIF": ("avif",),
}
IMAGE_DETAILS = ("caption", "copyright", "licence")
MAX_PIXELS = 40_000_000
MAX_NAME = 80
MOST_AT_ONCE = 30 * 1024 * 1024
"""Bytes of all files sent with one form: web servers in front refuse more than 32 MB before the site sees any of it."""

# What an archive of each kind must hold; the first three are Office Open XML, the others OpenDocument.
ARCHIVES = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/", "odt": "content.xml", "ods": "content.xml"}
OPEN_DOCUMENT = {
    "odt": b"application/vnd.oasis.opendocument.text",
    "ods": b"application/vnd.oasis.opendocument.spreadsheet",
}
PLAIN_TEXT = ("csv", "txt")
MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|script|svg|iframe|\?xml)", re.IGNORECASE)


def check_image(upload: UploadedFile) -> None:
    """Raises ``ValidationError`` unless ``upload`` is a picture of a kind and size that pages can show."""
    extension = _extension(upload, settings.WAGTAILIMAGES_EXTENSIONS)
    _check_size(upload, settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE)
    upload.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(upload, formats=list(IMAGE_FORMATS)) as image:
                width, height = image.size
                kind = image.format or ""
                if width * height <= MAX_PIXELS:
                    image.verify()
    except Image.DecompressionBombError:
        width = height = MAX_PIXELS
        kind = next(name for name, extensions in IMAGE_FORMATS.items() if extension in extensions)
    except Exception as error:  # Pillow raises whatever a broken file makes it stumble over.
        raise ValidationError(_("This is not a picture that can be opened. Save it as JPEG or PNG.")) from error
    finally:
        upload.seek(0)
    if width * height > MAX_PIXELS:
        raise ValidationError(
            _("The picture has more than %(limit)d megapixels. Make it smaller and choose it again.")
            % {"limit": MAX_PIXELS // 1_000_000}
        )
    if extension not in IMAGE_FORMATS[kind]:
        raise ValidationError(
            _("The name ends in .%(extension)s, but the file is %(kind)s.") % {"extension": extension, "kind": kind}
        )


def check_document(upload: UploadedFile) -> None:
    """Raises ``ValidationError`` unless ``upload`` is what its name says and of a kind that readers may download."""
    extension = _extension(upload, settings.WAGTAILDOCS_EXTENSIONS)
    _check_size(upload, settings.WAGTAILDOCS_MAX_UPLOAD_SIZE)
    upload.seek(0)
    head = upload.read(8192)
    upload.seek(0)
    if extension in PLAIN_TEXT:
        genuine = _is_plain_text(head)
    elif extension in ARCHIVES:
        genuine = _is_office_archive(upload, extension)
        upload.seek(0)
    else:
        genuine = _has_signature(head, extension)
    if not genuine:
        raise ValidationError(
            _("The name ends in .%(extension)s, but the content is something else.") % {"extension": extension}
        )


def _extension(upload: UploadedFile, allowed: list[str]) -> str:
    name = upload.name or ""
    extension = PurePath(name).suffix.lower().removeprefix(".")
    if extension not in allowed:
        raise ValidationError(
            _("Files of this kind are not accepted. Accepted are: %(kinds)s.") % {"kinds": ", ".join(allowed)}
        )
    return extension


def _check_size(upload: UploadedFile, limit: int) -> None:
    if not upload.size:
        raise ValidationError(_("The file is empty."))
    if upload.size > limit:
        raise ValidationError(
            _("The file has %(size)s; the limit is %(limit)s.")
            % {"size": filesizeformat(upload.size), "limit": filesizeformat(limit)}
        )


def _has_signature(head: bytes, extension: str) -> bool:
    try:
        matches = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return False
    return any(match.offset == 0 and match.extension == f".{extension}" for match in matches)


def _is_plain_text(head: bytes) -> bool:
    if b"\0" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return MARKUP.match(head.removeprefix(b"\xef\xbb\xbf").lstrip()) is None and not _has_signature(head, "pdf")


def _is_office_archive(upload: UploadedFile, extension: str) -> bool:
    try:
        with zipfile.ZipFile(upload) as archive:
            names = archive.namelist()
            if any("vbaproject" in name.lower() for name in names):
                return False
            if not any(name.startswith(ARCHIVES[extension]) for name in names):
                return False
            if extension in OPEN_DOCUMENT:
                with archive.open("mimetype") as kind:
                    return kind.read(100).strip() == OPEN_DOCUMENT[extension]
            return "[Content_Types].xml" in names
    except (zipfile.BadZipFile, KeyError, RuntimeError, NotImplementedError, OSError):
        return False


class Library:
    """The files that one person may put into one entry; keeps what that person sends.

    A file is kept as soon as it was found good, even when the rest of the form has errors: nobody has to
    choose it a second time.
    """

    def __init__(self, user: Any, enterprise: Enterprise | None, in_use: set[tuple[type, int]] | None = None) -> None:
        self.user = user
        self.enterprise = enterprise
        self.in_use = in_use or set()
        self._known: dict[tuple[type, int], Any] = {}

    def find(self, model: type[KbImage] | type[KbDocument], pk: Any) -> Any:
        """The file with that number, if this person may use it here, else None."""
        try:
            key = (model, int(pk))
        except (TypeError, ValueError):
            return None
        if key not in self._known:
            mine = Q(uploaded_by_user=self.user, enterprise=None)
            if self.enterprise is not None:
                mine |= Q(enterprise=self.enterprise)
            files = model.objects.filter(pk=key[1])
            self._known[key] = (files if key in self.in_use else files.filter(mine)).first()
        return self._known[key]

    def keep(self, model: type[KbImage] | type[KbDocument], upload: UploadedFile, **details: str) -> Any:
        """``upload`` as a file of the enterprise; raises ``ValidationError`` when it is refused."""
        if model is KbImage:
            check_image(upload)
        else:
            check_document(upload)
        path = PurePath(upload.name or "")
        upload.name = f"{path.stem[:MAX_NAME]}{path.suffix.lower()}"
        stored = model(
            title=path.stem[:MAX_NAME],
            file=upload,
            uploaded_by_user=self.user,
            enterprise=self.enterprise,
            **details,
        )
        try:
            with transaction.atomic():
                return self._store(stored)
        except OSError as error:
            logger.exception("An uploaded file could not be stored")
            raise ValidationError(
                _("“%(name)s” cannot be stored just now: the site has no room or no way to its files. Try again later.")
                % {"name": path.name},
                code="storage",
            ) from error

    def describe(self, image: KbImage, details: dict[str, str], *, is_published: bool) -> KbImage:
        """``image`` with these details; as a copy when readers see the present one."""
        details = {name: details.get(name, "") for name in IMAGE_DETAILS}
        if all(getattr(image, name) == value for name, value in details.items()):
            return image
        if not is_published:
            for name, value in details.items():
                setattr(image, name, value)
            image.save(update_fields=list(details))
            return image
        with image.open_file() as file:
            content = ContentFile(file.read(), name=PurePath(image.file.name).name)
        copy = KbImage(
            title=image.title, file=content, uploaded_by_user=self.user, enterprise=image.enterprise, **details
        )
        return self._store(copy)

    def _store(self, stored: Any) -> Any:
        if isinstance(stored, KbImage):
            stored._set_image_file_metadata()
        else:
            stored._set_document_file_metadata()
        stored.save()
        self._known[type(stored), stored.pk] = stored
        return stored
