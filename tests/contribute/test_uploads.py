"""Files are judged by what is in them, kept at once, and belong to the enterprise."""

import io
import re
import resource
import zipfile
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from openpyxl import Workbook
from PIL import Image

from accounts.models import User
from contribute import uploads
from kb.models import EntryPage, KbDocument, KbImage
from tests.contribute.conftest import sent_by_browser
from tests.contribute.test_editing import empty_form, latest, new_url
from tests.factories.kb import make_document, make_entry, make_image

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n<<>>\nendobj\n"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", size).save(buffer, kind)
    return buffer.getvalue()


def archive(**names: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        for name, content in names.items():
            file.writestr(name.replace("__", "/"), content)
    return buffer.getvalue()


def workbook() -> bytes:
    buffer = io.BytesIO()
    Workbook().save(buffer)
    return buffer.getvalue()


def upload(name: str, content: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/octet-stream")


OFFICE = {"[Content_Types].xml": b"<x/>", "word/document.xml": b"<x/>"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("паспорт.pdf", PDF),
        ("REPORT.PDF", PDF),
        ("таблица.xlsx", workbook()),
        ("письмо.docx", archive(**OFFICE)),
        ("письмо.odt", archive(mimetype=uploads.OPEN_DOCUMENT["odt"], **{"content.xml": b"<x/>"})),
        ("записка.txt", "Привет".encode()),
        ("записка.txt", "Привет".encode("cp1251")),
        ("данные.csv", b"a;b\n1;2\n"),
        ("письмо.rtf", b"{\\rtf1\\ansi text}"),
    ],
)
def test_a_genuine_document_is_accepted(name: str, content: bytes) -> None:
    uploads.check_document(upload(name, content))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("паспорт.pdf", b"<!DOCTYPE html><html><script>alert(1)</script></html>"),
        ("паспорт.pdf", picture()),
        ("таблица.xlsx", PDF),
        ("таблица.xlsx", archive(**OFFICE)),
        ("письмо.docx", archive(**OFFICE, **{"word/vbaProject.bin": b"x"})),
        ("письмо.docx", b"PK\x03\x04 broken"),
        ("письмо.odt", archive(mimetype=b"text/html", **{"content.xml": b"<x/>"})),
        ("записка.txt", b"<html><script>alert(1)</script>"),
        ("записка.txt", b"\xef\xbb\xbf  <svg onload=alert(1)>"),
        ("записка.txt", b"MZ\x00\x00"),
        ("страница.html", b"<html></html>"),
        ("программа.exe", b"MZ"),
        ("рисунок.svg", SVG),
        ("без расширения", PDF),
        ("пусто.pdf", b""),
    ],
)
def test_a_document_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError):
        uploads.check_document(upload(name, content))


@pytest.mark.parametrize(
    ("name", "kind"), [("a.png", "PNG"), ("a.jpg", "JPEG"), ("a.jpeg", "JPEG"), ("a.webp", "WEBP")]
)
def test_a_genuine_picture_is_accepted(name: str, kind: str) -> None:
    uploads.check_image(upload(name, picture(kind)))


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.svg", SVG),
        ("a.png", SVG),
        ("a.png", picture("JPEG")),
        ("a.png", b"<html></html>"),
        ("a.bmp", picture("BMP")),
        ("a.jpg", picture("JPEG")[:200]),
    ],
)
def test_a_picture_that_is_not_what_its_name_says_is_refused(name: str, content: bytes) -> None:
    with pytest.raises(ValidationError):
        uploads.check_image(upload(name, content))


def test_a_picture_of_too_many_pixels_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_PIXELS", 1000)
    with pytest.raises(ValidationError, match="0"):
        uploads.check_image(upload("a.png", picture(size=(40, 30))))


def test_a_file_over_the_limit_is_refused(settings: Any) -> None:
    settings.WAGTAILDOCS_MAX_UPLOAD_SIZE = 10
    with pytest.raises(ValidationError, match="10"):
        uploads.check_document(upload("a.pdf", PDF))


def test_a_file_is_kept_for_the_enterprise(writer: Client, contributor: User, enterprise: Any) -> None:
    row = {"attachments-TOTAL_FORMS": 1, "attachments-0-document-file": upload("Паспорт станка.pdf", PDF)}
    writer.post(new_url("technology"), empty_form(writer, "technology") | row)
    document = latest().attachments.get().document
    assert (document.title, document.enterprise, document.uploaded_by_user) == (
        "Паспорт станка",
        enterprise,
        contributor,
    )


def test_a_file_stays_chosen_while_another_field_is_corrected(writer: Client) -> None:
    row = {"attachments-TOTAL_FORMS": 1, "attachments-0-document-file": upload("a.pdf", PDF), "power_kw": "x"}
    response = writer.post(new_url("technology"), empty_form(writer, "technology") | row)
    document = KbDocument.objects.get()
    assert response.status_code == 422
    assert f'name="attachments-0-document" value="{document.pk}"' in response.text


def test_a_file_stays_chosen_when_a_row_is_added_without_javascript(writer: Client) -> None:
    sent: dict[str, Any] = {"cover_image-file": upload("a.png", picture()), "add_row": "costs"}
    response = writer.post(new_url("technology"), empty_form(writer, "technology") | sent)
    assert f'name="cover_image" value="{KbImage.objects.get().pk}"' in response.text


def test_a_refused_file_is_not_kept(writer: Client) -> None:
    row = {"attachments-TOTAL_FORMS": 1, "attachments-0-document-file": upload("a.pdf", b"<html></html>")}
    response = writer.post(new_url("technology"), empty_form(writer, "technology") | row)
    assert response.status_code == 422
    assert not KbDocument.objects.exists()
    (field,) = re.findall(r'<input type="file" name="attachments-0-document-file"[^>]*>', response.text)
    assert 'aria-invalid="true"' in field and "id_attachments-0-document-errors" in field


def test_a_field_says_how_large_a_file_may_be(writer: Client) -> None:
    text = writer.get(new_url("case_study")).text
    assert "jpg, jpeg, png, webp, avif; не больше 10,0\xa0МБ" in text
    assert "txt, xlsx; не больше 20,0\xa0МБ" in text


@pytest.fixture
def disk_without_room() -> Iterator[None]:
    """The system lets this process write nothing into files."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_full_disk_costs_the_file_alone(writer: Client, request: pytest.FixtureRequest) -> None:
    data = empty_form(writer, "technology") | {"title": "Сушилка зерна", "attachments-TOTAL_FORMS": 1}
    request.getfixturevalue("disk_without_room")
    response = writer.post(new_url("technology"), data | {"attachments-0-document-file": upload("a.pdf", PDF)})
    assert response.status_code == 422
    assert "«a.pdf» сейчас нельзя сохранить" in response.text
    assert 'value="Сушилка зерна"' in response.text
    assert not KbDocument.objects.exists()
    assert (
        writer.post(new_url("technology"), empty_form(writer, "technology") | {"title": "Без файла"}).status_code == 302
    )


def test_the_cover_is_kept_with_its_caption_and_licence(writer: Client) -> None:
    details = {"caption": "Цех", "copyright": "Завод", "licence": "CC-BY-4.0"}
    sent: dict[str, Any] = {f"cover_image-{name}": value for name, value in details.items()}
    sent["cover_image-file"] = upload("цех.jpg", picture("JPEG"))
    writer.post(new_url("technology"), empty_form(writer, "technology") | sent)
    cover = latest().cover_image
    assert {name: getattr(cover, name) for name in details} == details


def test_a_draft_with_a_cover_needs_words_for_it(writer: Client, enterprise: Any) -> None:
    with_cover = make_entry("article", enterprise=enterprise, published=False, cover_image=make_image())
    without = make_entry("article", enterprise=enterprise, published=False)
    forms = [writer.get(reverse("contribute:edit", args=[page.pk])).context["form"] for page in (with_cover, without)]
    assert ["cover_alt" in form.required_names for form in forms] == [True, False]


def test_the_cover_of_a_draft_gets_another_caption(writer: Client, contributor: User, enterprise: Any) -> None:
    page = make_entry("article", enterprise=enterprise, published=False, cover_image=make_image(enterprise=enterprise))
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, **{"cover_image-caption": "Новое"})
    writer.post(reverse("contribute:edit", args=[page.pk]), data)
    assert (latest().cover_image_id, latest().cover_image.caption) == (page.cover_image_id, "Новое")


def test_a_draft_does_not_change_what_is_said_of_the_picture_of_another_page(
    writer: Client, contributor: User, enterprise: Any
) -> None:
    picture = make_image(enterprise=enterprise, caption="Цех")
    make_entry("article", enterprise=enterprise, cover_image=picture)
    page = make_entry("article", enterprise=enterprise, published=False, cover_image=picture)
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, **{"cover_image-caption": "Новое"})
    writer.post(reverse("contribute:edit", args=[page.pk]), data)
    picture.refresh_from_db()
    drafted = EntryPage.objects.get(pk=page.pk).specific.get_latest_revision_as_object()
    assert (picture.caption, drafted.cover_image.caption) == ("Цех", "Новое")


def test_the_picture_of_a_live_page_keeps_its_caption_until_the_next_publication(
    writer: Client, contributor: User, enterprise: Any
) -> None:
    page = make_entry("article", enterprise=enterprise, cover_image=make_image(enterprise=enterprise, caption="Цех"))
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, **{"cover_image-caption": "Новое"})
    writer.post(reverse("contribute:edit", args=[page.pk]), data)
    live = EntryPage.objects.get(pk=page.pk)
    assert (live.cover_image.caption, latest().cover_image.caption) == ("Цех", "Новое")


def test_a_file_is_taken_out(writer: Client, contributor: User, enterprise: Any) -> None:
    document = make_document(enterprise=enterprise)
    page = make_entry("article", enterprise=enterprise, published=False, clearance_document=document)
    data = sent_by_browser(page.get_latest_revision_as_object(), contributor, **{"clearance_document-clear": "on"})
    writer.post(reverse("contribute:edit", args=[page.pk]), data)
    assert latest().clearance_document is None


def test_the_file_of_another_enterprise_cannot_be_used(writer: Client, other_enterprise: Any) -> None:
    document = make_document(enterprise=other_enterprise)
    data = empty_form(writer, "article") | {"clearance_document": document.pk}
    response = writer.post(new_url("article"), data)
    assert response.context["form"].errors.keys() == {"clearance_document"}
    assert document.title not in response.text
