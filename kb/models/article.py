"""Best-practice articles: how to do a thing well, drawn from real use."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from kb.fields import ChoiceArrayField, RichField
from kb.models.entry import EntryPage, sources_and_terms, what_it_is, who_to_ask
from kb.panels import entry_tabs
from kb.sections import Rows, Section


class ArticlePage(EntryPage):
    """A best practice that others can follow step by step."""

    class Audience(models.TextChoices):
        """Who the practice is for."""

        ENGINEER = "engineer", _("engineer")
        PROCESS_ENGINEER = "process_engineer", _("process engineer")
        ENERGY_MANAGER = "energy_manager", _("energy manager")
        MANAGER = "manager", _("manager")
        QUALITY = "quality", _("quality")
        PROCUREMENT = "procurement", _("procurement")

    objective = RichField(_("objective"), limit=2000)
    audience = ChoiceArrayField(
        models.CharField(max_length=20, choices=Audience), verbose_name=_("audience"), default=list
    )
    context = RichField(_("context"), limit=4000)
    resources = RichField(_("resources"), limit=2000, blank=True)
    success_factors = RichField(_("success factors"), limit=3000)
    limits = RichField(_("limits"), limit=3000)
    sustainability = RichField(_("sustainability"), limit=2000, blank=True)
    replication = RichField(_("replication and adaptation"), limit=3000)

    entry_type = "article"
    sections: ClassVar[tuple[Section, ...]] = (
        what_it_is("objective", "audience", "context"),
        Section(
            "works",
            _("Does it work"),
            (
                Rows("steps", _("Steps of the practice"), minimum=1, maximum=20),
                Rows("indicators", _("Results: indicators before and after"), maximum=20),
                "success_factors",
                "limits",
                Rows("lessons", _("Lessons learned"), minimum=1, maximum=10),
                "sustainability",
            ),
        ),
        Section("costs", _("What it costs"), ("resources", Rows("costs", _("Costs")))),
        Section("repeat", _("Can others repeat it"), ("replication",)),
        who_to_ask(),
        sources_and_terms(Rows("standards", _("Norms"), maximum=20)),
    )
    edit_handler = entry_tabs(sections)
    language_independent = EntryPage.language_independent | {"audience"}

    search_fields = [
        *EntryPage.search_fields,
        index.SearchField("objective"),
        index.SearchField("context"),
        index.SearchField("resources"),
        index.SearchField("success_factors"),
        index.SearchField("limits"),
        index.SearchField("sustainability"),
        index.SearchField("replication"),
        index.RelatedFields("steps", [index.SearchField("title"), index.SearchField("text")]),
    ]

    class Meta:
        verbose_name = _("best practice")
        verbose_name_plural = _("best practices")

    def _rule_errors(self) -> dict[str, list[str]]:
        errors = super()._rule_errors()
        if not self.references.all() and not self.related_entries.all():
            errors["references"] = [str(_("Name a source, or link a case study: a good practice was really used."))]
        return errors
