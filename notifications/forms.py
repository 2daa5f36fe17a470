"""The choice of letters."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from notifications.models import MailPreferences

AT_ONCE = (
    (MailPreferences.Wanted.ALL, _("about everything that concerns me")),
    (MailPreferences.Wanted.MUST_ACT, _("only when I have to do something")),
    (MailPreferences.Wanted.NONE, _("never")),
)


class PreferencesForm(forms.ModelForm[MailPreferences]):
    """Which letters come at once, and whether one a day brings the rest."""

    class Meta:
        model = MailPreferences
        fields = ["wanted", "daily_digest"]
        labels = {"wanted": _("A letter at once"), "daily_digest": _("Once a day one letter with the rest")}
        widgets = {"wanted": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        wanted: Any = self.fields["wanted"]
        wanted.choices = AT_ONCE
