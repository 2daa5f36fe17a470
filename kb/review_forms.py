"""What a reviewer says with a decision."""

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from kb.text_areas import LinesTextarea

COMMENT_LIMIT = 4000


class ReturnReason(models.TextChoices):
    """Why an entry goes back to its author."""

    INCOMPLETE = "incomplete", _("something is missing")
    EVIDENCE = "evidence", _("figures lack evidence or do not agree")
    TECHNICAL = "technical", _("technically wrong or outdated")
    UNCLEAR = "unclear", _("hard to understand, or language mistakes")
    DUPLICATE = "duplicate", _("it is described on another page already")
    CLEARANCE = "clearance", _("clearance for publication is in doubt")
    UNSUITABLE = "unsuitable", _("it does not belong into the exchange")
    OTHER = "other", _("another reason")


class ReturnForm(forms.Form):
    """Why the entry goes back, and what is to be done: both are needed."""

    reason = forms.ChoiceField(label=_("Reason"), choices=ReturnReason, widget=forms.RadioSelect)
    comment = forms.CharField(
        label=_("What is to be changed"),
        help_text=_("The author and everybody who took part in the review read it."),
        max_length=COMMENT_LIMIT,
        widget=LinesTextarea({"rows": 4}),
        error_messages={"required": _("Write what is to be changed, so that the author can do it.")},
    )
