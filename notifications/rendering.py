"""The words of a letter and of the bell, from the templates of a kind."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.template import Context, TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import reverse
from django.utils import translation

from accounts.models import User
from notifications import kinds, unsubscribing
from notifications.languages import params_for, path_for

EMPTY_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class Letter:
    """A letter ready to be sent."""

    subject: str
    text: str
    html: str
    headers: dict[str, str] = field(default_factory=dict)


def absolute(path: str) -> str:
    """The public address of ``path``; one that is absolute stays as it is."""
    return settings.WAGTAILADMIN_BASE_URL.rstrip("/") + path if path.startswith("/") else path


def line(kind_name: str, params: Mapping[str, Any], language: str) -> str:
    """The one line that says what happened, in ``language``."""
    with translation.override(language):
        return _line(kinds.get(kind_name), params_for(params, language))


def letter(kind_name: str, *, language: str, params: Mapping[str, Any], url: str, user: User | None = None) -> Letter:
    """The letter of a kind in ``language``; to a person with an account it names the way to stop letters."""
    kind = kinds.get(kind_name)
    with translation.override(language):
        values = params_for(params, language)
        context = {
            "language": language,
            "url": absolute(path_for(url, language)) if url else "",
            "action": str(kind.action),
            "site_url": absolute(f"/{language}/"),
            "name": user.first_name if user else "",
            **values,
        }
        subject = _line(kind, values)
        body = _plain(f"{kind.template}.txt", context).strip()
        context |= {"subject": subject, "body": body, "own_html": _own_html(kind, context)}
        headers = {"Auto-Submitted": "auto-generated", "Content-Language": language}
        if user:
            one_click = absolute(unsubscribing.path(user))
            headers |= {
                "List-Unsubscribe": f"<{one_click}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            }
            context |= {"unsubscribe_url": one_click, "preferences_url": absolute(reverse("notifications:preferences"))}
        text = EMPTY_LINES.sub("\n\n", _plain("email/frame.txt", context)).strip() + "\n"
        return Letter(subject, text, get_template("email/frame.html").render(context), headers)


def _line(kind: kinds.Kind, values: Mapping[str, Any]) -> str:
    return " ".join(_plain(f"{kind.template}.subject.txt", values).split())


def _plain(name: str, values: Mapping[str, Any]) -> str:
    """A template of plain text, where nothing is escaped."""
    source: Any = get_template(name)
    return str(source.template.render(Context(dict(values), autoescape=False)))


def _own_html(kind: kinds.Kind, context: dict[str, Any]) -> str:
    try:
        return get_template(f"{kind.template}.html").render(context)
    except TemplateDoesNotExist:
        return ""
