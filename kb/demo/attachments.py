"""Makes the attachments of an entry: workbooks, tables and texts."""

import csv
from decimal import Decimal
from io import BytesIO, StringIO
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from kb.demo.files import DataError, EntryFile
from kb.demo.stored_files import StoredFiles
from kb.models import Enterprise, EntryAttachment, KbDocument, Licence

KEYS = {"kind", "licence", "title", "content", "table", "text"}
WIDEST = 60


def documents_of(
    entry: EntryFile,
    language: str,
    enterprise: Enterprise,
    stored: StoredFiles,
    made: dict[tuple[str, int, str], KbDocument],
) -> list[KbDocument]:
    """The documents of all attachments of ``entry`` in ``language``.

    One that has nothing in this language is the original's; ``made`` remembers what there is already.
    """
    documents = []
    for number, source in enumerate(entry.attachments, start=1):
        where = ("attachments", f"row {number}")
        _check(entry, source, where)
        own = language if language == entry.original or _is_translated(source, language) else entry.original
        key = (entry.key, number, own)
        if key not in made:
            made[key] = _make(entry, source, own, number, enterprise, stored)
        documents.append(made[key])
    return documents


def _check(entry: EntryFile, source: dict[str, Any], where: tuple[str, str]) -> None:
    for name in source:
        if name not in KEYS:
            raise DataError(entry.name, *where, name, problem="there is no such key.")
    if source.get("content") not in ("xlsx", "csv", "txt"):
        raise DataError(entry.name, *where, "content", problem="write xlsx, csv or txt.")
    body = "text" if source["content"] == "txt" else "table"
    for name in ("title", body):
        if not source.get(name):
            raise DataError(entry.name, *where, name, problem="it is missing.")
        if isinstance(source[name], dict) and entry.original not in source[name]:
            raise DataError(entry.name, *where, name, entry.original, problem="it is missing.")
    if source.get("kind", "other") not in EntryAttachment.Kind.values:
        raise DataError(entry.name, *where, "kind", problem=f"it is none of {', '.join(EntryAttachment.Kind.values)}.")
    if source.get("licence", Licence.CC_BY) not in Licence.values:
        raise DataError(entry.name, *where, "licence", problem=f"it is none of {', '.join(Licence.values)}.")


def _is_translated(source: dict[str, Any], language: str) -> bool:
    return any(isinstance(value, dict) and language in value for value in source.values())


def _in_language(value: Any, language: str, original: str) -> Any:
    return value.get(language, value[original]) if isinstance(value, dict) else value


def _make(
    entry: EntryFile,
    source: dict[str, Any],
    language: str,
    number: int,
    enterprise: Enterprise,
    stored: StoredFiles,
) -> KbDocument:
    title = _in_language(source["title"], language, entry.original)
    body = _in_language(source["text" if source["content"] == "txt" else "table"], language, entry.original)
    try:
        content = _written(source["content"], body)
    except (TypeError, ValueError, AttributeError) as error:
        raise DataError(entry.name, "attachments", f"row {number}", problem=f"not written: {error}") from error
    document = KbDocument(
        title=title,
        enterprise=enterprise,
        copyright=enterprise.name_in(language),
        licence=source.get("licence", Licence.CC_BY),
    )
    stored.save(document, f"{entry.key}-{number}-{language}.{source['content']}", content)
    return document


def _written(kind: str, body: Any) -> bytes:
    if kind == "txt":
        return _text(body)
    return _workbook(body) if kind == "xlsx" else _csv(body)


def _workbook(table: list[list[Any]]) -> bytes:
    book = Workbook()
    sheet = book.active
    for row in table:
        sheet.append([float(cell) if isinstance(cell, Decimal) else cell for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for number, column in enumerate(sheet.columns, start=1):
        width = max(len(str(cell.value or "")) for cell in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(width + 2, WIDEST)
        for cell in column:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "A2"
    content = BytesIO()
    book.save(content)
    return content.getvalue()


def _csv(table: list[list[Any]]) -> bytes:
    content = StringIO()
    csv.writer(content).writerows(table)
    # The mark by which spreadsheets know the encoding.
    return content.getvalue().encode("utf-8-sig")


def _text(text: str) -> bytes:
    return text.strip().encode() + b"\n"
