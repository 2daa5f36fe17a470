from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KbConfig(AppConfig):
    name = "kb"
    verbose_name = _("Knowledge base")

    def ready(self) -> None:
        from kb import checks, rendering_signals, scheduling, signals, spreadsheets  # noqa: F401

        spreadsheets.protect()
