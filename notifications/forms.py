"""The choice of letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.languages import LANGUAGE_CHOICES
from notifications.models import MailPreferences

AT_ONCE = (
    (MailPreferences.Wanted.ALL, _("about everything that concerns me")),
    (MailPreferences.Wanted.MUST_ACT, _("only when I have to do something")),
    (MailPreferences.Wanted.NONE, _("never")),
)


class PreferencesForm(forms.ModelForm[MailPreferences]):
    """Which letters come at once, whether one a day brings the rest, and in which language."""

    language = forms.ChoiceField(label=_("Language of letters to you"), choices=LANGUAGE_CHOICES, required=False)

    class Meta:
        model = MailPreferences
        fields = ["wanted", "daily_digest"]
        labels = {"wanted": _("A letter at once"), "daily_digest": _("Once a day one letter with the rest")}
        widgets = {"wanted": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted: Any = self.fields["wanted"]
        wanted.choices = AT_ONCE
        self.fields["language"].initial = self.instance.user.preferred_language

    def save(self, commit: bool = True) -> MailPreferences:
        user = self.instance.user
        language = self.cleaned_data["language"]
        if language and language != user.preferred_language:
            user.preferred_language = language
            user.save(update_fields=["preferred_language"])
        return super().save(commit)
