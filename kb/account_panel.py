"""Where letters are chosen, on the account page of the admin: Wagtail's own boxes there stop nothing here."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import BaseSettingsPanel, notifications_tab


class LettersPanel(BaseSettingsPanel):
    """A link above Wagtail's boxes, which no setting or hook removes from whoever may change pages."""

    name = "letters"
    title = _("Letters of this site")
    tab = notifications_tab
    order = 50
    template_name = "kb/account/letters.html"

    def get_form(self) -> Any:
        """Nothing is chosen here."""
        return forms.Form()
