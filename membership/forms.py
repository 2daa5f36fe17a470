"""What applicants, inviters and the people invited fill in."""

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.countries import Country
from accounts.forms import REQUIRED
from accounts.models import User
from kb.models import Membership
from kb.tax_numbers import validate_bin, validate_unp
from kb.text_areas import LinesTextarea
from membership.models import Application
from notifications.languages import LANGUAGE_CHOICES

WRONG_EMAIL = _("Enter an e-mail address, for example name@example.org.")


class OwnWords:
    """Messages that are the same in all forms, in the site's four languages."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, forms.Field] = self.fields  # type: ignore[attr-defined]
        for field in fields.values():
            if not isinstance(field, forms.BooleanField):
                field.error_messages |= REQUIRED
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = WRONG_EMAIL


def check_tax_id(country: str, number: str) -> None:
    """Raises ``ValidationError`` unless ``number`` can be the tax number of an enterprise of ``country``."""
    (validate_unp if country == Country.BELARUS else validate_bin)(number)


class ApplicationForm(OwnWords, forms.ModelForm[Application]):
    """Who asks, for which enterprise."""

    consent = forms.BooleanField(
        label=_("I agree that what I enter here is kept and used to decide on my application."),
        error_messages={"required": _("Without your consent we may not keep the application.")},
    )
    # People do not see it; programs that fill in everything do.
    homepage = forms.CharField(required=False, label=_("Leave this field empty"))

    class Meta:
        model = Application
        fields = [
            "country", "enterprise_name", "tax_id", "post", "first_name", "last_name", "email", "language", "message",
        ]  # fmt: skip
        labels = {
            "country": _("Country of the enterprise"),
            "enterprise_name": _("Enterprise"),
            "message": _("What the editor should know (optional)"),
            "language": _("Language of letters to you"),
        }
        help_texts = {
            "tax_id": _("UNP: nine digits; BIN: twelve digits. Spaces do not matter."),
            "email": _("An address of the enterprise, if you have one: it makes the decision easier."),
        }
        widgets = {"message": LinesTextarea(attrs={"rows": 4})}

    def __init__(self, *args: Any, user: User | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["country"].choices = [("", "—"), *Country.choices]  # type: ignore[attr-defined]
        self.fields["language"].choices = LANGUAGE_CHOICES  # type: ignore[attr-defined]
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE
        # A number typed in groups is longer than the number.
        self.fields["tax_id"].max_length = None  # type: ignore[attr-defined]
        self.fields["tax_id"].validators = []
        self.fields["tax_id"].widget.attrs |= {"maxlength": 20, "inputmode": "numeric", "autocomplete": "off"}
        for name, purpose in (("first_name", "given-name"), ("last_name", "family-name"), ("email", "email")):
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["post"].widget.attrs["autocomplete"] = "organization-title"
        self.fields["enterprise_name"].widget.attrs["autocomplete"] = "organization"
        if user is not None:
            # What the account says holds.
            for name in ("first_name", "last_name", "email", "language"):
                del self.fields[name]

    @property
    def is_filled_in_by_a_program(self) -> bool:
        """Whether the field was filled in that nobody sees."""
        return bool(self.data.get(self.add_prefix("homepage")))

    def clean_tax_id(self) -> str:
        """Without the spaces that people part the digits by."""
        return "".join(self.cleaned_data["tax_id"].split())

    def clean(self) -> dict[str, Any]:
        """The number fits the country, and who writes for the enterprise already need not ask."""
        cleaned: dict[str, Any] = super().clean() or {}
        country, number = cleaned.get("country"), cleaned.get("tax_id")
        if country and number:
            try:
                check_tax_id(country, number)
            except ValidationError as error:
                self.add_error("tax_id", error)
            else:
                mine = Membership.objects.filter(user=self.user, is_active=True, enterprise__tax_id=number)
                if self.user is not None and mine.exists():
                    self.add_error("tax_id", _("You write for this enterprise already."))
        return cleaned

    def _post_clean(self) -> None:
        if self.user is not None:
            for name in ("first_name", "last_name", "email"):
                setattr(self.instance, name, getattr(self.user, name))
            self.instance.language = self.user.preferred_language
        super()._post_clean()  # type: ignore[misc]


class NewcomerForm(OwnWords, forms.ModelForm[User]):
    """The names and the language of somebody who answers an invitation without having an account."""

    class Meta:
        model = User
        fields = ["first_name", "last_name", "preferred_language"]
        labels = {"preferred_language": _("Language of letters to you")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, purpose in (("first_name", "given-name"), ("last_name", "family-name")):
            self.fields[name].required = True
            self.fields[name].widget.attrs["autocomplete"] = purpose
        self.fields["preferred_language"].choices = LANGUAGE_CHOICES  # type: ignore[attr-defined]


class InvitationForm(OwnWords, forms.Form):
    """Whom to invite; only who may appoint chooses the role."""

    email = forms.EmailField(label=_("Work e-mail"), max_length=254)
    language = forms.ChoiceField(label=_("Language of the letter"), choices=LANGUAGE_CHOICES)
    role = forms.ChoiceField(label=_("Role"), choices=Membership.Role, initial=Membership.Role.MEMBER)

    def __init__(self, *args: Any, may_appoint: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language() or settings.LANGUAGE_CODE
        if not may_appoint:
            del self.fields["role"]

    @property
    def chosen_role(self) -> str:
        """The role chosen, or the only one there is to give."""
        return str(self.cleaned_data.get("role") or Membership.Role.MEMBER)
