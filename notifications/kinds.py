"""The kinds of things that people are told; each app registers its own in its module ``notifications``."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

OPEN = _("Open the page")


@dataclass(frozen=True)
class Kind:
    """One kind of notification or letter.

    ``name`` has dots, as in ``review.assigned``; its texts are ``templates/email/review/assigned.subject.txt`` (one
    line, also shown in the bell), ``assigned.txt`` (the body of the letter) and, where the body needs more than
    paragraphs, ``assigned.html``.
    """

    name: str
    must_act: bool = False
    """Whether the receiver has to do something; some people want letters about nothing else."""
    action: Any = OPEN
    """The words of the link."""

    @property
    def template(self) -> str:
        """The path of the templates, without the endings."""
        return f"email/{self.name.replace('.', '/')}"


_kinds: dict[str, Kind] = {}


def register(kind: Kind) -> Kind:
    """Makes ``kind`` known; raises ``ValueError`` when another one has its name."""
    if _kinds.setdefault(kind.name, kind) != kind:
        raise ValueError(f"There are two kinds of notifications with the name {kind.name}.")
    return kind


def get(name: str) -> Kind:
    """The kind called ``name``; raises ``LookupError`` when no app registered it."""
    try:
        return _kinds[name]
    except KeyError:
        raise LookupError(f"No app registers the kind of notification “{name}”.") from None


def all_kinds() -> tuple[Kind, ...]:
    """All that the installed apps registered."""
    return tuple(_kinds.values())
