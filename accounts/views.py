"""The other doors by which Wagtail lets people sign in lead to the one door of the site."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache


@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Leads to the sign-in form, and from there to where the visitor wanted to go."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = "/admin/" if request.path.startswith("/admin/") else "/"
    return redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))
