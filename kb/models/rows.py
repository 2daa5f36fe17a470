"""Rows of an entry: each a small table of its own, validated on its own.

``row_key`` stays the same in every translation of an entry, so that a number corrected in the original
finds its row elsewhere. ``translated_fields`` are the words of a row; all else is language-independent.
"""

import uuid
from decimal import Decimal

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from modelcluster.fields import ParentalKey
from wagtail.models import Orderable

from kb.models.media import Licence
from kb.units import Unit


class Currency(models.TextChoices):
    """Currencies in which costs may be stated (ISO 4217)."""

    BYN = "BYN", _("Belarusian rouble (BYN)")
    KZT = "KZT", _("tenge (KZT)")
    RUB = "RUB", _("Russian rouble (RUB)")
    USD = "USD", _("US dollar (USD)")
    CNY = "CNY", _("yuan (CNY)")
    EUR = "EUR", _("euro (EUR)")


class Row(Orderable):
    """A row of an entry; subclasses add a ``ParentalKey`` named ``entry``."""

    row_key = models.UUIDField(default=uuid.uuid4, editable=False)

    contributor_fields: tuple[str, ...] = ()
    translated_fields: tuple[str, ...] = ()

    class Meta(Orderable.Meta):
        abstract = True


class EntryAuthor(Row):
    """Who wrote the entry."""

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="authors")
    name = models.CharField(_("name"), max_length=120)
    post = models.CharField(_("post"), max_length=160, blank=True)

    contributor_fields = ("name", "post")
    translated_fields = ("name", "post")

    class Meta(Row.Meta):
        verbose_name = _("author")


class EntryAttachment(Row):
    """A file that readers may download."""

    class Kind(models.TextChoices):
        """What the file is for."""

        DATASHEET = "datasheet", _("data sheet")
        DRAWING = "drawing", _("drawing")
        PROTOCOL = "protocol", _("test report or protocol")
        CERTIFICATE = "certificate", _("certificate")
        CHECKLIST = "checklist", _("checklist or template")
        OTHER = "other", _("other")

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="attachments")
    document = models.ForeignKey(
        "kb.KbDocument", verbose_name=_("file"), on_delete=models.PROTECT, related_name="entry_attachments"
    )
    kind = models.CharField(_("kind of file"), max_length=20, choices=Kind, default=Kind.OTHER)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, default=Licence.READ_ONLY)

    contributor_fields = ("document", "kind", "licence")

    class Meta(Row.Meta):
        verbose_name = _("attachment")


class EntryReference(Row):
    """A source or further reading."""

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="references")
    text = models.CharField(_("source"), max_length=400)
    url = models.URLField(_("address"), blank=True)

    contributor_fields = ("text", "url")
    translated_fields = ("text",)

    class Meta(Row.Meta):
        verbose_name = _("reference")


class RelatedEntry(Row):
    """A link to another entry, shown on both."""

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="related_entries")
    related = models.ForeignKey(
        "kb.EntryPage", verbose_name=_("related page"), on_delete=models.CASCADE, related_name="related_from"
    )

    contributor_fields = ("related",)

    class Meta(Row.Meta):
        verbose_name = _("related page")


class CostItem(Row):
    """A line of an estimate: quantity times price, once or every year."""

    class Recurrence(models.TextChoices):
        """How often a cost comes."""

        ONCE = "once", _("once")
        YEARLY = "yearly", _("every year")

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="costs")
    item = models.CharField(pgettext_lazy("cost", "item"), max_length=160)
    unit = models.CharField(_("unit"), max_length=30, choices=Unit, default=Unit.PIECE)
    quantity = models.DecimalField(
        _("quantity"), max_digits=14, decimal_places=3, default=Decimal(1), validators=[MinValueValidator(Decimal(0))]
    )
    price = models.DecimalField(
        _("price of one"), max_digits=16, decimal_places=2, validators=[MinValueValidator(Decimal(0))]
    )
    currency = models.CharField(_("currency"), max_length=3, choices=Currency)
    recurrence = models.CharField(_("how often"), max_length=10, choices=Recurrence, default=Recurrence.ONCE)
    share = models.DecimalField(
        _("share borne by the adopter, %"),
        max_digits=5,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal(0)), MaxValueValidator(Decimal(100))],
    )

    contributor_fields = ("item", "unit", "quantity", "price", "currency", "recurrence", "share")
    translated_fields = ("item",)

    class Meta(Row.Meta):
        verbose_name = _("cost")

    @property
    def total(self) -> Decimal:
        """Quantity times price, in ``currency``."""
        return self.quantity * self.price


class IndicatorRow(Row):
    """What was measured before and after."""

    class Method(models.TextChoices):
        """How the figures were obtained."""

        MEASURED = "measured", _("measured")
        ACCOUNTED = "accounted", _("from accounts")
        CALCULATED = "calculated", _("calculated")
        ESTIMATED = "estimated", _("estimated")

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey(
        "kb.Indicator", verbose_name=_("indicator"), on_delete=models.PROTECT, related_name="rows"
    )
    unit = models.CharField(_("unit"), max_length=30, choices=Unit)
    before = models.DecimalField(_("before"), max_digits=18, decimal_places=4)
    after = models.DecimalField(_("after"), max_digits=18, decimal_places=4)
    period = models.CharField(_("period"), max_length=120, help_text=_("When the figures were taken."))
    method = models.CharField(_("method"), max_length=20, choices=Method)
    evidence = models.ForeignKey(
        "kb.KbDocument",
        verbose_name=_("evidence file"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    contributor_fields = ("indicator", "unit", "before", "after", "period", "method", "evidence")
    translated_fields = ("period",)

    class Meta(Row.Meta):
        verbose_name = _("indicator")

    def clean(self) -> None:
        super().clean()
        if self.before is not None and self.before == 0 and self.after == 0:
            raise ValidationError({"after": _("Both figures are zero: state what changed.")})

    @property
    def change_percent(self) -> Decimal | None:
        """(after - before) / before in percent, to one decimal place; None when ``before`` is zero."""
        if not self.before:
            return None
        return ((self.after - self.before) / abs(self.before) * 100).quantize(Decimal("0.1"))

    @property
    def gain_percent(self) -> Decimal | None:
        """``change_percent``, positive where the figure moved the way that is better for this indicator."""
        change = self.change_percent
        return -change if change is not None and self.indicator.lower_is_better else change

    @property
    def is_improvement(self) -> bool:
        """Whether the figure moved the way that is better for this indicator."""
        return self.after < self.before if self.indicator.lower_is_better else self.after > self.before


class StandardReference(Row):
    """A standard or certificate that applies."""

    class System(models.TextChoices):
        """Families of standards of the region."""

        TR_EAEU = "TR", _("TR CU / EAEU")
        GOST = "GOST", _("GOST")
        STB = "STB", _("STB")
        ST_RK = "ST RK", _("ST RK")
        ISO = "ISO", _("ISO")
        IEC = "IEC", _("IEC")
        OTHER = "other", _("other")

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="standards")
    system = models.CharField(_("system"), max_length=10, choices=System)
    number = models.CharField(_("number"), max_length=80)

    contributor_fields = ("system", "number")

    class Meta(Row.Meta):
        verbose_name = _("standard or certificate")


class Lesson(Row):
    """One lesson learned."""

    entry = ParentalKey("kb.EntryPage", on_delete=models.CASCADE, related_name="lessons")
    text = models.CharField(_("lesson"), max_length=400)

    contributor_fields = ("text",)
    translated_fields = ("text",)

    class Meta(Row.Meta):
        verbose_name = _("lesson")
