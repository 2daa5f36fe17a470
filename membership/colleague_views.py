"""Who writes for an enterprise: seen by its members, changed by the first of them and by editors."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from accounts.signed_in import signed_in
from kb import permissions
from kb.models import Enterprise, Membership
from membership import colleagues
from membership.forms import InvitationForm
from membership.models import Invitation

ACTIONS = {"leave": colleagues.leave, "suspend": colleagues.suspend, "restore": colleagues.restore}


class Colleague(NamedTuple):
    """A member as the page shows it, with what the reader may do."""

    membership: Membership
    is_self: bool
    may_suspend: bool
    may_restore: bool
    may_leave: bool


@never_cache
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Leads to the enterprise that the person writes for, or lets choose between several."""
    numbers = permissions.roles_of(request.user).enterprise_ids
    enterprises = list(Enterprise.objects.filter(pk__in=numbers))
    if len(enterprises) == 1:
        return redirect("membership:colleagues", enterprises[0].slug)
    context = {"title": _("Colleagues"), "enterprises": enterprises, "crumbs": []}
    return render(request, "membership/own.html", context)


@never_cache
@signed_in
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """The members and the open invitations; inviting, for those who may."""
    enterprise = _enterprise(request, slug)
    user: Any = request.user
    may_invite = permissions.may_invite(user, enterprise)
    form = None
    if may_invite:
        form = InvitationForm(request.POST or None, may_appoint=permissions.may_appoint(user, enterprise))
        if request.method == "POST" and form.is_valid() and _invite(request, enterprise, form):
            return redirect("membership:colleagues", slug)
    elif request.method == "POST":
        raise PermissionDenied
    context = {
        "title": _("Colleagues"),
        "enterprise": enterprise,
        "colleagues": _members(user, enterprise),
        "invitations": enterprise.invitations.filter(state=Invitation.State.SENT).order_by("email"),
        "may_invite": may_invite,
        "form": form,
        "crumbs": [],
    }
    return render(request, "membership/people.html", context)


def _members(user: Any, enterprise: Enterprise) -> list[Colleague]:
    members = Membership.objects.filter(enterprise=enterprise).select_related("user", "enterprise")
    return [
        Colleague(
            membership=membership,
            is_self=membership.user_id == user.pk,
            may_suspend=permissions.may_suspend(user, membership),
            may_restore=permissions.may_restore(user, membership),
            may_leave=permissions.may_leave(user, membership),
        )
        for membership in members.order_by("-is_active", "user__last_name", "user__first_name", "pk")
    ]


def _invite(request: HttpRequest, enterprise: Enterprise, form: InvitationForm) -> bool:
    user: Any = request.user
    given = form.cleaned_data
    try:
        colleagues.invite(
            enterprise, email=given["email"], language=given["language"], role=form.chosen_role, user=user
        )
    except ValidationError as error:
        form.add_error("email", error)
        return False
    messages.success(request, _("The invitation goes to %(email)s.") % {"email": given["email"]})
    return True


@signed_in
@require_POST
def change(request: HttpRequest, slug: str, pk: int, action: str) -> HttpResponse:
    """Leaves, suspends or brings back; ``kb.permissions`` decides who may."""
    enterprise = _enterprise(request, slug)
    user: Any = request.user
    members = Membership.objects.filter(enterprise=enterprise).select_related("user", "enterprise")
    membership = get_object_or_404(members, pk=pk)
    ACTIONS[action](membership, user=user)
    if action == "leave":
        messages.success(request, _("You no longer write for %(enterprise)s.") % {"enterprise": enterprise.name})
        return redirect("contribute:dashboard")
    messages.success(request, _("Saved."))
    return redirect("membership:colleagues", slug)


@signed_in
@require_POST
def revoke(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Takes an invitation back."""
    enterprise = _enterprise(request, slug)
    user: Any = request.user
    open_ones = Invitation.objects.filter(enterprise=enterprise, state=Invitation.State.SENT)
    colleagues.revoke(get_object_or_404(open_ones.select_related("enterprise"), pk=pk), user=user)
    messages.success(request, _("The invitation was taken back."))
    return redirect("membership:colleagues", slug)


def _enterprise(request: HttpRequest, slug: str) -> Enterprise:
    """The enterprise, if the user may see its people; who may not is not told whether it exists."""
    enterprise = Enterprise.objects.filter(slug=slug).first()
    if enterprise is None or not permissions.may_see_colleagues(request.user, enterprise):
        raise Http404
    return enterprise
