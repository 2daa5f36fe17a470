"""Form fields of the contributors' forms, and which of them stands for which field of a model.

None but the enterprise is required: a draft may be incomplete. What an entry needs for review, the model says.
"""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager

from contribute import rich_text, widgets
from contribute.uploads import Library
from kb.fields import RichField
from kb.models import Enterprise, EntryPage, KbDocument, KbImage, TechnologyArea, open_to_all
from kb.models.entry import TITLE_LIMIT
from kb.text_areas import LinesTextarea

# The enterprise that an entry belongs to: only one of the writer's own can be chosen.
OWNER = "enterprise"
TAG_LIMIT = 20
TAG_LENGTH = 60
NOT_CHOSEN = _("not chosen")
SPACES = str.maketrans("", "", " \xa0\u202f\u2009'")
NUMBER_ERRORS: dict[str, Any] = {
    "invalid": _("Enter a number, for example 12.5."),
    "min_value": _("Enter a number that is not below %(limit_value)s."),
    "max_value": _("Enter a number that is not above %(limit_value)s."),
    "max_digits": _("The number has too many digits: at most %(max)s."),
    "max_decimal_places": _("At most %(max)s digits after the decimal point."),
    "max_whole_digits": _("At most %(max)s digits before the decimal point."),
}
TEXT_ERRORS = {
    "max_length": _("Shorten the text: at most %(limit_value)d characters, now %(show_value)d."),
    "invalid_choice": _("Choose one of the values in the list."),
}


def plain_number(text: str) -> str:
    """``text`` as a number is written in programs: spaces left out, the last separator a point."""
    text = text.translate(SPACES)
    whole, comma, rest = text.rpartition(",")
    if not comma or "." in rest:
        return text.replace(",", "")
    if "," in whole:
        return text.replace(",", "")
    return f"{whole.replace('.', '')}.{rest}"


class FigureField(forms.DecimalField):
    """A number; a comma parts whole and decimal digits as well as a point does."""

    default_error_messages = NUMBER_ERRORS

    def to_python(self, value: Any) -> Decimal | None:
        return super().to_python(plain_number(value) if isinstance(value, str) else value)


class WholeNumberField(forms.IntegerField):
    """A whole number, in which spaces may part thousands."""

    default_error_messages = {**NUMBER_ERRORS, "invalid": _("Enter a whole number, for example 12.")}

    def to_python(self, value: Any) -> int | None:
        return super().to_python(value.translate(SPACES) if isinstance(value, str) else value)


class SmallRichTextField(forms.CharField):
    """Small rich text, sanitised."""

    widget = widgets.RichTextarea

    def to_python(self, value: Any) -> str:
        sent = super().to_python(value) or ""
        if rich_text.is_too_long(sent):
            raise ValidationError(_("The text is far too long. Paste less of it, or paste it without its formatting."))
        return rich_text.to_html(sent)

    def prepare_value(self, value: Any) -> Any:
        is_html = value and value.lstrip().startswith("<") and not rich_text.is_too_long(value)
        return rich_text.for_editing(value) if is_html else value


class TagsField(forms.CharField):
    """Names parted by commas; new ones make new tags."""

    widget = widgets.TagsInput

    def to_python(self, value: Any) -> list[str]:
        text = (super().to_python(value) or "").replace("\0", "")
        names = (" ".join(name.split()).casefold() for name in text.split(","))
        # People used to paper put a dash where there is nothing to say.
        return list(dict.fromkeys(name for name in names if any(map(str.isalnum, name))))

    def validate(self, value: list[str]) -> None:
        if len(value) > TAG_LIMIT:
            raise ValidationError(_("Give at most %(limit)d tags."), params={"limit": TAG_LIMIT})
        for name in value:
            if len(name) > TAG_LENGTH:
                raise ValidationError(_("A tag is a word or two: shorten “%(tag)s”."), params={"tag": name})

    def run_validators(self, value: Any) -> None:
        """Those of a text do not suit a list."""

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else ", ".join(str(tag) for tag in value)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return self.to_python(self.prepare_value(initial) or "") != self.to_python(data or "")


class KeptFileField(forms.Field):
    """A file of the library; ``library`` is set by the form, which knows who sends it."""

    widget = widgets.KeptFileInput
    stored_as: type[KbDocument] | type[KbImage] = KbDocument
    extensions_setting = "WAGTAILDOCS_EXTENSIONS"
    limit_setting = "WAGTAILDOCS_MAX_UPLOAD_SIZE"
    library: Library

    def __init__(self, **kwargs: Any) -> None:
        extensions, limit = getattr(settings, self.extensions_setting), getattr(settings, self.limit_setting)
        kwargs.setdefault("widget", self.widget(extensions=extensions, limit=limit))
        super().__init__(**kwargs)

    def use(self, library: Library) -> None:
        """Looks files up in ``library``, and keeps new ones there."""
        self.library = library
        self.widget.find = lambda pk: library.find(self.stored_as, pk)

    def clean(self, value: widgets.Sent) -> Any:
        if value.upload is not None:
            if not hasattr(value.upload, "kept_as"):
                kept = self.library.keep(self.stored_as, value.upload, **value.details)
                value.upload.kept_as = kept  # type: ignore[attr-defined]
            return value.upload.kept_as  # type: ignore[attr-defined]
        if value.is_cleared or not value.kept:
            return None
        stored = self.library.find(self.stored_as, value.kept)
        if stored is None:
            raise ValidationError(_("This file cannot be used here. Choose a file from your computer."))
        return stored

    def has_changed(self, initial: Any, data: widgets.Sent) -> bool:
        return data.upload is not None or data.is_cleared or str(initial or "") != data.kept


class KeptImageField(KeptFileField):
    """A picture of the library."""

    widget = widgets.KeptImageInput
    stored_as = KbImage
    extensions_setting = "WAGTAILIMAGES_EXTENSIONS"
    limit_setting = "WAGTAILIMAGES_MAX_UPLOAD_SIZE"

    def has_changed(self, initial: Any, data: widgets.Sent) -> bool:
        return super().has_changed(initial, data) or bool(data.kept)


def form_field(field: Any, **kwargs: Any) -> forms.Field | None:
    """The form field for ``field`` of a model (``formfield_callback`` of a model form)."""
    kwargs["required"] = False
    texts = {"label": capfirst(field.verbose_name), "help_text": field.help_text, "required": False}
    if isinstance(field, ClusterTaggableManager):
        # The words of the tag library are not there in all languages.
        return TagsField(**texts | {"help_text": _("Words or short phrases, parted by commas.")})
    if isinstance(field, RichField):
        return SmallRichTextField(**texts, validators=field.validators)
    if isinstance(field, models.ForeignKey | models.ManyToManyField):
        return _relation_field(field, texts, kwargs)
    if field.choices or isinstance(field, models.BooleanField):
        return _explained(field.formfield(**kwargs))
    if isinstance(field, models.DecimalField):
        return field.formfield(form_class=FigureField, widget=widgets.FigureInput, **kwargs)
    if isinstance(field, models.IntegerField):
        return field.formfield(form_class=WholeNumberField, widget=widgets.FigureInput(is_whole=True), **kwargs)
    if isinstance(field, models.DateField):
        formats = ["%Y-%m-%d", "%d.%m.%Y"]
        made = field.formfield(widget=widgets.DayInput, input_formats=formats, **kwargs)
        made.error_messages["invalid"] = _("Enter a date, for example 31.12.2026.")  # type: ignore[union-attr]
        return made
    if isinstance(field, models.TextField):
        kwargs["widget"] = LinesTextarea
    made = _explained(field.formfield(**kwargs))
    if field.name == "title":
        # Wagtail's own words for it exist in two of the four languages.
        made.label = _("Title")
        made.help_text = _("What it is and what for, in one line.")
        made.widget.attrs["maxlength"] = TITLE_LIMIT
    if isinstance(made, forms.EmailField):
        made.error_messages["invalid"] = _("Enter an e-mail address, for example name@example.org.")
    if isinstance(made, forms.URLField):
        made.error_messages["invalid"] = _("Enter an address, for example https://example.org.")
    return made


def _relation_field(field: Any, texts: dict[str, Any], kwargs: dict[str, Any]) -> forms.Field:
    related = field.related_model
    if issubclass(related, KbImage):
        return KeptImageField(**texts)
    if issubclass(related, KbDocument):
        return KeptFileField(**texts)
    if issubclass(related, TechnologyArea):
        areas = related.objects.filter(merged_into=None)
        return _explained(field.formfield(widget=widgets.AreaCheckboxes, queryset=areas, **kwargs))
    if issubclass(related, EntryPage):
        entries = EntryPage.objects.live().filter(open_to_all())
        kwargs |= {"widget": widgets.SearchedSelect(source="entries"), "queryset": entries}
    elif issubclass(related, Enterprise) and field.name != OWNER:
        kwargs |= {"widget": widgets.SearchedSelect(source="enterprises")}
    return _explained(field.formfield(**kwargs))


def _explained(field: forms.Field) -> forms.Field:
    if isinstance(field, forms.ModelChoiceField) and field.empty_label is not None:
        field.empty_label = NOT_CHOSEN
    elif isinstance(field, forms.TypedChoiceField):
        field.choices = [(value, label if value else NOT_CHOSEN) for value, label in list(field.choices)]  # type: ignore[arg-type]
    for code, message in TEXT_ERRORS.items():
        if code in field.error_messages or code == "max_length":
            field.error_messages[code] = message
    return field
