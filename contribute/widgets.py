"""Widgets of the contributors' forms. All work without JavaScript; ``data-`` attributes say what it may add."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.urls import reverse
from django.utils.formats import get_format
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from contribute import rich_text
from contribute.uploads import IMAGE_DETAILS
from kb.models.media import Licence


class FigureInput(forms.TextInput):
    """A number, shown with the reader's decimal separator and without needless zeros."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, is_whole: bool = False) -> None:
        mode = "numeric" if is_whole else "decimal"
        super().__init__({"inputmode": mode, "autocomplete": "off", "size": 12, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        if value is None or value == "":
            return None
        if isinstance(value, str):
            return value
        plain = f"{value:f}"
        if "." in plain:
            plain = plain.rstrip("0").rstrip(".")
        return plain.replace(".", str(get_format("DECIMAL_SEPARATOR", get_language())))


class DayInput(forms.DateInput):
    """The browser's own date field."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class RichTextarea(forms.Textarea):
    """A plain text area that ``form.js`` turns into the small editor."""

    template_name = "contribute/widgets/rich_text.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        is_read = bool(value) and not rich_text.is_too_long(value)
        html = rich_text.to_html(value) if is_read else ""
        context = super().get_context(name, rich_text.to_text(html) if is_read else value, attrs)
        context["widget"]["html"] = html
        return context


class TagsInput(forms.TextInput):
    """Tags parted by commas, suggested while typing."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        offers = {"data-suggest-tags": reverse("contribute:tags"), "autocomplete": "off"}
        return super().get_context(name, value, {**(attrs or {}), **offers})


class SearchedSelect(forms.Select):
    """A list of the likeliest choices, over which ``suggest.js`` puts a search among all of them."""

    def __init__(self, attrs: dict[str, Any] | None = None, *, source: str) -> None:
        super().__init__(attrs)
        self.source = source
        self.label_of: Callable[[str], str | None] = lambda value: None

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        offers = {"data-suggest": reverse(f"contribute:{self.source}")}
        return super().get_context(name, value, {**(attrs or {}), **offers})

    def optgroups(self, name: str, value: list[str], attrs: dict[str, Any] | None = None) -> list[Any]:
        choices = list(self.choices)
        known = {str(choice) for choice, _label in choices}
        for chosen in value:
            label = self.label_of(chosen) if chosen and chosen not in known else None
            if label is not None:
                choices.append((chosen, label))
        self.choices = choices
        return super().optgroups(name, value, attrs)


class AreaCheckboxes(forms.CheckboxSelectMultiple):
    """Areas of the second level under those of the first, which open and close."""

    template_name = "contribute/widgets/areas.html"

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["groups"] = [
            {"label": label, "options": options, "is_open": any(option["selected"] for option in options)}
            for label, options, _index in context["widget"]["optgroups"]
        ]
        return context


@dataclass
class Sent:
    """What a form brought for a file: a file kept before, a new one, or the wish to have none."""

    kept: str = ""
    upload: UploadedFile | None = None
    is_cleared: bool = False
    details: dict[str, str] = field(default_factory=dict)


class KeptFileInput(forms.Widget):
    """A file that stays chosen while the rest of the form is corrected."""

    template_name = "contribute/widgets/file.html"
    needs_multipart_form = True
    detail_names: Iterable[str] = ()

    def __init__(self, attrs: dict[str, Any] | None = None, *, extensions: Iterable[str] = (), limit: int = 0) -> None:
        super().__init__(attrs)
        self.extensions = tuple(extensions)
        self.limit = limit
        self.find: Callable[[str], Any] = lambda pk: None

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Sent:
        return Sent(
            kept=data.get(name, ""),
            upload=files.get(f"{name}-file"),
            is_cleared=bool(data.get(f"{name}-clear")),
            details={detail: data.get(f"{name}-{detail}", "").strip() for detail in self.detail_names},
        )

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return False

    def id_for_label(self, id_: str, index: str | None = None) -> str:
        return f"{id_}-file" if id_ else ""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        sent = value if isinstance(value, Sent) else Sent(kept=str(value or ""))
        stored = getattr(sent.upload, "kept_as", None) or (self.find(sent.kept) if sent.kept else None)
        if sent.is_cleared and sent.upload is None:
            stored = None
        context = super().get_context(name, stored.pk if stored else None, attrs)
        context["widget"] |= {
            "stored": stored,
            "accept": ",".join(f".{extension}" for extension in self.extensions),
            "kinds": ", ".join(self.extensions),
            "limit": self.limit,
            "described_by": context["widget"]["attrs"].get("aria-describedby", ""),
            "is_invalid": "aria-invalid" in context["widget"]["attrs"],
            "details": self._details(sent, value, stored),
        }
        return context

    def _details(self, sent: Sent, value: Any, stored: Any) -> dict[str, str]:
        if isinstance(value, Sent):
            return sent.details
        return {detail: getattr(stored, detail, "") for detail in self.detail_names}


class KeptImageInput(KeptFileInput):
    """A picture with what readers must know of it."""

    template_name = "contribute/widgets/image.html"
    detail_names = IMAGE_DETAILS

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["licences"] = [("", _("not stated")), *Licence.choices]
        return context
