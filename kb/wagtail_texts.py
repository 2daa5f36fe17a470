"""Texts that Wagtail shows in its admin and that its Russian catalogue lacks, or where that reads wrongly.

Catalogues of the project come before those of packages, so it is enough that these are in ours. Nothing imports this.
"""

from django.utils.translation import gettext_noop as _
from django.utils.translation import ngettext_lazy

# Not translated as of Wagtail 8.0.
_("Actions (footer)")
_("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s")
_("%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s across entire site.")
_(
    "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"
    " in '<span class=\"w-title-ellipsis\">%(title)s</span>'."
)
_("View latest version")
_("Currently idle")
_("Proceeding will overwrite the changes you made in that window.")
_("Proceeding will overwrite the changes made by %(user_name)s.")
_("Alternatively, you can view the latest version in a new tab.")
_("A network error occurred")
_(
    "Troubleshoot your connection to the site before proceeding. Open the editor in a separate tab to view the last"
    " saved version."
)
_("Cancelled by %(cancelled_by)s")
_("Locked by")
_("Anyone")
_("Maximum filesize: %(max_upload_size)s.")
_("%(model_name)s scheduled for publishing at %(go_live_at)s")
_("%(model_name)s scheduled for publishing")
_("%(model_name)s unscheduled for publishing at %(go_live_at)s")
_("%(model_name)s unscheduled from publishing")
_("Meta description is empty")
_("Add a concise description for search engines")

# Translated with names of models in a case or number that no Russian sentence takes.
_("There are no %(model_name)s to display.")
_('There are no %(model_name)s to display. Why not <a href="%(add_url)s">add one</a>?')
_("(Private %(object)s)")
_("Anyone can edit this %(model_name)s – lock it to prevent others from editing")
_("Anyone can edit this %(model_name)s")
ngettext_lazy("There is one matching page", "There are %(counter)s matching pages", "counter")
