"""One door to sign in by; the others, which Wagtail brings along, lead there."""

from allauth.account.views import login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache


@never_cache
def sign_in(request: HttpRequest) -> HttpResponse:
    """The form. Whom the admin has sent here although signed in does not belong there and goes to the own pages."""
    user = request.user
    wanted = request.GET.get("next", "")
    if user.is_authenticated and wanted.startswith("/admin/") and not user.has_perm("wagtailadmin.access_admin"):
        messages.warning(request, _("Only reviewers and editors work there."))
        return redirect(settings.LOGIN_REDIRECT_URL)
    response: HttpResponse = login(request)
    return response


@never_cache
def to_sign_in(request: HttpRequest) -> HttpResponse:
    """Leads to the sign-in form, and from there to where the visitor wanted to go."""
    wanted = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure()):
        wanted = "/admin/" if request.path.startswith("/admin/") else "/"
    return redirect_to_login(wanted, resolve_url(settings.LOGIN_URL))
