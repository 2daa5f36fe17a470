"""The admin's panels, built from the sections that an entry type declares."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    InlinePanel,
    MultiFieldPanel,
    ObjectList,
    Panel,
    PublishingPanel,
    TabbedInterface,
)

from kb.sections import Rows, Section

# Fields of a row that stand side by side.
ROW_WIDTH = 4


class RowsPanel(InlinePanel):
    """Rows of an entry, with short fields side by side."""

    @property
    def panel_definitions(self) -> list[Panel]:
        names = self.db_field.related_model.contributor_fields
        return [
            FieldRowPanel([FieldPanel(name) for name in names[start : start + ROW_WIDTH]])
            for start in range(0, len(names), ROW_WIDTH)
        ]

    class BoundPanel(InlinePanel.BoundPanel):
        """Says where the rows of a translation come from; its buttons are hidden by the style sheet."""

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self._is_taken_over():
                self.help_text = _("Rows and figures are taken from the original; only words can be changed here.")

        def _is_taken_over(self) -> bool:
            return (
                getattr(self.form, "is_translation", False)
                and self.panel.relation_name in self.instance.language_independent_rows
            )

        def classes(self) -> list[str]:
            return [*super().classes(), *(["kb-taken-over"] if self._is_taken_over() else [])]


def _panel(part: str | Rows) -> Panel:
    if isinstance(part, Rows):
        return RowsPanel(part.relation, heading=part.heading, max_num=part.maximum)
    if part == "title":
        return FieldPanel(part, classname="title")
    # A draft may lack anything but its title.
    return FieldPanel(part, required_on_save=False)


def entry_tabs(sections: Iterable[Section]) -> TabbedInterface:
    """One tab per section that authors fill; what editors set shares the last one with address and schedule."""
    tabs = [
        ObjectList([_panel(part) for part in section.parts], heading=section.heading)
        for section in sections
        if not section.editors_only
    ]
    theirs = [_panel(part) for section in sections if section.editors_only for part in section.parts]
    address = MultiFieldPanel(
        [FieldPanel("slug"), FieldPanel("seo_title"), FieldPanel("search_description")], heading=_("Address")
    )
    return TabbedInterface([*tabs, ObjectList([*theirs, address, PublishingPanel()], heading=_("For editors"))])
