"""Rows that only one entry type has."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from kb.fields import RichField
from kb.models.rows import Row
from kb.units import Unit


class TechnicalParameter(Row):
    """A technical figure: a value, or a range."""

    entry = ParentalKey("kb.TechnologyPage", on_delete=models.CASCADE, related_name="parameters")
    parameter = models.CharField(_("parameter"), max_length=160)
    value = models.DecimalField(_("value"), max_digits=18, decimal_places=4, null=True, blank=True)
    minimum = models.DecimalField(_("from"), max_digits=18, decimal_places=4, null=True, blank=True)
    maximum = models.DecimalField(_("to"), max_digits=18, decimal_places=4, null=True, blank=True)
    unit = models.CharField(_("unit"), max_length=30, choices=Unit)

    contributor_fields = ("parameter", "value", "minimum", "maximum", "unit")
    translated_fields = ("parameter",)

    class Meta(Row.Meta):
        verbose_name = _("technical parameter")

    def clean(self) -> None:
        super().clean()
        if self.value is None and self.minimum is None and self.maximum is None:
            raise ValidationError({"value": _("Enter a value, or a range from and to.")})
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise ValidationError({"maximum": _("The end of the range is below its start.")})


class IprDocument(Row):
    """A patent, certificate or application."""

    class Kind(models.TextChoices):
        """Kinds of protection documents."""

        APPLICATION = "application", _("application")
        INVENTION = "invention", _("patent for an invention")
        UTILITY_MODEL = "utility_model", _("patent for a utility model")
        INDUSTRIAL_DESIGN = "industrial_design", _("patent for an industrial design")
        EURASIAN = "eurasian", _("Eurasian patent")
        SOFTWARE = "software", _("software certificate")
        TRADE_MARK = "trade_mark", _("trade mark")

    entry = ParentalKey("kb.TechnologyPage", on_delete=models.CASCADE, related_name="ipr_documents")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.CharField(_("number"), max_length=60)
    country = models.CharField(_("country or office"), max_length=60)
    issued_on = models.DateField(_("date"), null=True, blank=True)
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    contributor_fields = ("kind", "number", "country", "issued_on", "valid_to")

    class Meta(Row.Meta):
        verbose_name = _("protection document")

    def clean(self) -> None:
        super().clean()
        if self.issued_on and self.valid_to and self.valid_to < self.issued_on:
            raise ValidationError({"valid_to": _("The document ends before it was issued.")})


class Equipment(Row):
    """A machine that the technology needs or is."""

    entry = ParentalKey("kb.TechnologyPage", on_delete=models.CASCADE, related_name="equipment")
    maker = models.CharField(_("maker"), max_length=120)
    model = models.CharField(_("model"), max_length=120)
    hs_code = models.CharField(_("HS code"), max_length=12, blank=True)
    service_points = models.CharField(_("service points by region"), max_length=300, blank=True)

    contributor_fields = ("maker", "model", "hs_code", "service_points")
    translated_fields = ("service_points",)

    class Meta(Row.Meta):
        verbose_name = _("equipment")


class ImplementationStep(Row):
    """A step of an implementation."""

    entry = ParentalKey("kb.CaseStudyPage", on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("step"), max_length=240)
    start = models.DateField(_("start"), null=True, blank=True)
    end = models.DateField(_("end"), null=True, blank=True)
    responsible = models.CharField(_("who"), max_length=160, blank=True)

    contributor_fields = ("step", "start", "end", "responsible")
    translated_fields = ("step", "responsible")

    class Meta(Row.Meta):
        verbose_name = _("implementation step")

    def clean(self) -> None:
        super().clean()
        if self.start and self.end and self.end < self.start:
            raise ValidationError({"end": _("The step ends before it starts.")})


class RepeatUse(Row):
    """Another enterprise that uses the same solution."""

    entry = ParentalKey("kb.CaseStudyPage", on_delete=models.CASCADE, related_name="repeat_uses")
    enterprise = models.ForeignKey(
        "kb.Enterprise", verbose_name=_("enterprise"), on_delete=models.PROTECT, related_name="+"
    )
    since = models.DateField(_("since"))
    results = models.CharField(_("results"), max_length=300, blank=True)

    contributor_fields = ("enterprise", "since", "results")
    translated_fields = ("results",)

    class Meta(Row.Meta):
        verbose_name = _("repeat use")


class PracticeStep(Row):
    """A step of a best practice."""

    entry = ParentalKey("kb.ArticlePage", on_delete=models.CASCADE, related_name="steps")
    title = models.CharField(_("step"), max_length=160)
    text = RichField(_("what to do"), limit=2000)

    contributor_fields = ("title", "text")
    translated_fields = ("title", "text")

    class Meta(Row.Meta):
        verbose_name = _("step")
