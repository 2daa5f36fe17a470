"""Images and documents with what a publisher must know of them."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument, Document
from wagtail.images.models import AbstractImage, AbstractRendition, Image


class Licence(models.TextChoices):
    """Under which terms readers may use a text, picture or file."""

    CC_BY = "CC-BY-4.0", _("CC BY 4.0: any use, naming the source")
    CC_BY_SA = "CC-BY-SA-4.0", _("CC BY-SA 4.0: any use, naming the source, under the same terms")
    CC_BY_NC = "CC-BY-NC-4.0", _("CC BY-NC 4.0: non-commercial use, naming the source")
    READ_ONLY = "read-only", _("for reading only; other uses by agreement")


class OwnedFile(models.Model):
    """What images and documents have in common: the enterprise that they belong to."""

    enterprise = models.ForeignKey(
        "kb.Enterprise",
        verbose_name=_("enterprise"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    copyright = models.CharField(_("copyright holder"), max_length=200, blank=True)
    licence = models.CharField(_("licence"), max_length=20, choices=Licence, blank=True)

    class Meta:
        abstract = True


class KbImage(OwnedFile, AbstractImage):  # noqa: DJ008 (AbstractImage has __str__)
    """A picture; ``description`` is its alternative text."""

    caption = models.CharField(_("caption"), max_length=250, blank=True)

    admin_form_fields = (*Image.admin_form_fields, "caption", "copyright", "licence", "enterprise")

    class Meta(AbstractImage.Meta):
        verbose_name = _("image")
        verbose_name_plural = _("images")
        permissions = [("choose_kbimage", "Can choose image")]


class KbRendition(AbstractRendition):
    """A size of a picture."""

    image = models.ForeignKey(KbImage, related_name="renditions", on_delete=models.CASCADE)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition"),
        ]


class KbDocument(OwnedFile, AbstractDocument):  # noqa: DJ008 (AbstractDocument has __str__)
    """A file that entries attach."""

    admin_form_fields = (*Document.admin_form_fields, "copyright", "licence", "enterprise")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        permissions = [("choose_kbdocument", "Can choose document")]
