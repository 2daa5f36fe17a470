"""Technologies: a description, an offer or a request (after the profiles of the Enterprise Europe Network)."""

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from accounts.countries import Country
from kb.fields import ChoiceArrayField, RichField
from kb.models.enterprise import EnterpriseSize
from kb.models.entry import EntryPage, one_year_on, sources_and_terms, what_it_is, who_to_ask
from kb.panels import entry_tabs
from kb.sections import Rows, Section


class ReadinessStage(models.TextChoices):
    """Stages that the two countries' forms name, each standing for some readiness levels."""

    CONCEPT = "concept", _("idea, concept")
    LABORATORY = "laboratory", _("laboratory sample")
    PROTOTYPE = "prototype", _("prototype")
    PILOT = "pilot", _("pilot batch")
    SERIES = "series", _("series production")


def readiness_stage(trl: int) -> ReadinessStage:
    """The stage of technology readiness level ``trl``, 1 to 9 (ISO 16290:2013, GOST R 58048-2017)."""
    if trl >= 9:
        return ReadinessStage.SERIES
    return (
        ReadinessStage.CONCEPT,
        ReadinessStage.LABORATORY,
        ReadinessStage.PROTOTYPE,
        ReadinessStage.PILOT,
    )[(trl - 1) // 2]


class TechnologyPage(EntryPage):
    """A technology described, offered or sought."""

    class Kind(models.TextChoices):
        """Which way the money flows decides between offer and request."""

        DESCRIPTION = "description", _("description")
        OFFER = "offer", _("offer")
        REQUEST = "request", _("request")

    class Trl(models.IntegerChoices):
        """Technology readiness levels (ISO 16290:2013)."""

        TRL1 = 1, _("TRL 1: basic principles observed")
        TRL2 = 2, _("TRL 2: concept formulated")
        TRL3 = 3, _("TRL 3: concept proved by experiment")
        TRL4 = 4, _("TRL 4: model validated in a laboratory")
        TRL5 = 5, _("TRL 5: parts validated in a relevant environment")
        TRL6 = 6, _("TRL 6: prototype shown in a relevant environment")
        TRL7 = 7, _("TRL 7: prototype shown in operation")
        TRL8 = 8, _("TRL 8: system tested and certified")
        TRL9 = 9, _("TRL 9: proven in operation")

    class IprStatus(models.TextChoices):
        """Protection of intellectual property."""

        NONE = "none", _("none")
        APPLIED = "applied", _("applied for")
        PATENT = "patent", _("patent")
        EURASIAN = "eurasian", _("Eurasian patent")
        SOFTWARE = "software", _("software certificate")
        TRADE_MARK = "trade_mark", _("trade mark")
        KNOW_HOW = "know_how", _("know-how")
        THIRD_PARTY = "third_party", _("licence of a third party")

    class Cooperation(models.TextChoices):
        """Forms of cooperation sought."""

        SUPPLY = "supply", _("supply")
        LICENCE = "licence", _("licence")
        JOINT_PRODUCTION = "joint_production", _("joint production or localisation")
        SUBCONTRACTING = "subcontracting", _("subcontracting")
        JOINT_RESEARCH = "joint_research", _("joint research and development")
        TRAINING = "training", _("training")
        SERVICE = "service", _("service")
        INVESTMENT = "investment", _("investment")

    class Dust(models.TextChoices):
        """Dust at the place of use."""

        CLEAN = "clean", _("clean room")
        NORMAL = "normal", _("ordinary workshop")
        DUSTY = "dusty", _("dusty")
        EXPLOSIVE = "explosive", _("explosive dust")

    kind = models.CharField(_("description, offer or request"), max_length=12, choices=Kind, default=Kind.DESCRIPTION)
    purpose = RichField(_("purpose and problem solved"), limit=2000)
    description = RichField(_("description and principle of operation"), limit=6000)
    advantages = RichField(_("advantages and innovation"), limit=2000, blank=True)
    specification_sought = RichField(_("specification sought"), limit=4000, blank=True)
    trl = models.PositiveSmallIntegerField(
        _("readiness (TRL)"), choices=Trl, null=True, help_text=_("For a request: the lowest level that would do.")
    )
    trl_basis = models.CharField(_("basis of the level"), max_length=250, blank=True)
    trl_date = models.DateField(_("date of the level"), null=True, blank=True)
    ipr_status = ChoiceArrayField(
        models.CharField(max_length=12, choices=IprStatus), verbose_name=_("intellectual property"), default=list
    )
    cooperation = ChoiceArrayField(
        models.CharField(max_length=20, choices=Cooperation), verbose_name=_("cooperation sought"), default=list
    )
    partner_type = models.CharField(_("partner sought"), max_length=200, blank=True)
    partner_sizes = ChoiceArrayField(
        models.CharField(max_length=10, choices=EnterpriseSize), verbose_name=_("size of the partner"),
        default=list, blank=True,
    )  # fmt: skip
    partner_role = models.CharField(_("role of the partner"), max_length=300, blank=True)
    partner_countries = ChoiceArrayField(
        models.CharField(max_length=2, choices=Country), verbose_name=_("countries of the partner"),
        default=list, blank=True,
    )  # fmt: skip
    lead_time_months = models.PositiveSmallIntegerField(_("lead time, months"), null=True, blank=True)
    lifetime_years = models.PositiveSmallIntegerField(_("lifetime, years"), null=True, blank=True)
    temperature_min = models.SmallIntegerField(
        _("lowest temperature, °C"), null=True, blank=True, validators=[MinValueValidator(-90)]
    )
    temperature_max = models.SmallIntegerField(
        _("highest temperature, °C"), null=True, blank=True, validators=[MaxValueValidator(2000)]
    )
    dust = models.CharField(_("dust"), max_length=10, choices=Dust, blank=True)
    altitude_max = models.PositiveSmallIntegerField(_("altitude up to, m"), null=True, blank=True)
    power_kw = models.DecimalField(_("power needed, kW"), max_digits=10, decimal_places=2, null=True, blank=True)
    water_m3_per_hour = models.DecimalField(
        _("water needed, m³/h"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    staff = models.PositiveSmallIntegerField(_("staff per shift"), null=True, blank=True)
    floor_space_m2 = models.PositiveIntegerField(_("floor space, m²"), null=True, blank=True)
    limits_and_risks = RichField(
        _("limits and risks"), limit=3000, blank=True, help_text=_("Each with a way to overcome it.")
    )
    valid_until = models.DateField(_("valid until"), null=True, default=one_year_on)

    entry_type = "technology"
    CONDITIONS = (
        "temperature_min",
        "temperature_max",
        "dust",
        "altitude_max",
        "power_kw",
        "water_m3_per_hour",
        "staff",
        "floor_space_m2",
    )
    sections: ClassVar[tuple[Section, ...]] = (
        what_it_is("kind", "purpose", "description", "advantages", "specification_sought"),
        Section(
            "works",
            _("Does it work"),
            (
                "trl",
                "trl_basis",
                "trl_date",
                Rows("parameters", _("Technical parameters")),
                Rows("equipment", _("Equipment"), maximum=20),
                *CONDITIONS,
                Rows("standards", _("Standards and certificates"), maximum=20),
                "limits_and_risks",
            ),
        ),
        Section(
            "costs",
            _("What it costs"),
            (Rows("costs", _("Implementation cost")), "lead_time_months", "lifetime_years"),
        ),
        Section(
            "cooperation",
            _("Rights and cooperation"),
            (
                "ipr_status",
                Rows("ipr_documents", _("Protection documents"), maximum=20),
                "cooperation",
                "partner_type",
                "partner_sizes",
                "partner_role",
                "partner_countries",
                "valid_until",
            ),
        ),
        who_to_ask(),
        sources_and_terms(),
    )
    edit_handler = entry_tabs(sections)
    confirmable_dates = ("review_due", "valid_until")
    language_independent = EntryPage.language_independent | {
        "kind", "trl", "trl_date", "ipr_status", "cooperation", "partner_sizes", "partner_countries",
        "lead_time_months", "lifetime_years", *CONDITIONS, "valid_until",
    }  # fmt: skip
    language_independent_rows = EntryPage.language_independent_rows | {"parameters", "equipment", "ipr_documents"}

    search_fields = [
        *EntryPage.search_fields,
        index.SearchField("purpose"),
        index.SearchField("description"),
        index.SearchField("advantages"),
        index.SearchField("specification_sought"),
        index.SearchField("limits_and_risks"),
        index.SearchField("partner_type"),
        index.RelatedFields("parameters", [index.SearchField("parameter")]),
        index.RelatedFields("equipment", [index.SearchField("maker"), index.SearchField("model")]),
    ]

    class Meta:
        verbose_name = _("technology")
        verbose_name_plural = _("technologies")
        indexes = [models.Index(fields=["valid_until"])]

    @classmethod
    def required_fields(cls, values: dict[str, Any]) -> set[str]:
        by_kind: dict[Any, set[str]] = {cls.Kind.OFFER: {"advantages"}, cls.Kind.REQUEST: {"specification_sought"}}
        return super().required_fields(values) | by_kind.get(values.get("kind"), set())

    def _rule_errors(self) -> dict[str, list[str]]:
        errors = super()._rule_errors()
        if len(self.ipr_status) > 1 and self.IprStatus.NONE in self.ipr_status:
            errors["ipr_status"] = [str(_("Choose “none” alone, or the kinds of protection without it."))]
        low, high = self.temperature_min, self.temperature_max
        if low is not None and high is not None and low > high:
            errors["temperature_max"] = [str(_("The highest temperature is below the lowest."))]
        return errors

    @property
    def stage(self) -> ReadinessStage | None:
        """The stage that the readiness level stands for."""
        return readiness_stage(self.trl) if self.trl else None
