"""The text of files, sound, broken and hostile."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from search import extraction
from search.extraction import Refused, extract

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
OFFICE = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"


def package(path: Path, **parts: str) -> Path:
    """An office file of the given parts; their names have two underscores for each slash."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/") + ".xml", content)
    return path


def test_a_word_cut_by_formatting_is_read_as_one_word(tmp_path: Path) -> None:
    body = f'<w:document xmlns:w="{WORD}"><w:p><w:r><w:t>трак</w:t></w:r><w:r><w:t>тор</w:t></w:r></w:p></w:document>'
    assert extract("docx", package(tmp_path / "a.docx", word__document=body)).strip() == "трактор"


def test_paragraphs_stay_apart(tmp_path: Path) -> None:
    body = f'<w:d xmlns:w="{WORD}"><w:p><w:t>насос</w:t></w:p><w:p><w:t>клапан</w:t></w:p></w:d>'
    assert extract("docx", package(tmp_path / "a.docx", word__document=body)).split() == ["насос", "клапан"]


def test_cells_of_a_table_stay_apart(tmp_path: Path) -> None:
    body = "<sst><si><t>Расход</t></si><si><t>топлива</t></si></sst>"
    assert extract("xlsx", package(tmp_path / "a.xlsx", xl__sharedStrings=body)).split() == ["Расход", "топлива"]


def test_slides_are_read_in_their_order(tmp_path: Path) -> None:
    slides = {f"ppt__slides__slide{number}": f"<s><p><t>слайд{number}</t></p></s>" for number in (10, 2, 1)}
    assert extract("pptx", package(tmp_path / "a.pptx", **slides)).split() == ["слайд1", "слайд2", "слайд10"]


def test_an_open_document_is_read_with_the_text_inside_its_spans(tmp_path: Path) -> None:
    body = f'<o xmlns:t="{OFFICE}"><t:p>дробление <t:span>руды</t:span> в цехе</t:p></o>'
    assert extract("odt", package(tmp_path / "a.odt", content=body)).split() == ["дробление", "руды", "в", "цехе"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_plain_text_is_read_in_every_usual_encoding(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Трактор Беларус".encode(encoding))
    assert extract("txt", path) == "Трактор Беларус"


def test_a_text_cut_within_a_letter_is_still_utf_8(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MOST_CHARACTERS", 5)
    path = tmp_path / "a.txt"
    path.write_bytes(b"a" + ("ж" * 30).encode())
    assert extract("txt", path) == "aжжжж"


def test_pages_of_a_pdf_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf("boiler efficiency"))
    assert "boiler efficiency" in extract("pdf", path)


def test_no_more_than_the_limit_of_characters_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MOST_CHARACTERS", 10)
    body = "<d>" + "<p><t>сварка</t></p>" * 50 + "</d>"
    assert len(extract("docx", package(tmp_path / "a.docx", word__document=body))) == 10


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extraction, "MOST_UNPACKED", 1000)
    path = package(tmp_path / "a.docx", word__document="<d>" + " " * 2000 + "</d>")
    with pytest.raises(Refused) as refused:
        extract("docx", path)
    assert refused.value.code == extraction.TOO_BIG


def test_an_expansion_of_entities_is_refused(tmp_path: Path) -> None:
    body = '<!DOCTYPE d [<!ENTITY a "aaaaaaaa"><!ENTITY b "&a;&a;&a;">]><d><p><t>&b;</t></p></d>'
    with pytest.raises(ValueError):
        extract("docx", package(tmp_path / "a.docx", word__document=body))


def test_a_package_without_text_parts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused):
        extract("docx", package(tmp_path / "a.docx", other="<d/>"))


def pdf(text: str) -> bytes:
    """A file of one page, written by hand: what the readers' library needs and no more."""
    stream = f"BT /F1 12 Tf 20 100 Td ({text}) Tj ET"
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R"
        " /Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
    ]
    out, places = BytesIO(), []
    out.write(b"%PDF-1.4\n")
    for number, content in enumerate(objects, 1):
        places.append(out.tell())
        out.write(f"{number} 0 obj\n{content}\nendobj\n".encode())
    start = out.tell()
    rows = "".join(f"{place:010d} 00000 n \n" for place in places)
    out.write(f"xref\n0 5\n0000000000 65535 f \n{rows}trailer\n<< /Size 5 /Root 1 0 R >>\n".encode())
    out.write(f"startxref\n{start}\n%%EOF".encode())
    return out.getvalue()
