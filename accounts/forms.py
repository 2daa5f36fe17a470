"""allauth's forms with our own words: allauth speaks neither Belarusian nor Kazakh."""

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

REQUIRED = {"required": _("Fill in this field.")}
NEW_PASSWORD_HELP = _(
    "At least 10 characters, not digits alone, not a common password and not like your name or e-mail address."
)
PASSWORD_ERRORS = {
    "password_too_similar": _("The password is too much like your name or e-mail address."),
    "password_too_common": _("This password is one of the common ones. Choose another."),
    "password_entirely_numeric": _("The password consists of digits only. Add letters."),
}


def own_password_errors(error: ValidationError) -> ValidationError:
    """The messages of Django's password rules in our words, told apart by their codes."""
    messages: list[Any] = []
    for single in error.error_list:
        if single.code == "password_too_short":
            least = (single.params or {}).get("min_length", 10)
            text = ngettext(
                "The password is too short: it needs at least %(least)d character.",
                "The password is too short: it needs at least %(least)d characters.",
                least,
            )
            messages.append(text % {"least": least})
        else:
            messages.append(PASSWORD_ERRORS.get(single.code or "", single))
    return ValidationError(messages)


def word(form: forms.Form, name: str, label: Any, help_text: Any = "") -> None:
    """Gives the field ``name`` our words, and takes away what says the same inside of it."""
    field = form.fields[name]
    field.label = label
    field.help_text = help_text
    field.error_messages |= REQUIRED
    field.widget.attrs.pop("placeholder", None)
    if isinstance(field, forms.EmailField):
        wrong = _("Enter an e-mail address, for example name@example.org.")
        field.error_messages["invalid"] = wrong


class SignInForm(allauth_forms.LoginForm):
    """E-mail address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "login", _("E-mail"))
        word(self, "password", _("Password"))
        if "remember" in self.fields:
            word(self, "remember", _("Stay signed in on this computer"))


class ResetPasswordForm(allauth_forms.ResetPasswordForm):
    """The address to which the link goes."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "email", _("E-mail"))


class _NewPasswordWords:
    """Labels of a new password typed twice, and what to say when the two differ."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "password1", _("New password"), NEW_PASSWORD_HELP)  # type: ignore[arg-type]
        word(self, "password2", _("New password again"))  # type: ignore[arg-type]

    def add_error(self, field: str | None, error: Any) -> None:
        """allauth adds one error by itself: that the two passwords differ."""
        if field == "password2" and not isinstance(error, ValidationError):
            error = _("The two passwords differ. Type the same one twice.")
        super().add_error(field, error)  # type: ignore[misc]


class ResetPasswordKeyForm(_NewPasswordWords, allauth_forms.ResetPasswordKeyForm):
    """A new password after following the link."""


class SetPasswordForm(_NewPasswordWords, allauth_forms.SetPasswordForm):
    """The first password of somebody who had none."""


class ChangePasswordForm(_NewPasswordWords, allauth_forms.ChangePasswordForm):
    """A new password in place of the old one."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "oldpassword", _("Present password"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more, before something that matters."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        word(self, "password", _("Password"))
