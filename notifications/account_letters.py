"""Letters to the owner of an account about what was changed in it: whoever did not do it learns of it at once."""

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.dispatch import receiver
from django.urls import reverse

from accounts.models import User
from notifications.languages import in_reader_language
from notifications.sending import send_mail_to_user

_BY_TYPE = {
    (authenticator_added, Authenticator.Type.TOTP): "account.second_factor_on",
    (authenticator_removed, Authenticator.Type.TOTP): "account.second_factor_off",
    (authenticator_reset, Authenticator.Type.RECOVERY_CODES): "account.recovery_codes",
}


@receiver([password_changed, password_reset], dispatch_uid="tell_of_password")
def password_is_new(user: User, **kwargs: Any) -> None:
    """The old one is good no more; the first one, chosen by whoever was never here before, is no news."""
    if user.last_login is not None:
        send_mail_to_user(user, "account.password_changed", url=in_reader_language(reverse("account_reset_password")))


@receiver([authenticator_added, authenticator_removed, authenticator_reset], dispatch_uid="tell_of_second_factor")
def second_factor_changed(user: User, authenticator: Authenticator, signal: Any, **kwargs: Any) -> None:
    """Set up, taken away, or new recovery codes; those that come with the app are no letter of their own."""
    kind = _BY_TYPE.get((signal, Authenticator.Type(authenticator.type)))
    if kind is not None:
        send_mail_to_user(user, kind, url=in_reader_language(reverse("mfa_index")))
