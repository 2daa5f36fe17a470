"""Inviting people to an enterprise, and their leaving it: the only place that does either. Their pages stay."""

from datetime import timedelta

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from kb import permissions
from kb.models import Enterprise, Membership
from membership import links, people
from membership.joining import tell_of_new_member
from membership.models import Invitation
from notifications.languages import in_every_language, in_reader_language
from notifications.models import Mail
from notifications.sending import notify, send_mail_to

INVITED = "membership.invited"
MOST_INVITATIONS_A_DAY = 30
MOST_LETTERS_A_DAY = 3
"""To one address, whoever invites: nobody's mailbox is flooded."""


@transaction.atomic
def invite(enterprise: Enterprise, *, email: str, language: str, role: str, user: User) -> Invitation:
    """Sends an invitation, or sends an open one anew.

    Raises ``PermissionDenied``, or ``ValidationError`` with what the inviter should know.
    """
    if not permissions.may_invite(user, enterprise):
        raise PermissionDenied
    appoints = permissions.may_appoint(user, enterprise)
    if role != Membership.Role.MEMBER and not appoints:
        raise PermissionDenied
    email = email.lower()
    membership = Membership.objects.filter(user__email=email, enterprise=enterprise).first()
    if membership and membership.is_active:
        raise ValidationError(_("This person writes for the enterprise already."))
    if membership and not appoints:
        raise ValidationError(_("This person has left or was suspended. An editor of your country can help."))
    now = timezone.now()
    lately = Invitation.objects.filter(enterprise=enterprise, sent_at__gt=now - timedelta(days=1))
    letters = Mail.objects.filter(kind=INVITED, address=email, created_at__gt=now - timedelta(days=1))
    if lately.count() >= MOST_INVITATIONS_A_DAY or letters.count() >= MOST_LETTERS_A_DAY:
        raise ValidationError(_("That were many invitations for one day. Go on tomorrow."))
    invitation, _created = Invitation.objects.update_or_create(
        enterprise=enterprise,
        email=email,
        state=Invitation.State.SENT,
        defaults={"language": language, "role": role, "invited_by": user, "sent_at": now},
    )
    people.record("invite", enterprise, user, email=email, role=role)
    params = {"inviter": str(user), "enterprise": in_every_language(lambda: enterprise.name)}
    url = links.invitation_path(invitation)
    send_mail_to(email, language, INVITED, url=url, params=params)
    return invitation


@transaction.atomic
def revoke(invitation: Invitation, *, user: User) -> None:
    """Takes an open invitation back; its link no longer works. Raises ``PermissionDenied``."""
    if not permissions.may_invite(user, invitation.enterprise):
        raise PermissionDenied
    _answer(invitation, Invitation.State.REVOKED)
    people.record("revoke", invitation.enterprise, user, email=invitation.email)


@transaction.atomic
def accept(invitation: Invitation, *, user: User) -> Membership:
    """Makes ``user``, to whom the invitation was sent, a member.

    Raises ``PermissionDenied`` for anybody else, and when it was answered or taken back meanwhile.
    """
    invitation = Invitation.objects.select_for_update().get(pk=invitation.pk)
    if user.email.lower() != invitation.email or not user.is_active or invitation.state != Invitation.State.SENT:
        raise PermissionDenied
    membership = people.make_member(user, invitation.enterprise, invitation.role)
    _answer(invitation, Invitation.State.ACCEPTED)
    people.record("join", invitation.enterprise, user, member=str(user), invited_by=str(invitation.invited_by))
    tell_of_new_member(invitation.enterprise, user, actor=user, also=(invitation.invited_by,))
    return membership


@transaction.atomic
def accept_as_newcomer(invitation: Invitation, *, first_name: str, last_name: str, language: str) -> User:
    """Makes an account for the address invited, and a member of it; the password is still to be chosen.

    Raises ``PermissionDenied`` when the address has an account, whose owner has to sign in.
    """
    if people.account_with(invitation.email):
        raise PermissionDenied
    user = User.objects.create_user(
        invitation.email, first_name=first_name, last_name=last_name, preferred_language=language
    )
    accept(invitation, user=user)
    return user


@transaction.atomic
def leave(membership: Membership, *, user: User) -> None:
    """Ends one's own membership; raises ``PermissionDenied`` for another's."""
    if not permissions.may_leave(user, membership):
        raise PermissionDenied
    _end(membership, "leave", user)


@transaction.atomic
def suspend(membership: Membership, *, user: User) -> None:
    """Ends somebody else's membership and tells the person; raises ``PermissionDenied``."""
    if not permissions.may_suspend(user, membership):
        raise PermissionDenied
    _end(membership, "suspend", user)
    shut_out(membership, user=user)


@transaction.atomic
def restore(membership: Membership, *, user: User) -> None:
    """Brings somebody back and tells the person; raises ``PermissionDenied``."""
    if not permissions.may_restore(user, membership):
        raise PermissionDenied
    membership.is_active = True
    membership.save(update_fields=["is_active"])
    people.record("restore", membership.enterprise, user, member=str(membership.user))
    tell_member("membership.restored", membership, user)


def shut_out(membership: Membership, *, user: User) -> None:
    """What follows when somebody no longer writes: a letter, and no open invitation to or from that person, by which he
    or she would come back."""
    person = membership.user
    concerned = Q(email=person.email.lower()) | Q(invited_by=person)
    open_ones = Invitation.objects.select_for_update().filter(
        concerned, enterprise=membership.enterprise, state=Invitation.State.SENT
    )
    for invitation in open_ones:
        _answer(invitation, Invitation.State.REVOKED)
        people.record("revoke", membership.enterprise, user, email=invitation.email)
    tell_member("membership.suspended", membership, user)


def tell_member(kind: str, membership: Membership, actor: User) -> None:
    """Writes to a member of what somebody else decided: a kind of letter of ``membership.notifications``."""
    enterprise = membership.enterprise
    url = in_reader_language(reverse("contribute:dashboard"))
    params = {"enterprise": in_every_language(lambda: enterprise.name)}
    notify(kind, [membership.user], url=url, params=params, actor=actor)


def _answer(invitation: Invitation, state: str) -> None:
    invitation.state, invitation.answered_at = state, timezone.now()
    invitation.save(update_fields=["state", "answered_at"])


def _end(membership: Membership, action: str, user: User) -> None:
    membership.is_active = False
    membership.save(update_fields=["is_active"])
    user.__dict__.pop("_kb_roles", None)
    enterprise = membership.enterprise
    people.record(action, enterprise, user, member=str(membership.user))
    others = enterprise.memberships.filter(is_active=True)
    if membership.role == Membership.Role.OWNER and not others.filter(role=Membership.Role.OWNER).exists():
        notify(
            "membership.nobody_leads",
            people.editors_of(enterprise.country),
            url=in_reader_language(reverse("membership:colleagues", args=[enterprise.slug])),
            params={"enterprise": in_every_language(lambda: enterprise.name), "others": others.count()},
            actor=user,
        )
