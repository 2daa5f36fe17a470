"""A crawler that is not signed in and means harm: no request ends in an error of ours, and none tells it anything."""

import io
import re
from typing import Any
from urllib.parse import quote, unquote_to_bytes

import pytest
from django.test.client import ClientHandler

from kb import models as kb
from tests.factories.kb import make_entry
from tests.security import hostile

pytestmark = pytest.mark.django_db
SECRET = "Никелирование валов"
# What a page of an error would show of how the site is made.
TELLING = re.compile(
    r"Traceback|Exception Type|/site-packages/|psycopg|OperationalError|DataError|ProgrammingError|SECRET_KEY"
    r"|You're seeing this error|Django Version|Wagtail \d|PostgreSQL \d|Python \d\.\d"
)


@pytest.fixture
def library(contributor):
    """A published entry and a draft that nobody may know of."""
    make_entry("technology", title="Сушилка", tags=["сушка"])
    return make_entry("article", title=SECRET, published=False, owner=contributor)


def ask(method: str, address: str, *, body: bytes = b"", content_type: str = "", **headers: str) -> Any:
    """The answer to a request as a server hands it to the application; the address is taken as it is."""
    path, _mark, query = address.partition("?")
    environment = {
        "REQUEST_METHOD": method,
        "PATH_INFO": unquote_to_bytes(path).decode("latin-1"),
        "QUERY_STRING": query,
        "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "testserver",
        "REMOTE_ADDR": "127.0.0.1",
        "CONTENT_TYPE": content_type,
        "CONTENT_LENGTH": str(len(body)),
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": "http",
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multiprocess": True,
        "wsgi.multithread": True,
        "wsgi.run_once": False,
        **headers,
    }
    return ClientHandler(enforce_csrf_checks=True)(environment)


def harm(answer: Any) -> str:
    """What is wrong with an answer; nothing if it is harmless."""
    if answer.status_code >= 500 and answer.status_code != 501:
        return f"answers {answer.status_code}"
    text = b"".join(answer.streaming_content) if answer.streaming else answer.content
    shown = text.decode("utf-8", "replace")
    if found := TELLING.search(shown):
        return f"tells {found[0]}"
    if SECRET in shown:
        return "shows a draft"
    if "<script>alert(1)" in shown or ' onmouseover="alert' in shown:
        return "repeats markup"
    location = answer.headers.get("Location", "")
    if location.startswith(("//", "/\\", "http://evil", "https://evil", "javascript:")):
        return f"leads to {location}"
    if any("\r" in value or "\n" in value for value in answer.headers.values()) or "b" in answer.cookies:
        return "has headers of the request's making"
    return ""


def harmful(requests: Any, **headers: str) -> list[str]:
    found = []
    for method, address in requests:
        if problem := harm(ask(method, address, **headers)):
            found.append(f"{method} {address[:120]}: {problem}")
    return found


def test_there_are_more_than_two_hundred_of_them():
    groups = (hostile.PATHS, hostile.ADMIN, hostile.QUERIES, hostile.NUMBERED, hostile.METHODS)
    assert sum(len(list(hostile.lines(group))) for group in groups) + len(hostile.HEADERS) + len(hostile.BODIES) > 200


@pytest.mark.parametrize("group", ["PATHS", "ADMIN", "QUERIES", "NUMBERED", "METHODS"])
def test_no_address_does_harm(library, group):
    assert harmful(hostile.lines(getattr(hostile, group))) == []


@pytest.mark.parametrize("role", ["stranger", "chief_editor"])
def test_no_address_ends_in_an_error_for_somebody_signed_in(library, client, request, role):
    client.force_login(request.getfixturevalue(role))
    cookie = f"sessionid={client.cookies['sessionid'].value}"
    found = harmful(hostile.lines(hostile.SIGNED_IN), HTTP_COOKIE=cookie)
    # Who moderates may see drafts.
    assert [problem for problem in found if role == "stranger" or "shows a draft" not in problem] == []


@pytest.mark.parametrize("address", ["/ru/", "/ru/search/?q=a", "/ru/technologies/", "/admin/", "/ru/accounts/login/"])
def test_no_header_does_harm(library, address):
    problems = {str(headers)[:120]: harm(ask("GET", address, **headers)) for headers in hostile.HEADERS}
    assert {headers: problem for headers, problem in problems.items() if problem} == {}


@pytest.mark.parametrize(
    "address",
    ["/ru/accounts/login/", "/ru/join/", "/ru/search/click/", "/ru/contribute/new/article/", "/admin/pages/1/edit/"],
)
def test_no_body_does_harm(library, address):
    problems = {
        f"{kind} {body[:40]!r}": harm(ask("POST", address, body=body, content_type=kind))
        for kind, body in hostile.BODIES
    }
    assert {body: problem for body, problem in problems.items() if problem} == {}


def test_a_draft_answers_as_what_does_not_exist(library):
    there = ask("GET", library.url_path)
    nowhere = ask("GET", library.url_path.replace(library.slug, "x" * len(library.slug)))
    assert there.status_code == nowhere.status_code == 404
    assert there.content == nowhere.content.replace(b"x" * len(library.slug), library.slug.encode())


@pytest.mark.parametrize("path", ["/ru/contribute/{pk}/", "/ru/contribute/{pk}/preview/", "/admin/pages/{pk}/edit/"])
def test_a_draft_of_somebody_is_no_other_than_none(library, path):
    there, nowhere = (ask("GET", path.format(pk=pk)) for pk in (library.pk, 99_999_999))
    assert there.status_code == nowhere.status_code
    assert there.headers["Location"].replace(str(library.pk), "N") == nowhere.headers["Location"].replace(
        "99999999", "N"
    )


def test_an_account_answers_as_no_account(client, contributor):
    answers = []
    for email in (contributor.email, "nobody@example.org"):
        page = client.post("/ru/accounts/login/", {"login": email, "password": "wrong password"})
        reset = client.post("/ru/accounts/password/reset/", {"email": email})
        token = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"')
        answers.append((page.status_code, token.sub("", page.content.decode()).replace(email, "E"), reset.status_code,
                        reset.headers.get("Location")))  # fmt: skip
    assert answers[0] == answers[1]


def test_a_draft_is_in_no_list_of_addresses(library):
    assert kb.ArticlePage.objects.filter(title=SECRET).exists()
    for address in ("/sitemap.xml", "/sitemap-entries.xml", f"/ru/search/suggest/?q={quote('Никел')}", "/robots.txt"):
        assert harm(ask("GET", address)) == ""
