"""The small rich text that a contributor may send: paragraphs, bold, italic, lists and links.

The editor sends HTML. Without JavaScript the same field is a plain text area, in which an empty line parts
paragraphs, ``- `` and ``1. `` begin list items, ``**`` and ``*`` enclose bold and italic words and
``[words](address)`` is a link. ``to_html`` takes both, ``to_text`` makes the second from the first.
"""

import re
from html import escape
from html.parser import HTMLParser

import nh3
from wagtail.rich_text import expand_db_html

TAGS = {"p", "br", "strong", "em", "b", "i", "ul", "ol", "li", "a"}
URL_SCHEMES = {"http", "https", "mailto"}

_STARTS_AS_HTML = re.compile(r"\s*<(?:p|ul|ol)\b[^>]*>", re.IGNORECASE)
_LIST_PARAGRAPH = re.compile(r"<li><p>((?:(?!</?(?:p|li)>).)*)</p>", re.DOTALL)
_BLANK = re.compile(r"<[^>]*>|&nbsp;|\s|\xa0")
_BULLET = re.compile(r"[-–•]\s+")
_NUMBER = re.compile(r"\d{1,2}[.)]\s+")
_LINK = re.compile(r"\[([^\[\]]+)\]\(((?:https?://|mailto:|/)[^\s()]+)\)")
# Neither looks beyond the next sign of its kind: else each sign in a long text would look through all of the rest.
_BOLD = re.compile(r"\*\*(?=\S)((?:[^*]|\*(?!\*))+?)(?<=\S)\*\*")
_ITALIC = re.compile(r"(?<![\w*])\*(?=[^\s*])((?:[^*]|(?<=\w)\*(?=\w))+?)(?<=[^\s*])\*(?![\w*])")
LONGEST = 100_000
"""Signs that are read, tags and all: the longest text has 6,000 that readers see. What is longer costs minutes."""


def is_too_long(text: str) -> bool:
    """Whether ``text`` is refused unread."""
    return len(text) > LONGEST


def clean(html: str) -> str:
    """``html`` with nothing in it but the tags allowed; an empty string when no words remain."""
    safe = nh3.clean(html, tags=TAGS, attributes={"a": {"href"}}, url_schemes=URL_SCHEMES, link_rel=None)
    safe = _LIST_PARAGRAPH.sub(r"<li>\1", safe).strip()
    return safe if _BLANK.sub("", safe) else ""


def for_editing(stored: str) -> str:
    """Stored rich text, in which an editor may have linked pages, with ordinary links."""
    return clean(expand_db_html(stored)) if stored else ""


def to_html(value: str) -> str:
    """What was sent, from the editor or from the plain text area, as clean HTML."""
    value = value.replace("\r\n", "\n")
    if _STARTS_AS_HTML.match(value):
        return clean(value)
    blocks = (block for block in re.split(r"\n\s*\n", value) if block.strip())
    return clean("".join(_block(block.strip().split("\n")) for block in blocks))


def _block(lines: list[str]) -> str:
    """Lines without an empty one between them: paragraphs and lists in the order they come."""
    html: list[str] = []
    run: list[str] = []
    run_kind = ""
    for line in [*(line.strip() for line in lines), None]:
        kind = _kind(line) if line is not None else ""
        if kind != run_kind and run:
            html.append(_run(run_kind, run))
            run = []
        run_kind = kind
        if line is not None:
            run.append(line)
    return "".join(html) + (_run(run_kind, run) if run else "")


def _kind(line: str) -> str:
    if _BULLET.match(line):
        return "ul"
    return "ol" if _NUMBER.match(line) else "p"


def _run(kind: str, lines: list[str]) -> str:
    if kind == "p":
        return f"<p>{'<br>'.join(_inline(line) for line in lines)}</p>"
    mark = _BULLET if kind == "ul" else _NUMBER
    items = "".join(f"<li>{_inline(mark.sub('', line, count=1))}</li>" for line in lines)
    return f"<{kind}>{items}</{kind}>"


def _inline(text: str) -> str:
    text = _LINK.sub(r'<a href="\2">\1</a>', escape(text))
    return _ITALIC.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", text))


class _TextMaker(HTMLParser):
    """Writes clean HTML as the text that ``to_html`` reads."""

    MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*"}

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self.lists: list[int | None] = []
        self.address = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("ul", "ol"):
            self.lists.append(0 if tag == "ol" else None)
        elif tag == "li":
            number = self.lists[-1] if self.lists else None
            if number is not None:
                self.lists[-1] = number + 1
            self.parts.append("\n- " if number is None else f"\n{number + 1}. ")
        elif tag == "br":
            self.parts.append("\n")
        elif tag == "a":
            self.address = dict(attrs).get("href") or ""
            self.parts.append("[" if self.address else "")
        else:
            self.parts.append(self.MARKS.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in ("ul", "ol"):
            if self.lists:
                self.lists.pop()
            self.parts.append("\n\n")
        elif tag == "p":
            self.parts.append("\n\n")
        elif tag == "a":
            self.parts.append(f"]({self.address})" if self.address else "")
        else:
            self.parts.append(self.MARKS.get(tag, ""))

    def handle_data(self, data: str) -> None:
        self.parts.append(data.replace("\n", " "))


def to_text(html: str) -> str:
    """Clean HTML as the text that a plain text area shows."""
    maker = _TextMaker()
    maker.feed(html)
    maker.close()
    return re.sub(r"\n{3,}", "\n\n", "".join(maker.parts)).strip()
