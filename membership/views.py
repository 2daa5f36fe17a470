"""The public side of joining: the application, its confirmation, the answer to an invitation."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.core.validators import slug_re
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kb.models import Enterprise
from membership import colleagues, joining, links, people
from membership.forms import ApplicationForm, NewcomerForm
from membership.models import Application
from notifications.languages import path_for


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: HttpRequest) -> HttpResponse:
    """The form. Nothing in the answer tells whether the address has an account."""
    user: Any = request.user if request.user.is_authenticated else None
    form = ApplicationForm(request.POST or None, user=user, initial=_known(request))
    if request.method == "POST" and form.is_filled_in_by_a_program:
        return redirect("membership:sent")
    status = 200
    if request.method == "POST" and form.is_valid():
        # By address and by sender: nobody's mailbox is flooded, no program fills the editors' list.
        if ratelimit.consume(request, action="apply", key=form.instance.email.lower()):
            joining.apply(form.instance, user=user)
            return redirect("membership:sent")
        messages.error(request, _("Too many attempts. Wait a few minutes and try again."))
        status = 429
    context = {"title": _("Take part"), "form": form, "crumbs": []}
    return render(request, "membership/apply.html", context, status=status)


def _known(request: HttpRequest) -> dict[str, str]:
    """What is known already when somebody comes from the page of an enterprise."""
    wanted = request.GET.get("enterprise", "")
    enterprise = Enterprise.objects.filter(slug=wanted).first() if slug_re.fullmatch(wanted) else None
    return {"country": enterprise.country, "enterprise_name": enterprise.name} if enterprise else {}


@never_cache
@require_safe
def sent(request: HttpRequest) -> HttpResponse:
    """What happens next."""
    return render(request, "membership/sent.html", {"title": _("Your application"), "crumbs": []})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the letter; asks for a click, because programs that check letters open links."""
    application = links.application_of(token)
    if application is not None and request.method == "POST":
        joining.confirm(application)
        return redirect("membership:confirm", token)
    context: dict[str, Any] = {
        "title": _("Your application"),
        "application": application,
        "is_new": application is not None and application.state == Application.State.UNCONFIRMED,
        "crumbs": [],
    }
    return render(request, "membership/confirm.html", context, status=200 if application else 404)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    """The answer to an invitation: by the person signed in, or by a newcomer, who then chooses a password."""
    invited = links.invitation_of(token)
    context: dict[str, Any] = {"title": _("Invitation"), "invitation": invited, "crumbs": []}
    if invited is None:
        return render(request, "membership/invitation.html", context, status=404)
    user: Any = request.user
    account = people.account_with(invited.email)
    if account is not None:
        context["is_for_you"] = user == account
        context["has_account"] = True
        if user == account and request.method == "POST":
            colleagues.accept(invited, user=user)
            messages.success(request, _("You now write for %(enterprise)s.") % {"enterprise": invited.enterprise.name})
            return redirect("contribute:dashboard")
        return render(request, "membership/invitation.html", context)
    if user.is_authenticated:
        # Somebody else's browser: that person has to sign out first.
        return render(request, "membership/invitation.html", context)
    form = NewcomerForm(request.POST or None, initial={"preferred_language": invited.language})
    if request.method == "POST" and form.is_valid():
        names = form.cleaned_data
        newcomer = colleagues.accept_as_newcomer(
            invited,
            first_name=names["first_name"],
            last_name=names["last_name"],
            language=names["preferred_language"],
        )
        return redirect(path_for(links.password_path(newcomer), names["preferred_language"]))
    return render(request, "membership/invitation.html", {**context, "form": form})
