"""The kinds of letters of this app itself."""

from django.utils.translation import gettext_lazy as _

from notifications.digest import KIND
from notifications.kinds import Kind, register

register(Kind(KIND, action=_("All notifications")))
