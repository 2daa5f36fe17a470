"""Ties between enterprises: contact requests, and offers that fit requests."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ExchangeConfig(AppConfig):
    """Connects matching with publication."""

    name = "exchange"
    verbose_name = _("Exchange")

    def ready(self) -> None:
        from exchange import signals  # noqa: F401
