"""Connects the enterprise's page in the admin with the letters to its members."""

from typing import Any

from django.dispatch import receiver

from accounts.models import User
from kb.membership_signals import member_restored, member_suspended
from kb.models import Membership
from membership.colleagues import shut_out, tell_member


@receiver(member_suspended, dispatch_uid="tell_who_was_suspended")
def tell_who_was_suspended(membership: Membership, user: User, **kwargs: Any) -> None:
    """As when it is done from the enterprise's list of colleagues."""
    shut_out(membership, user=user)


@receiver(member_restored, dispatch_uid="tell_who_was_brought_back")
def tell_who_was_brought_back(membership: Membership, user: User, **kwargs: Any) -> None:
    """As when it is done from the enterprise's list of colleagues."""
    tell_member("membership.restored", membership, user)
