"""Enterprises and the people who write for them."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.search import index

from accounts.countries import Country, Region
from kb.fields import ChoiceArrayField, nace_code
from kb.models.vocabulary import FourNames
from kb.tax_numbers import validate_bin, validate_unp


class EnterpriseKind(models.TextChoices):
    """What an organisation does."""

    MANUFACTURER = "manufacturer", _("manufacturer")
    SERVICE = "service", _("service company")
    DESIGN = "design", _("design bureau or engineering company")
    RESEARCH = "research", _("research institute")
    UNIVERSITY = "university", _("university")
    OPERATOR = "operator", _("user of machinery: mine, farm, utility, carrier")
    SUPPORT = "support", _("technology park, cluster or development agency")


class EnterpriseSize(models.TextChoices):
    """Number of people employed."""

    MICRO = "micro", _("up to 15 people")
    SMALL = "small", _("16 to 100 people")
    MEDIUM = "medium", _("101 to 250 people")
    LARGE = "large", _("251 to 3,000 people")
    HUGE = "huge", _("over 3,000 people")


class Enterprise(index.Indexed, FourNames, ClusterableModel):
    """An organisation that publishes here; one row for all languages."""

    slug = models.SlugField(_("address"), max_length=100, unique=True)
    country = models.CharField(_("country"), max_length=2, choices=Country)
    region = models.CharField(_("region"), max_length=5, choices=Region)
    tax_id = models.CharField(_("UNP or BIN"), max_length=12, unique=True)
    activity_code = models.CharField(
        _("activity code"), max_length=5, blank=True, validators=[nace_code],
        help_text=_("OKED, five digits; the first four are NACE Rev. 2."),
    )  # fmt: skip
    kind = models.CharField(_("kind"), max_length=20, choices=EnterpriseKind)
    size = models.CharField(_("size"), max_length=10, choices=EnterpriseSize, blank=True)
    products_ru = models.TextField(_("products in Russian"), max_length=1000, blank=True)
    products_be = models.TextField(_("products in Belarusian"), max_length=1000, blank=True)
    products_kk = models.TextField(_("products in Kazakh"), max_length=1000, blank=True)
    products_en = models.TextField(_("products in English"), max_length=1000, blank=True)
    languages = ChoiceArrayField(
        models.CharField(max_length=2, choices=settings.LANGUAGES),
        verbose_name=_("languages of correspondence"),
        default=list,
        blank=True,
    )
    website = models.URLField(_("web site"), blank=True)
    contact_name = models.CharField(_("contact person"), max_length=120, blank=True)
    contact_post = models.CharField(_("post"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-mail"), blank=True)
    contact_phone = models.CharField(_("phone"), max_length=40, blank=True)
    contact_is_public = models.BooleanField(
        _("contact may be shown"), default=False, help_text=_("The person named agreed to it.")
    )
    verified = models.BooleanField(_("verified"), default=False)
    is_demonstration = models.BooleanField(_("demonstration data"), default=False)
    members = models.ManyToManyField(
        settings.AUTH_USER_MODEL, through="kb.Membership", related_name="enterprises", verbose_name=_("members")
    )

    search_fields = [
        index.AutocompleteField("name_ru"),
        index.AutocompleteField("name_be"),
        index.AutocompleteField("name_kk"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("tax_id"),
        *map(index.FilterField, ("name_ru", "country", "region", "tax_id", "kind", "verified", "is_demonstration")),
    ]

    class Meta:
        ordering = ["name_ru"]
        verbose_name = _("enterprise")
        verbose_name_plural = _("enterprises")
        indexes = [models.Index(fields=["country", "name_ru"])]

    def clean(self) -> None:
        super().clean()
        errors: dict[str, ValidationError] = {}
        if self.country and self.region and not self.region.startswith(self.country):
            errors["region"] = ValidationError(_("Choose a region of the country of the enterprise."))
        if self.country and self.tax_id:
            try:
                (validate_unp if self.country == Country.BELARUS else validate_bin)(self.tax_id)
            except ValidationError as error:
                errors["tax_id"] = error
        if errors:
            raise ValidationError(errors)

    def get_absolute_url(self) -> str:
        return reverse("enterprise", args=[self.slug])

    @property
    def products(self) -> str:
        """What the enterprise makes, in the language of the interface, else in Russian."""
        language = (get_language() or settings.LANGUAGE_CODE)[:2]
        return getattr(self, f"products_{language}", "") or self.products_ru


class Membership(models.Model):
    """A person who writes for an enterprise."""

    class Role(models.TextChoices):
        """What a member may do besides writing."""

        OWNER = "owner", _("first member: invites colleagues")
        MEMBER = "member", _("member")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("user")
    )
    enterprise = ParentalKey(
        Enterprise, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("enterprise")
    )
    role = models.CharField(_("role"), max_length=10, choices=Role, default=Role.MEMBER)
    is_active = models.BooleanField(_("active"), default=True)

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [models.UniqueConstraint(fields=["user", "enterprise"], name="one_membership")]

    def __str__(self) -> str:
        return f"{self.user} – {self.enterprise}"
