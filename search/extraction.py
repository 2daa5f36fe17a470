"""The running text of an attached file. ``python -m search.extraction KIND PATH`` writes it to standard output.

It runs as a program of its own, with little memory and time, because a file from outside may be broken or hostile:
whatever it does, it does it to that program alone. ``search.attachments`` calls it. Knows nothing of Django.
"""

import re
import resource
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

MOST_PAGES = 500
MOST_CHARACTERS = 400_000
MOST_UNPACKED = 200_000_000
MEMORY_BYTES = 1_500_000_000
SECONDS = 30

BROKEN, ENCRYPTED, TOO_BIG = 2, 3, 4
"""What the program ends with when there is no text to be had."""

# The parts of an Office Open XML package (ECMA-376) that hold what a reader sees.
_PARTS = {
    "docx": re.compile(r"word/(document|header\d*|footer\d*|footnotes|endnotes)\.xml"),
    "xlsx": re.compile(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml"),
    "pptx": re.compile(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml"),
    "odt": re.compile(r"content\.xml"),
    "ods": re.compile(r"content\.xml"),
}
_OPEN_DOCUMENT = ("odt", "ods")
_LINE_ENDS = frozenset({"p", "h", "si", "row", "table-row"})


class Refused(Exception):
    """There is no text to be had; ``code`` says why."""

    def __init__(self, code: int) -> None:
        self.code = code


def extract(kind: str, path: Path) -> str:
    """The text of the file at ``path``, at most ``MOST_CHARACTERS`` of it; ``kind`` is its extension.

    Raises ``Refused`` for an encrypted or oversized file, and whatever a broken one makes its reader raise.
    """
    pieces: list[str] = []
    length = 0
    for piece in READERS[kind](kind, path):
        pieces.append(piece)
        length += len(piece)
        if length >= MOST_CHARACTERS:
            break
    return "".join(pieces)[:MOST_CHARACTERS]


def _of_pdf(kind: str, path: Path) -> Iterator[str]:
    from pypdf import PdfReader

    reader = PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Refused(ENCRYPTED)
    for number, page in enumerate(reader.pages):
        if number >= MOST_PAGES:
            return
        yield page.extract_text() + "\n"


def _of_office(kind: str, path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as archive:
        parts = [part for part in archive.infolist() if _PARTS[kind].fullmatch(part.filename)]
        # No part is unpacked beyond the size that it declares.
        if sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise Refused(TOO_BIG)
        if any(part.flag_bits & 1 for part in parts):
            raise Refused(ENCRYPTED)
        if not parts:
            raise Refused(BROKEN)
        for part in sorted(parts, key=lambda part: (len(part.filename), part.filename)):
            with archive.open(part) as content:
                yield from _of_xml(content, everything=kind in _OPEN_DOCUMENT)


def _of_xml(content: IO[bytes], *, everything: bool) -> Iterator[str]:
    """The text of elements called "t", or of all; a space between runs would cut words that change their look."""
    from defusedxml.ElementTree import iterparse

    for _event, element in iterparse(content, forbid_dtd=True):
        name = element.tag.rpartition("}")[2]
        if everything:
            if name in _LINE_ENDS:
                yield "".join(element.itertext()) + "\n"
                element.clear()
        else:
            if name == "t" and element.text:
                yield element.text
            elif name in _LINE_ENDS:
                yield "\n"
            elif name in ("tab", "br", "c"):
                yield " "
            element.clear()


def _of_text(kind: str, path: Path) -> Iterator[str]:
    with path.open("rb") as file:
        content = file.read(4 * MOST_CHARACTERS)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        yield content.decode("utf-16", errors="replace")
        return
    try:
        yield content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # A letter cut in two at the end of what was read is no reason to take it for the older encoding.
        cut = error.start > len(content) - 4
        yield content[: error.start].decode("utf-8-sig") if cut else content.decode("cp1251", errors="replace")


Reader = Callable[[str, Path], Iterator[str]]
READERS: dict[str, Reader] = {
    "pdf": _of_pdf,
    **dict.fromkeys(_PARTS, _of_office),
    **dict.fromkeys(("txt", "csv"), _of_text),
}


def main() -> int:
    """The command line; the kind and the path are its arguments."""
    kind, path = sys.argv[1], Path(sys.argv[2])
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    if sys.platform != "darwin":  # which knows the limit and refuses to set it
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    try:
        text = extract(kind, path)
    except Refused as refused:
        return refused.code
    except MemoryError:
        return TOO_BIG
    except Exception:  # Parsers raise whatever a broken file makes them stumble over.
        return BROKEN
    sys.stdout.buffer.write(text.encode(errors="replace"))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
