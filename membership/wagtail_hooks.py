"""Registers with Wagtail: applications in the menu, and the words of the audit log."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.log_actions import LogFormatter

from membership.viewset import ApplicationViewSet, application_viewset

# What the log says; the values are those of ``people.record``.
ACTIONS: dict[str, tuple[Any, Any]] = {
    "apply": (_("Apply"), _("%(email)s applied")),
    "accept": (_("Accept an application"), _("%(member)s was accepted")),
    "decline": (_("Decline an application"), _("Declined: %(reason)s")),
    "invite": (_("Invite"), _("%(email)s was invited")),
    "revoke": (_("Take an invitation back"), _("The invitation of %(email)s was taken back")),
    "join": (_("Answer an invitation"), _("%(member)s joined, invited by %(invited_by)s")),
    "leave": (_("Leave"), _("%(member)s left")),
    "suspend": (_("Suspend"), _("%(member)s was suspended")),
    "restore": (_("Bring back"), _("%(member)s was brought back")),
}


@hooks.register("register_admin_viewset")
def register_viewset() -> ApplicationViewSet:
    """Applications."""
    return application_viewset


@hooks.register("register_log_actions")
def register_log_actions(actions: Any) -> None:
    """What happened to members, in the history of their enterprise."""
    for name, (title, text) in ACTIONS.items():
        actions.register_action(f"membership.{name}")(_formatter(title, text))


def _formatter(title: Any, text: Any) -> type[LogFormatter]:
    class Formatter(LogFormatter):
        label = title

        def format_message(self, log_entry: Any) -> str:
            return str(text) % log_entry.data

    return Formatter
