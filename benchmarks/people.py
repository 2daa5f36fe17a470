"""A member of an enterprise at work: signs in, looks at the own pages, writes a draft. Keeps what was accepted."""

import http.client
import threading
import uuid
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

    def __init__(self, port: int) -> None:
        self.port = port
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
        """Opens the own pages; the status of the answer."""
        return self._ask("GET", "/ru/contribute/")[0]

    def write(self) -> int:
        """Saves a draft under a title of its own, which is kept if the site says that it has it."""
        title = f"Под нагрузкой {uuid.uuid4()}"
        status, _text = self._ask("POST", NEW_DRAFT, {**self._fields, "title": title, "action": "save"})
        if status == 302:
            with self._lock:
                self.accepted.append(title)
        return 200 if status == 302 else status

    def _ask(self, method: str, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Host": "localhost",
            "X-Forwarded-Proto": "https",
            "Referer": "https://localhost/",
            "Cookie": "; ".join(f"{name}={value}" for name, value in self._cookies.items()),
        }
        body = urlencode(form) if form else None
        if body:
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
