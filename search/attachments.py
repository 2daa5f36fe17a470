"""Reads attached files in the background, and lets the entries that attach them be found by their text."""

import subprocess
import sys
import tempfile
from pathlib import Path, PurePath

from django.conf import settings
from django.db.models import F, Q

from kb.models import EntryPage, KbDocument
from search import extraction
from search.interface import engine
from search.models import AttachmentText

SECONDS = extraction.SECONDS + 5
"""By the clock; the program itself stops after as many seconds of work as ``extraction`` allows."""
State = AttachmentText.State
_REASONS = {
    extraction.BROKEN: State.BROKEN,
    extraction.ENCRYPTED: State.ENCRYPTED,
    extraction.TOO_BIG: State.TOO_BIG,
}


def kind_of(document: KbDocument) -> str:
    """The extension of the file, small; empty when files of its kind are not read."""
    extension = PurePath(document.file.name or "").suffix.lower().removeprefix(".")
    return extension if extension in extraction.READERS else ""


def unread() -> list[int]:
    """The documents whose present file has not been read yet."""
    documents = KbDocument.objects.exclude(attachment_text__file_hash=F("file_hash"))
    return [document.pk for document in documents.order_by("pk") if kind_of(document)]


def read(pk: int) -> AttachmentText | None:
    """Reads the file of the document with that key and puts the entries that attach it; None when it is gone.

    A file that was read before is not read again.
    """
    document = KbDocument.objects.filter(pk=pk).first()
    if document is None or not (kind := kind_of(document)):
        return None
    file_hash = document.get_file_hash() if document.file.storage.exists(document.file.name) else document.file_hash
    known = AttachmentText.objects.filter(document=document, file_hash=file_hash).first()
    if known is not None:
        return known
    state, text = _extract(document, kind)
    found, _created = AttachmentText.objects.update_or_create(
        document=document, defaults={"file_hash": file_hash, "state": state, "text": text}
    )
    engine().put_pages(
        EntryPage.objects.live().filter(attachments__document=document).distinct().values_list("pk", flat=True)
    )
    return found


def problems(entry: EntryPage) -> list[AttachmentText]:
    """The files of ``entry`` that nobody finds it by, for its author."""
    documents = [row.document_id for row in entry.attachments.all()]
    if not documents:
        return []
    found = AttachmentText.objects.filter(~Q(state=State.READ), document__in=documents)
    return list(found.select_related("document").order_by("document__title"))


def _extract(document: KbDocument, kind: str) -> tuple[str, str]:
    with tempfile.NamedTemporaryFile(suffix=f".{kind}") as copy:
        try:
            with document.open_file() as file:
                for chunk in file.chunks():
                    copy.write(chunk)
        except (FileNotFoundError, OSError):
            return State.MISSING, ""
        copy.flush()
        return _run(kind, Path(copy.name))


def _run(kind: str, path: Path) -> tuple[str, str]:
    try:
        done = subprocess.run(
            [sys.executable, "-m", "search.extraction", kind, str(path)],
            cwd=settings.BASE_DIR,
            capture_output=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return State.TOO_SLOW, ""
    if done.returncode < 0:  # ended by the limit of its work
        return State.TOO_SLOW, ""
    if done.returncode:
        return _REASONS.get(done.returncode, State.BROKEN), ""
    text = done.stdout.decode(errors="replace").replace("\0", " ")
    return (State.READ, text) if text.strip() else (State.EMPTY, "")
