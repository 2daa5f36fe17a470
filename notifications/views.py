"""The choice of letters, and the way out that each letter names."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from notifications import unsubscribing
from notifications.forms import PreferencesForm
from notifications.models import MailPreferences


@never_cache
@login_required
def preferences(request: HttpRequest) -> HttpResponse:
    """Which letters the person wants."""
    user: Any = request.user
    choice = MailPreferences.objects.filter(user=user).first() or MailPreferences(user=user)
    form = PreferencesForm(request.POST or None, instance=choice)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your choice is saved."))
        return redirect("notifications:preferences")
    context = {"title": _("Letters to you"), "form": form, "crumbs": []}
    return render(request, "notifications/preferences.html", context)


@csrf_exempt  # Mail programs send it without ever having seen the site: RFC 8058. The signed token is the proof.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """Asks once, because programs that check letters open links; a POST ends all letters."""
    user = unsubscribing.user_of(token)
    done = request.method == "POST" and user is not None
    if user is not None and done:
        unsubscribing.unsubscribe(user)
    context = {"title": _("No letters any more"), "email": user.email if user else "", "done": done, "crumbs": []}
    return render(request, "notifications/unsubscribe.html", context, status=200 if user else 404)
