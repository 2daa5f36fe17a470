"""Attached files: read in the background, found by their text, reported when they cannot be read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.management import call_command

from kb.models import EntryAttachment, KbDocument
from search import attachments, tasks
from search.models import AttachmentText

pytestmark = pytest.mark.django_db


def document(content: bytes = "Гидроцилиндр опрокидывания".encode(), name: str = "protocol.txt") -> KbDocument:
    """A stored document with that content."""
    stored = KbDocument(title="Протокол", file=ContentFile(content, name=name))
    stored._set_document_file_metadata()
    stored.save()
    return stored


def state(stored: KbDocument) -> str:
    """What came of reading it."""
    return AttachmentText.objects.get(document=stored).state


def test_a_stored_file_is_read_by_the_task() -> None:
    assert AttachmentText.objects.get(document=document()).text == "Гидроцилиндр опрокидывания"


def test_an_entry_is_found_by_an_inflected_word_of_its_file(
    publish: Callable[..., Any], titles: Callable[..., list[str]]
) -> None:
    page = publish(title="Карьерный самосвал")
    page.attachments.add(EntryAttachment(document=document()))
    page.save_revision().publish()
    assert titles("гидроцилиндры") == ["Карьерный самосвал"]


def test_a_file_read_after_publishing_still_makes_its_entry_found(
    publish: Callable[..., Any], titles: Callable[..., list[str]]
) -> None:
    stored = document()
    page = publish(title="Карьерный самосвал")
    page.attachments.add(EntryAttachment(document=stored))
    AttachmentText.objects.all().delete()
    page.save_revision().publish()
    tasks.read_attachment.enqueue(stored.pk)
    assert titles("гидроцилиндр") == ["Карьерный самосвал"]


def test_a_file_is_not_read_twice() -> None:
    stored = document()
    before = AttachmentText.objects.get(document=stored).read_at
    stored.title = "Другое название"
    stored.save()
    attachments.read(stored.pk)
    assert AttachmentText.objects.get(document=stored).read_at == before


def test_another_file_under_the_same_document_is_read_anew() -> None:
    stored = document()
    stored.file = ContentFile("Шлифовка".encode(), name="other.txt")
    stored._set_document_file_metadata()
    stored.save()
    assert AttachmentText.objects.get(document=stored).text == "Шлифовка"


@pytest.mark.parametrize(
    ("content", "name", "expected"),
    [
        (b"not a zip at all", "a.docx", "broken"),
        (b"%PDF-1.4 and nothing more", "a.pdf", "broken"),
        (b"  \n ", "a.txt", "empty"),
    ],
)
def test_a_file_without_text_is_marked_with_the_reason(content: bytes, name: str, expected: str) -> None:
    assert state(document(content, name)) == expected


def test_a_file_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(attachments, "SECONDS", 0.001)
    assert state(document()) == "too_slow"


def test_a_file_of_a_kind_that_is_not_read_is_left_alone() -> None:
    stored = document(b"{\\rtf1 text}", "a.rtf")
    assert not AttachmentText.objects.filter(document=stored).exists()


def test_a_file_that_is_gone_is_marked_as_missing() -> None:
    stored = document()
    AttachmentText.objects.all().delete()
    stored.file.storage.delete(stored.file.name)
    attachments.read(stored.pk)
    assert state(stored) == "missing"


def test_the_author_hears_of_a_broken_file_but_not_of_a_sound_one(publish: Callable[..., Any]) -> None:
    page = publish()
    page.attachments.add(EntryAttachment(document=document()))
    page.attachments.add(EntryAttachment(document=document(b"broken", "drawing.docx")))
    assert [text.state for text in attachments.problems(page)] == ["broken"]


def test_rebuilding_reads_files_that_nobody_has_read() -> None:
    stored = document()
    AttachmentText.objects.all().delete()
    call_command("rebuild_search", verbosity=0)
    assert state(stored) == "read"
