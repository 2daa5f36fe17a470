"""The second factor: a code from an app on the telephone, besides the password; required where others' work is decided.

allauth.mfa does it (TOTP, RFC 6238, with recovery codes); here is where it is required, in our words.
"""

import base64
import hashlib
import re
from collections.abc import Callable
from typing import Any

from allauth.account.authentication import get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added
from allauth.mfa.utils import is_mfa_enabled
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib import messages
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

REQUIRED = "required"
# Wagtail's admin, and the reviewers' own pages; but for the way in and out of the admin.
_GUARDED = re.compile(r"/admin/(?!log(in|out)/|jsi18n/|sprite/)|/[a-z]{2}/work/")


class Adapter(DefaultMFAAdapter):
    """allauth's behaviour with our words, and with secrets encrypted by a key made from ``SECRET_KEY``."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": _("For your work here the second factor is required."),
        "cannot_generate_recovery_codes": _("Set up the second factor first."),
        "incorrect_code": _("This code does not fit, or is too old. Enter the one that the app shows now."),
    }

    def get_totp_issuer(self) -> str:
        """What the app calls this site."""
        return gettext("Technology exchange")

    def encrypt(self, text: str) -> str:
        """As it is stored."""
        return str(_cipher().encrypt(text.encode()), "ascii")

    def decrypt(self, encrypted_text: str) -> str:
        """What was stored; raises ``InvalidToken`` where it was stored with another ``SECRET_KEY``."""
        return str(_cipher().decrypt(encrypted_text.encode()), "utf-8")


def _cipher() -> MultiFernet:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    derived = (hashlib.sha256(b"second factor:" + str(key).encode()).digest() for key in keys)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in derived])


def is_verified(request: HttpRequest) -> bool:
    """Whether this session was opened, or confirmed since, with the second factor that its user has now."""
    user: Any = request.user
    records = get_authentication_records(request, user)
    return any(record["method"] == "mfa" for record in records) and is_mfa_enabled(user, [Authenticator.Type.TOTP])


class SecondFactorMiddleware:
    """Leads whoever has to have a second factor, and has not used it, to where it is set up or asked for.

    To stand behind allauth's own middleware. It looks at the address alone, so that no view can forget it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        is_guarded = settings.SECOND_FACTOR == REQUIRED and _GUARDED.match(request.path_info)
        if not is_guarded or not request.user.is_authenticated or is_verified(request):
            return self.get_response(request)
        if is_mfa_enabled(request.user, [Authenticator.Type.TOTP]):
            back = urlencode({"next": request.get_full_path() if request.method == "GET" else request.path})
            return redirect(f"{reverse('mfa_reauthenticate')}?{back}")
        messages.warning(request, _("Reviewers and editors sign in with a second factor. Set it up first."))
        return redirect("mfa_activate_totp")


@receiver(authenticator_added, dispatch_uid="accounts_second_factor_added")
def record_added(request: HttpRequest, user: Any, authenticator: Authenticator, **kwargs: Any) -> None:
    """Who has just set it up has shown a code of it."""
    if authenticator.type == Authenticator.Type.TOTP:
        record_authentication(request, user, method="mfa", type=authenticator.type)
