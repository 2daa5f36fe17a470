"""What a hostile crawler asks for, in groups; each line is a method and an address as they come over the wire.

``{payload}`` stands for each of ``PAYLOADS`` in turn, ``{number}`` for each of ``NUMBERS``.
"""

from collections.abc import Iterator

# SQL, templates, shells, markup, formats, headers, encodings, tsquery and regular expressions, unusual characters.
PAYLOADS = (
    "'%20OR%201=1--", "1;DROP%20TABLE%20kb_entrypage", "%27%29%3B%20SELECT%20pg_sleep(9)--", "{{7*7}}",
    "%7B%25%20debug%20%25%7D", "$%7Bjndi:ldap://x%7D", "%60id%60", "%3Cscript%3Ealert(1)%3C/script%3E",
    "%22%20onmouseover=%22alert(1)", "%00", "a%00b", "%ff%fe", "%c0%ae%c0%ae", "%ed%a0%80", "%0d%0aSet-Cookie:%20a=b",
    "..%2f..%2f..%2fetc%2fpasswd", "%25%35%63", "%s%s%s%n", "%f0%9f%9a%9c", "%e2%80%ae", "%cc%81" * 40, "A" * 5000,
    "(((((((((((", ")", "%5B%5D", "a%20%26%20%7C%20!", "%22%22%22", "-%20-%20-", "*", "%5C", "-1", "NaN", "1e309",
    "0x10", "%D9%A1%D9%A2", "%C2%B2", "null", "true", "%EF%BF%BE",
)  # fmt: skip
NUMBERS = (
    "0", "-1", "2147483647", "2147483648", "9223372036854775807", "9223372036854775808", "9" * 40, "00000000001", "1.5",
    "%D9%A1", "+1", "%20%201",
)  # fmt: skip

PATHS = """
GET /../../../../etc/passwd
GET /static/../kb/settings/base.py
GET /static/..%2f..%2fmanage.py
GET /static/%2e%2e/%2e%2e/manage.py
GET /media/../../var/secret
GET /media/documents/
GET /media/original_images/
GET /documents/../../etc/passwd
GET //evil.example/
GET ///
GET /\\evil.example/
GET /ru/..;/admin/
GET /ru/%2e%2e/admin/
GET /ru//technologies//
GET /ru/technologies/%00/
GET /ru/technologies/%ff%fe/
GET /ru/technologies/a/b/c/d/e/f/g/h/
GET /xx/
GET /ru
GET /RU/
GET /%72%75/
GET /ru/%D0%BD%D0%B5%D1%82/
GET /.env
GET /.git/config
GET /wp-login.php
GET /phpmyadmin/
GET /server-status
GET /actuator/env
GET /debug/
GET /__debug__/
GET /django-admin/
GET /metrics
GET /healthz/..
GET /api/v2/pages/
GET /graphql
GET /sitemap-nothing.xml
GET /sitemap.xml?p=9999999999999999999999
GET /sitemap-entries.xml?p=-1
GET /robots.txt%00
GET /favicon.ico
GET /cgi-bin/id
GET /ru/accounts/password/reset/key/1-abc/
GET /ru/accounts/password/reset/key/%00-%00/
GET /ru/contacts/confirm/nothing/
GET /ru/contacts/follow/%ff/
GET /ru/join/confirm/nothing/
GET /ru/join/invitation/%00/
GET /ru/contribute/confirm/nothing/
GET /ru/notifications/unsubscribe/nothing:nothing/
GET /ru/contacts/write/nobody/
GET /ru/colleagues/nobody/
GET /ru/enterprises/nobody/
GET /ru/areas/nothing/
GET /ru/tags/%27/
GET /ru/tags/%00/
GET /ru/_util/login/
"""

ADMIN = """
GET /admin/
GET /admin/login/?next=//evil.example/
GET /admin/login/?next=https://evil.example/
GET /admin/login/?next=javascript:alert(1)
GET /admin/pages/
GET /admin/pages/1/
GET /admin/pages/{number}/edit/
GET /admin/pages/{number}/view_draft/
GET /admin/pages/{number}/revisions/{number}/view/
GET /admin/images/
GET /admin/images/{number}/
GET /admin/documents/{number}/
GET /admin/users/
GET /admin/reports/locked/
GET /admin/snippets/
GET /admin/choose-page/
GET /admin/choose-page/search/?q=%25
GET /admin/search/?q=%00
GET /admin/autocomplete/search/
GET /admin/sprite/
GET /admin/jsi18n/
POST /admin/pages/1/delete/
POST /admin/login/
POST /admin/api/main/pages/
"""

QUERIES = """
GET /ru/search/?q={payload}
GET /kk/search/suggest/?q={payload}
GET /ru/search/?q=a&area={payload}
GET /ru/search/?q=a&tag={payload}&enterprise={payload}
GET /ru/search/?q=a&country={payload}&readiness={payload}
GET /ru/search/?q=a&indicator={payload}&change={payload}
GET /ru/search/?q=a&language={payload}&sort={payload}
GET /ru/technologies/?year={payload}
GET /ru/technologies/?type={payload}&page={payload}
GET /ru/articles/?{payload}={payload}
GET /ru/enterprises/?country={payload}&region={payload}&kind={payload}
GET /ru/tags/{payload}/
GET /ru/areas/{payload}/
GET /ru/technologies/{payload}/
GET /ru/accounts/login/?next={payload}
GET /ru/join/?enterprise={payload}
GET /sitemap.xml?p={payload}
GET /admin/login/?next={payload}
"""

SIGNED_IN = """
GET /ru/contribute/new/article/?enterprise={payload}
GET /ru/contribute/begin/article/?enterprise={payload}
GET /ru/contribute/suggest/tags/?q={payload}
GET /ru/contribute/suggest/entries/?q={payload}
GET /ru/contribute/suggest/enterprises/?q={payload}
GET /ru/contribute/suggest/similar/?title={payload}&page={payload}
GET /ru/contribute/{number}/
GET /ru/contribute/{number}/preview/
GET /ru/contacts/?show={payload}&page={payload}
GET /ru/contacts/{number}/
GET /ru/notifications/?page={payload}
GET /ru/notifications/{number}/
GET /ru/work/?show={payload}&page={payload}
GET /ru/work/workload/?page={number}
GET /admin/pages/?q={payload}
GET /admin/pages/{number}/edit/
GET /admin/pages/{number}/?p={number}
GET /admin/pages/search/?q={payload}
GET /admin/choose-page/search/?q={payload}
GET /admin/images/?q={payload}&tag={payload}
GET /admin/documents/?q={payload}
GET /admin/bulk/wagtailcore/page/publish/?id={number}&childOf={number}
"""

NUMBERED = """
GET /ru/technologies/?page={number}
GET /ru/search/?q=a&page={number}
GET /ru/technologies/?year={number}
GET /ru/enterprises/?page={number}
GET /ru/contribute/{number}/
GET /ru/contribute/{number}/preview/
POST /ru/contribute/{number}/submit/
GET /ru/contacts/{number}/
GET /ru/contacts/sent/{number}/
POST /ru/contacts/matches/{number}/dismiss/
GET /ru/notifications/{number}/
POST /ru/work/{number}/claim/
POST /ru/work/{number}/assign/
GET /documents/{number}/a.pdf
GET /ru/contacts/write/nobody/?about={number}
"""

METHODS = """
HEAD /ru/
OPTIONS /ru/
TRACE /ru/
PUT /ru/technologies/
DELETE /ru/technologies/
PATCH /ru/search/
PROPFIND /
CONNECT /
BREW /ru/
PURGE /ru/
POST /ru/
POST /ru/search/
POST /ru/search/click/
POST /ru/accounts/login/
POST /ru/accounts/logout/
POST /ru/accounts/password/reset/
POST /ru/join/
POST /ru/contacts/write/nobody/
POST /ru/contribute/new/article/
POST /ru/notifications/read/
POST /healthz
"""

HEADERS = (
    {"HTTP_HOST": "evil.example"}, {"HTTP_HOST": "testserver:99999"}, {"HTTP_HOST": "a b"}, {"HTTP_HOST": ""},
    {"HTTP_HOST": "testserver\x00"}, {"HTTP_X_FORWARDED_HOST": "evil.example"}, {"HTTP_X_FORWARDED_FOR": "' OR 1=1"},
    {"HTTP_X_FORWARDED_PROTO": "\x00"}, {"HTTP_ACCEPT_LANGUAGE": "x" * 9000}, {"HTTP_ACCEPT_LANGUAGE": "ru;q=nan,*;q="},
    {"HTTP_COOKIE": "sessionid=" + "a" * 4000}, {"HTTP_COOKIE": "sessionid=%00; csrftoken=%ff; messages=[["},
    {"HTTP_COOKIE": "messages=" + "9" * 3000}, {"HTTP_COOKIE": "=;;;=,\x01"},
    {"HTTP_COOKIE": "django_language=../../x"},
    {"HTTP_IF_MODIFIED_SINCE": "yesterday"}, {"HTTP_IF_NONE_MATCH": '"' * 500}, {"HTTP_RANGE": "bytes=9999999999-0"},
    {"HTTP_HX_REQUEST": "true", "HTTP_HX_CURRENT_URL": "http://[::1"}, {"HTTP_HX_REQUEST": "\xff"},
    {"HTTP_HX_TARGET": "%ff", "HTTP_HX_TARGET_URI_AUTOENCODED": "true"}, {"HTTP_REFERER": "http://[broken"},
    {"HTTP_ORIGIN": "null"}, {"HTTP_X_REQUEST_ID": "a\r\nSet-Cookie: b"}, {"HTTP_AUTHORIZATION": "Basic !!!"},
    {"HTTP_X_HTTP_METHOD_OVERRIDE": "DELETE"}, {"HTTP_USER_AGENT": "() { :;}; echo"}, {"CONTENT_LENGTH": "abc"},
    {"HTTP_SEC_FETCH_SITE": "cross-site"}, {"HTTP_CONTENT_ENCODING": "gzip"}, {"HTTP_TRANSFER_ENCODING": "chunked"},
)  # fmt: skip

BODIES = (
    ("application/json", b"[" * 20_000), ("application/json", b"\xff\xfe"),
    ("text/xml", b"<!DOCTYPE a [<!ENTITY b 'c'>]>"),
    ("application/x-www-form-urlencoded", b"a=%ff&b=%00&csrfmiddlewaretoken=x"),
    ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(11_000))),
    ("application/x-www-form-urlencoded; charset=nothing", b"a=b"), ("multipart/form-data", b"--x"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Disposition: form-data; name=\"a\"; "
     b"filename=\"../../b\"\r\n\r\nc"),
    ("multipart/form-data; boundary=" + "x" * 300, b""), ("multipart/form-data; boundary=\xff", b"--\xff"),
    ("multipart/form-data; boundary=x", b"--x\r\nContent-Transfer-Encoding: base64\r\n"
     b"Content-Disposition: form-data; name=\"a\"\r\n\r\n!!!\r\n--x--"),
    ("", b"\x00\x01"),
)  # fmt: skip


def lines(group: str) -> Iterator[tuple[str, str]]:
    """The requests of a group: method and address."""
    for line in group.strip().splitlines():
        method, _space, address = line.partition(" ")
        ways = PAYLOADS if "{payload}" in address else NUMBERS if "{number}" in address else ("",)
        for way in ways:
            yield method, address.replace("{payload}", way).replace("{number}", way)
