"""What a log must not hold, and how it is left out: secrets in addresses and messages, values of the database."""

import re

from django.http import HttpRequest

LEFT_OUT = "[left out]"
# Parts of an address that open something for whoever knows them.
SECRET_ARGUMENTS = ("token", "key", "uidb36", "signature")
_NAMES = r"password\w*|passwd|token|secret\w*|api_?key|csrfmiddlewaretoken|sessionid|authorization|cookie"
_PATTERNS = [
    # The password in the address of a server.
    (re.compile(r"(\w+://[^\s:/@]+):[^\s/@]+@"), rf"\1:{LEFT_OUT}@"),
    # name=value and "name": "value".
    (re.compile(rf"(?i)\b({_NAMES})(['\"]?\s*[=:]\s*)(['\"]?)[^\s'\"&,;]+"), rf"\1\2\3{LEFT_OUT}"),
    # What people wrote, in a complaint of PostgreSQL.
    (re.compile(r"(?m)(Key \([^)]*\)=)\(.*\)"), rf"\1({LEFT_OUT})"),
    (re.compile(r"(?m)(Failing row contains) \(.*\)"), rf"\1 ({LEFT_OUT})"),
    # The words after a question mark in an address.
    (re.compile(r"((?:^|\s|['\"(])(?:https?://[^\s?'\"]+|/[^\s?'\"]*))\?[^\s'\")]+"), rf"\1?{LEFT_OUT}"),
]


def without_secrets(text: str) -> str:
    """The text without what it is known to betray."""
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def public_path(request: HttpRequest) -> str:
    """The path without its query and without those parts that open something for whoever knows them."""
    path = request.path
    match = request.resolver_match
    for name, value in (match.kwargs if match else {}).items():
        if name in SECRET_ARGUMENTS and value:
            path = path.replace(str(value), LEFT_OUT)
    return path
