"""What an editor decides on an application."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.countries import Region
from accounts.forms import REQUIRED
from kb.enterprise_viewset import slugify_name
from kb.models import Enterprise, EnterpriseKind, Membership
from kb.text_areas import LinesTextarea
from membership.models import Application, Reason


class AcceptForm(forms.ModelForm[Enterprise]):
    """For which enterprise: the one with the number or, if none has it, a new one."""

    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role)

    class Meta:
        model = Enterprise
        fields = ["tax_id", "name_ru", "region", "kind", "verified"]
        labels = {"name_ru": _("Name in Russian")}
        help_texts = {
            "tax_id": _("Correct it if the applicant mistyped: an enterprise that is known is found by it."),
            "verified": _("You have compared number and name with the state register."),
        }

    def __init__(self, *args: Any, application: Application, known: Enterprise | None, **kwargs: Any) -> None:
        first = known is None or not known.memberships.filter(role=Membership.Role.OWNER, is_active=True).exists()
        kwargs["initial"] = {
            "tax_id": application.tax_id,
            "name_ru": application.enterprise_name,
            "role": Membership.Role.OWNER if first else Membership.Role.MEMBER,
        }
        super().__init__(*args, **kwargs)
        self.application = application
        self.known = known
        self.instance.country = application.country
        self.fields["region"].choices = [  # type: ignore[attr-defined]
            ("", "—"), *(choice for choice in Region.choices if choice[0].startswith(application.country)),
        ]  # fmt: skip
        self.fields["kind"].choices = [("", "—"), *EnterpriseKind.choices]  # type: ignore[attr-defined]
        if known is not None:
            for name in self.Meta.fields:
                del self.fields[name]
        for field in self.fields.values():
            field.error_messages |= REQUIRED

    def clean_tax_id(self) -> str:
        """Without spaces; the number of an enterprise that is known leads to that one."""
        number = "".join(self.cleaned_data["tax_id"].split())
        self.known = Enterprise.objects.filter(tax_id=number, country=self.application.country).first()
        return number

    def clean(self) -> dict[str, Any]:
        """What a new enterprise needs is not asked of a known one."""
        cleaned: dict[str, Any] = super().clean() or {}
        if self.known is not None:
            for name in ("name_ru", "region", "kind"):
                self.errors.pop(name, None)
        return cleaned

    def _post_clean(self) -> None:
        # The model is checked only where it becomes a new enterprise.
        if self.known is None:
            super()._post_clean()  # type: ignore[misc]

    def enterprise(self) -> Enterprise:
        """The enterprise known, or the new one, saved."""
        if self.known is not None:
            return self.known
        slug = slugify_name(self.instance.name_ru) or self.instance.tax_id
        if Enterprise.objects.filter(slug=slug).exists():
            slug = f"{slug[:87]}-{self.instance.tax_id}"
        self.instance.slug = slug
        self.instance.save()
        return self.instance


class DeclineForm(forms.Form):
    """Why not: a reason of the list, in words where the list does not say it."""

    reason = forms.ChoiceField(label=_("Reason"), choices=[("", "—"), *Reason.choices], error_messages=REQUIRED)
    text = forms.CharField(
        label=_("Explanation for the applicant"),
        max_length=1000,
        required=False,
        widget=LinesTextarea(attrs={"rows": 3}),
        help_text=_("Goes into the letter as it is, in the language you write."),
    )

    def clean(self) -> dict[str, Any]:
        """“Another reason” says nothing by itself."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("reason") == Reason.OTHER and not cleaned.get("text", "").strip():
            self.add_error("text", ValidationError(_("Say which reason it is.")))
        return cleaned
