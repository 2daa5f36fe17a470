"""The list behind the bell, the choice of letters, and the way out that each letter names."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.signed_in import signed_in
from notifications import bell, unsubscribing
from notifications.forms import PreferencesForm
from notifications.models import MailPreferences, Notification

PER_PAGE = 25


@never_cache
@signed_in
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """What the person was told, the latest first."""
    user: Any = request.user
    page = Paginator(bell.notifications_of(user), PER_PAGE).get_page(request.GET.get("page"))
    context = {"title": _("Notifications"), "items": bell.items(page), "list_page": page, "crumbs": []}
    return render(request, "notifications/index.html", context)


@never_cache
@signed_in
@require_GET
def open_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Leads to what the notification is about, which is read by this."""
    told = get_object_or_404(Notification, pk=pk, recipient=request.user)
    bell.mark_read(Notification.objects.filter(pk=told.pk))
    return redirect(bell.target(told))


@signed_in
@require_POST
def read_one(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks one as read; back to the page of the list."""
    user: Any = request.user
    bell.mark_read(Notification.objects.filter(pk=pk, recipient=user))
    return redirect(reverse("notifications:index", query=_page_query(request)))


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks all as read."""
    user: Any = request.user
    bell.mark_read(Notification.objects.filter(recipient=user))
    return redirect("notifications:index")


def _page_query(request: HttpRequest) -> dict[str, str]:
    number = request.POST.get("page", "")
    return {"page": number} if number.isdecimal() else {}


@never_cache
@signed_in
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
