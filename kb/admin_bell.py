"""The bell in the admin's menu: how much is unread, and the way to the list on the site."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from wagtail.admin.menu import MenuItem

from notifications.bell import unread_count


class BellMenuItem(MenuItem):
    """One query for each page of the admin."""

    def render_component(self, request: HttpRequest) -> Any:
        """With the number of those unread and the address in the language of the reader."""
        component = super().render_component(request)
        user: Any = request.user
        if unread := unread_count(user):
            component.label = f"{self.label} ({unread})"
        component.url = reverse("notifications:index")
        return component


def bell() -> BellMenuItem:
    """At the end of the menu; the address follows the language when it is shown."""
    return BellMenuItem(_("Notifications"), "", name="notifications", icon_name="info-circle", order=9_500)
