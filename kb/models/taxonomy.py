"""Technology areas (SKOS concepts), the indicator vocabulary and tags."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from taggit.models import ItemBase, TagBase
from wagtail.search import index

from kb.models.vocabulary import FourNames
from kb.units import Unit

EM_SPACE = "\u2003"


class TechnologyArea(index.Indexed, FourNames, ClusterableModel):
    """A SKOS concept: the four names are its prefLabels, ``alternative_labels`` its altLabels,
    ``parent`` its broader concept. The tree has two levels.
    """

    code = models.CharField(_("code"), max_length=10, unique=True)
    slug = models.SlugField(_("address"), max_length=100, unique=True)
    nace = models.CharField(_("NACE Rev. 2"), max_length=40, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("broader area"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="narrower",
        limit_choices_to={"parent": None},
    )
    merged_into = models.ForeignKey(
        "self",
        verbose_name=_("merged into"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="merged",
        help_text=_("The area that took its place; its address redirects there."),
    )

    search_fields = [
        index.AutocompleteField("name_ru"),
        index.AutocompleteField("name_be"),
        index.AutocompleteField("name_kk"),
        index.AutocompleteField("name_en"),
        index.AutocompleteField("code"),
        index.RelatedFields("alternative_labels", [index.AutocompleteField("text")]),
        *map(index.FilterField, ("code", "nace", "parent")),
    ]

    class Meta:
        ordering = ["code"]
        verbose_name = _("technology area")
        verbose_name_plural = _("technology areas")

    def clean(self) -> None:
        super().clean()
        if self.parent and (self.parent.parent_id or (self.pk and self.parent_id == self.pk)):
            raise ValidationError({"parent": _("Choose an area of the first level: the tree has two levels.")})
        if self.merged_into_id and self.merged_into_id == self.pk:
            raise ValidationError({"merged_into": _("An area cannot be merged into itself.")})

    def in_tree(self) -> str:
        """Code and name, indented by the level."""
        indent = EM_SPACE if self.parent_id else ""
        merged = f" → {self.merged_into.code}" if self.merged_into else ""
        return f"{indent}{self.code} {self.name}{merged}"

    in_tree.short_description = _("code and name")  # type: ignore[attr-defined]
    in_tree.admin_order_field = "code"  # type: ignore[attr-defined]

    def get_absolute_url(self) -> str:
        return reverse("area", args=[self.slug])


class AlternativeLabel(models.Model):
    """A SKOS altLabel: another word for an area, in one language. It feeds search as a synonym."""

    area = ParentalKey(TechnologyArea, on_delete=models.CASCADE, related_name="alternative_labels")
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.CharField(_("label"), max_length=200)

    class Meta:
        ordering = ["language", "text"]
        verbose_name = _("alternative label")
        verbose_name_plural = _("alternative labels")
        constraints = [
            models.UniqueConstraint(fields=["area", "language", "text"], name="one_alternative_label"),
        ]

    def __str__(self) -> str:
        return self.text


class Indicator(FourNames):
    """What case studies measure, such as energy per unit."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    unit = models.CharField(_("usual unit"), max_length=30, choices=Unit)
    lower_is_better = models.BooleanField(_("lower is better"), default=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")


class Tag(TagBase):
    """A free keyword. Names are case-folded, addresses keep Cyrillic and Kazakh letters."""

    free_tagging = True

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def save(self, *args: object, **kwargs: object) -> None:
        self.name = self.folded(self.name)
        super().save(*args, **kwargs)

    @staticmethod
    def folded(name: str) -> str:
        """``name`` as it is stored: small letters, single spaces."""
        return " ".join(name.split()).casefold()

    def slugify(self, tag: str, i: int | None = None) -> str:
        """As the library's; signs alone, of which it makes nothing, get an address too."""
        return str(super().slugify(tag if slugify(tag, allow_unicode=True) else "tag", i))

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])


class TagRedirect(models.Model):
    """The address of a tag that was merged into another one."""

    slug = models.SlugField(_("old address"), max_length=100, unique=True, allow_unicode=True)
    tag = models.ForeignKey(Tag, on_delete=models.CASCADE, related_name="redirects", verbose_name=_("tag"))

    class Meta:
        verbose_name = _("tag redirect")
        verbose_name_plural = _("tag redirects")

    def __str__(self) -> str:
        return self.slug


class EntryTag(ItemBase):
    """A tag on an entry."""

    tag = models.ForeignKey(Tag, related_name="entry_tags", on_delete=models.CASCADE)
    content_object = ParentalKey("kb.EntryPage", related_name="entry_tags", on_delete=models.CASCADE)
