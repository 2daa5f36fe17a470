"""What the page that is being made shows, gathered on its request."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date

from django.http import HttpRequest

_ATTRIBUTE = "_prepared_shown"


@dataclass(slots=True)
class Shown:
    """The marks of a page; whether it is one that may be kept, and until when."""

    marks: set[str] = field(default_factory=set)
    may_be_kept: bool = False
    good_until: date | None = None


def of(request: HttpRequest) -> Shown:
    """What has been gathered so far."""
    shown = getattr(request, _ATTRIBUTE, None)
    if shown is None:
        shown = Shown()
        setattr(request, _ATTRIBUTE, shown)
    return shown


def may_keep(request: HttpRequest, *marks: str) -> None:
    """Says that the answer to ``request`` depends on nothing but its address and the things named as shown.

    To be called where it is known that anybody may see the page. Whatever else the page shows is named by ``shows``;
    what is not named, a change does not find.
    """
    shown = of(request)
    shown.may_be_kept = True
    shown.marks.update(marks)


def shows(request: HttpRequest | None, marks: Iterable[str], *, until: date | None = None) -> None:
    """Adds to what the page shows; ``until`` is the last day on which it says what is true."""
    if request is None:
        return
    shown = of(request)
    shown.marks.update(filter(None, marks))
    if until is not None:
        shown.good_until = min(until, shown.good_until or until)
