from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PreparedConfig(AppConfig):
    name = "prepared"
    verbose_name = _("Prepared pages")
