"""allauth's forms of the second factor with our own words."""

from typing import Any

from allauth.mfa.base import forms as base
from allauth.mfa.totp import forms as totp
from django.utils.translation import gettext_lazy as _

from accounts.forms import word


class _CodeWords:
    help_text: Any = _("Six digits from the app, or one of your recovery codes.")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        form: Any = self
        word(form, "code", _("Code"), self.help_text)
        form.fields["code"].widget.attrs |= {"inputmode": "numeric", "autofocus": True}


class AuthenticateForm(_CodeWords, base.AuthenticateForm):
    """The code, after the password."""


class ReauthenticateForm(_CodeWords, base.ReauthenticateForm):
    """The code once more, before something that matters."""


class ActivateForm(_CodeWords, totp.ActivateTOTPForm):
    """The first code of the app."""

    help_text = _("Six digits that the app shows after scanning.")
