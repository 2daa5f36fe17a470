"""Views for people who are signed in; others are led to the form and from there back to where they were."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

View = Callable[..., HttpResponse]


def signed_in(view: View) -> View:
    """As Django's ``login_required``; but whoever pressed a button after the session had ended comes back to the page
    with the button, for its own address shows nothing, and is told that nothing was done."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            return view(request, *args, **kwargs)
        target = request.get_full_path()
        if request.method == "POST":
            messages.warning(request, _("Your session has ended, and nothing was done. Sign in and do it once more."))
            target = _page_with_the_button(request)
        return redirect_to_login(target, resolve_url(settings.LOGIN_URL))

    return guarded


def _page_with_the_button(request: HttpRequest) -> str:
    came_from = request.headers.get("Referer", "")
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return resolve_url(settings.LOGIN_REDIRECT_URL)
    return urlsplit(came_from)._replace(scheme="", netloc="").geturl()
