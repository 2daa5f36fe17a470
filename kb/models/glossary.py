"""The glossary: SKOS concepts with their labels in four languages. Search takes synonyms and translations from it."""

from typing import Any

from anyascii import anyascii
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models, transaction
from django.db.models import Deferrable, Q
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel

from kb.models.taxonomy import TechnologyArea

LONGEST_CODE = 80


class Concept(ClusterableModel):
    """A SKOS concept: one thing of the field, whatever it is called."""

    code = models.SlugField(_("code"), max_length=LONGEST_CODE, unique=True, editable=False)
    area = models.ForeignKey(
        TechnologyArea,
        verbose_name=_("technology area"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="concepts",
        limit_choices_to={"merged_into": None},
    )
    definition = models.TextField(_("definition"), blank=True)

    class Meta:
        ordering = ["code"]
        verbose_name = _("concept")
        verbose_name_plural = _("concepts")

    def __str__(self) -> str:
        return self.name_in(get_language() or settings.LANGUAGE_CODE)

    def name_in(self, language: str) -> str:
        """The preferred label in ``language`` (a code of ``LANGUAGES``), else in Russian, else any label."""
        labels = list(self.labels.all())
        preferred = {label.language: label.text for label in labels if label.is_preferred}
        names = [preferred.get(language[:2]), preferred.get("ru"), *(label.text for label in labels), self.code]
        return next(filter(None, names), "")

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self.code:
            self.code = self._free_code()
        super().save(*args, **kwargs)

    def _free_code(self) -> str:
        base = slugify(anyascii(self.name_in("en")))[: LONGEST_CODE - 5].strip("-") or "concept"
        taken = set(Concept.objects.filter(code__startswith=base).values_list("code", flat=True))
        numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
        return base if base not in taken else next(code for code in numbered if code not in taken)


class ConceptLabel(models.Model):
    """A word or a phrase for a concept in one language. A concept has one preferred label in each, or none."""

    class Kind(models.TextChoices):
        """The properties of SKOS."""

        PREFERRED = "prefLabel", _("preferred")
        ALTERNATIVE = "altLabel", _("alternative")

    concept = ParentalKey(Concept, on_delete=models.CASCADE, related_name="labels", verbose_name=_("concept"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    text = models.CharField(_("label"), max_length=200)
    kind = models.CharField(_("kind"), max_length=9, choices=Kind, default=Kind.PREFERRED)
    folded = models.CharField(max_length=400, editable=False)
    """What makes two labels the same, kept by ``save``: letters grow when they are folded, at most to two."""

    class Meta:
        ordering = ["language", "-kind", "text"]
        verbose_name = _("label")
        verbose_name_plural = _("labels")
        constraints = [
            # Two labels may exchange their texts in one form.
            models.UniqueConstraint(
                fields=["concept", "language", "folded"], name="one_label_of_concept", deferrable=Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                fields=["concept", "language"], condition=Q(kind="prefLabel"), name="one_preferred_label"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.text = " ".join(self.text.split())
        self.folded = self.fold(self.text)
        super().save(*args, **kwargs)

    @property
    def is_preferred(self) -> bool:
        """Whether it is the concept's name in its language."""
        return self.kind == self.Kind.PREFERRED

    @staticmethod
    def fold(text: str) -> str:
        """``text`` as labels are compared: small letters, single spaces."""
        return " ".join(text.split()).casefold()


def called(text: str, language: str) -> models.QuerySet[Concept]:
    """The concepts with that label."""
    return Concept.objects.filter(labels__language=language, labels__folded=ConceptLabel.fold(text))


@transaction.atomic
def add_synonym(text: str, language: str, meaning: str, meaning_language: str) -> Concept:
    """Makes ``text`` an alternative label of the concept that is called ``meaning``, or of a new one.

    Raises ``Concept.MultipleObjectsReturned`` where several are called so.
    """
    concept = called(meaning, meaning_language).first()
    if concept is None:
        concept = Concept(labels=[ConceptLabel(language=meaning_language, text=meaning)])
        concept.save()
    elif called(meaning, meaning_language).count() > 1:
        raise Concept.MultipleObjectsReturned(meaning)
    if not concept.labels.filter(language=language, folded=ConceptLabel.fold(text)).exists():
        ConceptLabel.objects.create(concept=concept, language=language, text=text, kind=ConceptLabel.Kind.ALTERNATIVE)
    return concept


class LoadedConcept(models.Model):
    """What of a concept was loaded from the glossary's file, so that what editors remove does not come back."""

    code = models.SlugField(_("code"), max_length=LONGEST_CODE, unique=True)
    labels = ArrayField(models.CharField(max_length=410), default=list)
    """Language and folded text of each label."""

    def __str__(self) -> str:
        return self.code
