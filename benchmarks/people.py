"""A member of an enterprise at work: signs in, looks at the own pages, writes a draft. Keeps what was accepted."""

import http.client
import ssl
import threading
import uuid
from dataclasses import dataclass
from html.parser import HTMLParser
from http.cookies import SimpleCookie
from urllib.parse import urlencode

EMAIL, PASSWORD = "writer@load.example.org", "Otkos-Bulat-2026"
MAKE_WRITER = f"""
import django
django.setup()
from accounts.models import User
from kb.models import Enterprise, Membership
user = User.objects.filter(email={EMAIL!r}).first() or User.objects.create_user({EMAIL!r}, {PASSWORD!r})
Membership.objects.get_or_create(user=user, enterprise=Enterprise.objects.order_by("pk").first())
"""
NEW_DRAFT = "/ru/contribute/new/article/"
MISSING = -1
BOUNDARY = "----------------what-no-form-has"


@dataclass(frozen=True)
class Door:
    """Where the site is asked: a port of the loopback, by TLS if there is a context for it."""

    port: int
    tls: ssl.SSLContext | None = None

    def open(self) -> http.client.HTTPConnection:
        """A new connection."""
        if self.tls:
            return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=60, context=self.tls)
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    @property
    def headers(self) -> dict[str, str]:
        """What a browser sends, and where nginx does not, what it would add."""
        if self.tls:
            return {"Host": f"127.0.0.1:{self.port}", "Referer": f"https://127.0.0.1:{self.port}/"}
        return {"Host": "localhost", "X-Forwarded-Proto": "https", "Referer": "https://localhost/"}


@dataclass(frozen=True)
class Upload:
    """A file that a form sends along."""

    field: str
    name: str
    content: bytes

    def with_fields(self, form: dict[str, str]) -> bytes:
        """The body of the request: https://www.rfc-editor.org/rfc/rfc7578."""
        start = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="'
        parts = [f'{start}{name}"\r\n\r\n{value}\r\n'.encode() for name, value in form.items()]
        about = f'{start}{self.field}"; filename="{self.name}"\r\nContent-Type: text/plain\r\n\r\n'
        return b"".join([*parts, about.encode(), self.content, f"\r\n--{BOUNDARY}--\r\n".encode()])


class _Form(HTMLParser):
    """What a browser would send of the largest form of a page, if nobody filled in anything."""

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag == "input" and values.get("name") and values.get("type") not in ("submit", "file", "checkbox", "radio"):
            self.fields[values["name"]] = values.get("value", "")
        elif tag in ("textarea", "select") and values.get("name"):
            self.fields.setdefault(values["name"], "")
            self._select = values["name"] if tag == "select" else ""
        elif tag == "option" and self._select and "selected" in values:
            self.fields[self._select] = values.get("value", "")


class Writer:
    """One person with one session, used by several threads."""

    def __init__(self, door: Door) -> None:
        self.door = door
        self.accepted: list[str] = []
        self._cookies: dict[str, str] = {}
        self._lock = threading.Lock()
        self._fields: dict[str, str] = {}

    def begin(self) -> None:
        """Signs in and opens the form once. Raises ``SystemExit`` where that does not work."""
        _status, text = self._ask("GET", "/ru/accounts/login/")
        form = {"csrfmiddlewaretoken": _fields(text)["csrfmiddlewaretoken"], "login": EMAIL, "password": PASSWORD}
        status, _text = self._ask("POST", "/ru/accounts/login/", form)
        status_of_form, text = self._ask("GET", NEW_DRAFT)
        if (status, status_of_form) != (302, 200):
            raise SystemExit(f"Signing in answered {status}, the form {status_of_form}.")
        self._fields = _fields(text)

    def look(self) -> int:
        """Opens the own pages; the status of the answer, or ``MISSING`` where what was written last is not there."""
        last = self.accepted[-1] if self.accepted else ""
        status, text = self._ask("GET", "/ru/contribute/")
        return MISSING if status == 200 and last not in text else status

    def write(self) -> int:
        """Saves a draft under a title of its own, which is kept if the site says that it has it."""
        title = f"Под нагрузкой {uuid.uuid4()}"
        status, _text = self._ask("POST", NEW_DRAFT, {**self._fields, "title": title, "action": "save"})
        if status == 302:
            with self._lock:
                self.accepted.append(title)
        return 200 if status == 302 else status

    def write_with_file(self, size: int) -> tuple[int, bool]:
        """Saves a draft with a text file of so many bytes: the status, and whether what was typed came back."""
        title = f"С файлом {uuid.uuid4()}"
        fields = {**self._fields, "title": title, "action": "save", "attachments-TOTAL_FORMS": "1"}
        file = Upload("attachments-0-document-file", f"{uuid.uuid4()}.txt", b"\xd0\x90 " * (size // 3))
        status, text = self._ask("POST", NEW_DRAFT, fields, file)
        if status == 302:
            with self._lock:
                self.accepted.append(title)
        return status, title in text

    def _ask(
        self, method: str, path: str, form: dict[str, str] | None = None, file: "Upload | None" = None
    ) -> tuple[int, str]:
        connection = self.door.open()
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        headers = {**self.door.headers, "Cookie": cookies}
        body: str | bytes | None = urlencode(form) if form else None
        if form and file:
            body = file.with_fields(form)
            headers["Content-Type"] = f"multipart/form-data; boundary={BOUNDARY}"
        elif body:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            for line in answer.headers.get_all("Set-Cookie") or []:
                for name, morsel in SimpleCookie(line).items():
                    self._cookies[name] = morsel.value
        finally:
            connection.close()
        return answer.status, text


def _fields(page: str) -> dict[str, str]:
    form = _Form()
    form.feed(page)
    return form.fields
