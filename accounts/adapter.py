"""Rules of signing in that are ours: nobody signs up alone, and production refuses demonstration users."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.shortcuts import resolve_url
from django.utils.translation import gettext_lazy as _

from accounts.forms import own_password_errors


class AccountAdapter(DefaultAccountAdapter):
    """Accounts come from editors and enterprises; there is no open sign-up."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "account_inactive": _("This account is not active."),
        "email_password_mismatch": _("The e-mail address or the password is wrong."),
        "enter_current_password": _("The present password is wrong."),
        "incorrect_password": _("The password is wrong."),
        "invalid_login": _("The e-mail address or the password is wrong."),
        "invalid_password_reset": _("The link was used already or is too old."),
        "rate_limited": _("Too many attempts. Wait a few minutes and try again."),
        "too_many_login_attempts": _("Too many attempts. Wait a few minutes and try again."),
        "unknown_email": _("No account has this e-mail address."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        user = super().authenticate(request, **credentials)
        if user is not None and user.is_demonstration and not settings.DEMONSTRATION_USERS_ALLOWED:
            return None
        return user

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Those who review go to the admin, those who write to their pages."""
        # Staff rights are a permission of Wagtail's, so that accounts need not know the rules of kb.
        if request.user.has_perm("wagtailadmin.access_admin"):
            return resolve_url("wagtailadmin_home")
        return resolve_url(settings.LOGIN_REDIRECT_URL)

    def clean_password(self, password: str, user: Any = None) -> str:
        try:
            return str(super().clean_password(password, user))
        except ValidationError as error:
            raise own_password_errors(error) from error
