"""The kinds of letters of this app itself, and those of ``accounts``, which knows nothing of it."""

from django.utils.translation import gettext_lazy as _

from notifications.digest import KIND
from notifications.kinds import Kind, register

register(Kind(KIND, action=_("All notifications")))
register(Kind("account.password_reset", action=_("Choose a new password")))
register(Kind("account.password_changed", action=_("Choose a new password")))
register(Kind("account.second_factor_on", action=_("Security")))
register(Kind("account.second_factor_off", action=_("Security")))
register(Kind("account.recovery_codes", action=_("Security")))
