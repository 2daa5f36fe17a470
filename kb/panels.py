"""The admin's panels, built from the sections that an entry type declares."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from kb.sections import Rows, Section


def _panel(part: str | Rows) -> Panel:
    if isinstance(part, Rows):
        return InlinePanel(part.relation, heading=part.heading, max_num=part.maximum)
    if part == "title":
        return FieldPanel(part, classname="title")
    return FieldPanel(part)


def entry_tabs(sections: Iterable[Section]) -> TabbedInterface:
    """One tab per section, then the address and the schedule."""
    tabs = [ObjectList([_panel(part) for part in section.parts], heading=section.heading) for section in sections]
    address = MultiFieldPanel([FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")])
    return TabbedInterface([*tabs, ObjectList([address, PublishingPanel()], heading=_("Address and schedule"))])
