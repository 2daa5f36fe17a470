"""What people are told about joining and leaving."""

from django.utils.translation import gettext_lazy as _

from notifications.kinds import Kind, register

register(Kind("membership.confirm", action=_("Confirm the address")))
register(Kind("membership.has_account", action=_("Sign in and apply")))
register(Kind("membership.application", must_act=True, action=_("Look at the application")))
register(Kind("membership.accepted", action=_("Begin")))
register(Kind("membership.declined"))
register(Kind("membership.invited", action=_("Answer the invitation")))
register(Kind("membership.joined", action=_("Your colleagues")))
register(Kind("membership.suspended"))
register(Kind("membership.restored"))
register(Kind("membership.nobody_leads", must_act=True, action=_("The people of the enterprise")))
