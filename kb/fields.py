"""Model fields that several models share."""

from html import unescape
from typing import Any

from django import forms
from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from django.utils.html import strip_tags
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from wagtail.fields import RichTextField

RICH_TEXT_FEATURES = ["bold", "italic", "ol", "ul", "link"]

nace_code = RegexValidator(r"^\d{5}$", _("Enter the activity code as five digits, for example 28301."))


class ChoiceArrayField(ArrayField):
    """Several values out of a fixed list, shown as check boxes."""

    def formfield(self, **kwargs: Any) -> forms.Field | None:
        return models.Field.formfield(
            self,
            **{
                "form_class": forms.TypedMultipleChoiceField,
                "choices": self.base_field.choices,
                "coerce": self.base_field.to_python,
                "widget": forms.CheckboxSelectMultiple,
                **kwargs,
            },
        )


class TextLengthValidator:
    """Limits what a reader sees of a rich text: tags do not count, and ``&nbsp;`` is one character."""

    message = ngettext_lazy(
        "Shorten the text to %(limit)d character; it has %(length)d.",
        "Shorten the text to %(limit)d characters; it has %(length)d.",
        "limit",
    )

    def __init__(self, limit: int) -> None:
        self.limit = limit

    def __call__(self, value: str) -> None:
        length = len(unescape(strip_tags(value)))
        if length > self.limit:
            raise forms.ValidationError(self.message, code="max_length", params={"limit": self.limit, "length": length})

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TextLengthValidator) and other.limit == self.limit

    def __hash__(self) -> int:
        return hash(self.limit)

    def deconstruct(self) -> tuple[str, tuple[int], dict[str, Any]]:
        """For migrations."""
        return "kb.fields.TextLengthValidator", (self.limit,), {}


class RichField(RichTextField):
    """Small rich text: bold, italic, lists and links, at most ``limit`` visible characters."""

    def __init__(self, *args: Any, limit: int = 5000, **kwargs: Any) -> None:
        self.limit = limit
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        kwargs.setdefault("validators", [TextLengthValidator(limit)])
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, list[Any], dict[str, Any]]:
        """For migrations: ``limit`` stands for its validator."""
        name, path, args, kwargs = super().deconstruct()
        kwargs.pop("validators", None)
        kwargs.pop("features", None)
        return name, path, args, {**kwargs, "limit": self.limit}
