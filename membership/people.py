"""Who decides about members, who leads an enterprise, and new accounts."""

from typing import Any

from django.db.models import Q, QuerySet
from wagtail.log_actions import log

from accounts.models import User
from kb.models import Enterprise, Membership
from kb.permissions import CHIEF_EDITORS, EDITORS


def editors_of(country: str) -> QuerySet[User]:
    """The editors of ``country``; where there are none, the chief editors, then the administrators."""
    active = User.objects.filter(is_active=True)
    for condition in (Q(groups__name=EDITORS, country=country), Q(groups__name=CHIEF_EDITORS)):
        people = active.filter(condition).distinct()
        if people.exists():
            return people
    return active.filter(is_superuser=True)


def leaders_of(enterprise: Enterprise) -> QuerySet[User]:
    """Its active first members."""
    return User.objects.filter(
        is_active=True,
        memberships__enterprise=enterprise,
        memberships__role=Membership.Role.OWNER,
        memberships__is_active=True,
    )


def account_with(email: str) -> User | None:
    """The account with this address, whatever the case of its letters."""
    return User.objects.filter(email=email.lower()).first()


def make_member(user: User, enterprise: Enterprise, role: str) -> Membership:
    """Makes ``user`` an active member; who had left comes back, nobody loses the place of a first member."""
    membership, created = Membership.objects.get_or_create(user=user, enterprise=enterprise, defaults={"role": role})
    if not created:
        membership.is_active = True
        if role == Membership.Role.OWNER:
            membership.role = role
        membership.save(update_fields=["is_active", "role"])
    # What was remembered of the roles no longer holds.
    user.__dict__.pop("_kb_roles", None)
    return membership


def record(action: str, instance: Any, user: User | None, **data: Any) -> None:
    """Writes to the audit log."""
    log(instance=instance, action=f"membership.{action}", user=user, data=data)
