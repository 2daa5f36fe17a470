"""Case studies: what an enterprise did, and what was measured before and after."""

from typing import Any, ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from kb.fields import RichField
from kb.models.entry import EntryPage, sources_and_terms, what_it_is, who_to_ask
from kb.panels import entry_tabs
from kb.sections import Rows, Section


class CaseStudyPage(EntryPage):
    """An implementation that took place, with its figures."""

    class Replicability(models.TextChoices):
        """Whether others can do the same."""

        AS_IS = "as_is", _("as it is")
        ADAPTED = "adapted", _("with adaptation")
        CONDITIONAL = "conditional", _("under certain conditions only")

    class Validation(models.TextChoices):
        """How far the figures were checked; an editor sets it."""

        CLAIMED = "claimed", _("stated by the author")
        DOCUMENTED = "documented", _("documents attached")
        CONFIRMED = "confirmed", _("confirmed by the adopter")
        VERIFIED = "verified", _("verified independently")

    adopter = models.ForeignKey(
        "kb.Enterprise", verbose_name=_("adopter"), null=True, on_delete=models.PROTECT, related_name="adopted_cases"
    )
    supplier = models.ForeignKey(
        "kb.Enterprise", verbose_name=_("supplier"), null=True, on_delete=models.PROTECT, related_name="supplied_cases"
    )
    challenge = RichField(_("challenge"), limit=5000)
    objectives = RichField(_("objectives"), limit=2000)
    solution = RichField(_("solution"), limit=5000)
    start = models.DateField(_("start"), null=True)
    end = models.DateField(_("end"), null=True)
    payback_months = models.PositiveSmallIntegerField(_("payback, months"), null=True, blank=True)
    economic_benefit = RichField(_("economic benefit"), limit=1000, blank=True)
    technical_benefit = RichField(_("technical benefit"), limit=1000, blank=True)
    environmental_benefit = RichField(_("environmental benefit"), limit=1000, blank=True)
    social_benefit = RichField(_("social benefit"), limit=1000, blank=True)
    success_factors = RichField(_("success factors"), limit=3000)
    limiting_factors = RichField(_("limiting factors"), limit=3000)
    replicability = models.CharField(_("can it be repeated"), max_length=12, choices=Replicability)
    replicability_text = RichField(_("what it takes to repeat it"), limit=3000)
    validation = models.CharField(_("validation"), max_length=12, choices=Validation, default=Validation.CLAIMED)

    entry_type = "case_study"
    BENEFITS = ("economic_benefit", "technical_benefit", "environmental_benefit", "social_benefit")
    sections: ClassVar[tuple[Section, ...]] = (
        what_it_is("adopter", "supplier", "challenge", "objectives", "solution"),
        Section(
            "works",
            _("Does it work"),
            (
                Rows("indicators", _("Indicators before and after"), minimum=1, maximum=20),
                *BENEFITS,
                "start",
                "end",
                Rows("steps", _("Implementation steps"), maximum=20),
                "success_factors",
                "limiting_factors",
                Rows("lessons", _("Lessons learned"), minimum=1, maximum=10),
            ),
        ),
        Section("costs", _("What it costs"), (Rows("costs", _("Costs and funding")), "payback_months")),
        Section(
            "repeat",
            _("Can others repeat it"),
            ("replicability", "replicability_text", Rows("repeat_uses", _("We use it too"), maximum=30)),
        ),
        who_to_ask(),
        sources_and_terms(Rows("standards", _("Standards and certificates"), maximum=20)),
        Section("editorial", _("For editors"), ("validation",), editors_only=True),
    )
    edit_handler = entry_tabs(sections)
    language_independent = EntryPage.language_independent | {
        "adopter", "supplier", "start", "end", "payback_months", "replicability", "validation",
    }  # fmt: skip
    language_independent_rows = EntryPage.language_independent_rows | {"steps", "repeat_uses"}

    search_fields = [
        *EntryPage.search_fields,
        index.SearchField("challenge"),
        index.SearchField("objectives"),
        index.SearchField("solution"),
        *(index.SearchField(name) for name in BENEFITS),
        index.SearchField("success_factors"),
        index.SearchField("limiting_factors"),
        index.SearchField("replicability_text"),
        index.RelatedFields("steps", [index.SearchField("step")]),
    ]

    class Meta:
        verbose_name = _("case study")
        verbose_name_plural = _("case studies")

    def _rule_errors(self) -> dict[str, list[str]]:
        errors = super()._rule_errors()
        if not any(getattr(self, name) for name in self.BENEFITS):
            errors["economic_benefit"] = [
                str(_("Describe at least one benefit: economic, technical, environmental or social."))
            ]
        if self.start and self.end and self.end < self.start:
            errors["end"] = [str(_("The end lies before the start."))]
        return errors

    @classmethod
    def required_fields(cls, values: dict[str, Any]) -> set[str]:
        return super().required_fields(values) - {"validation"}
