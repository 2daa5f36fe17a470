"""The lock by which drafts and reviews of one page change one after the other.

``kb.workflow`` imports it, so that it must not import models while it is loaded itself.
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Page


def hold(page_id: int) -> "Page":
    """Locks the page until the end of the transaction; returns it as it is now, when nobody else changes it any more.

    What is asked before may be answered otherwise afterwards: ask who may, and what state it is in, behind this.
    """
    from wagtail.models import Page

    # The table of all pages, not that of entries: in it stands what a revision changes, and PostgreSQL reads only the
    # rows anew that it has waited for.
    return Page.objects.select_for_update().get(pk=page_id)
