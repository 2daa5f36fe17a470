from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class NotificationsConfig(AppConfig):
    name = "notifications"
    verbose_name = _("Notifications")

    def ready(self) -> None:
        """Each app declares what it tells people in a module of this name."""
        from notifications import account_letters, checks  # noqa: F401

        autodiscover_modules("notifications")
