"""What people fill in: the contact request, and how an enterprise answers it."""

import time
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from exchange.models import ContactRequest, DeclineReason, Status
from exchange.models.contact import TEXT_LIMIT
from exchange.workflow import STEPS
from kb.text_areas import LinesTextarea

LEAST_SECONDS = 3
"""Nobody writes a letter faster; programs do."""
LONGEST_HOURS = 24
NEEDED = _("Fill in this field.")
_OPENED = "exchange.opened"


def opened_now() -> str:
    """A signed note of when the form was opened."""
    return signing.dumps(time.time(), salt=_OPENED)


class ContactForm(forms.ModelForm[ContactRequest]):
    """A letter to an enterprise. Signed-in people do not say who they are again: the account knows the address."""

    homepage = forms.CharField(label=_("Leave this field empty"), required=False)
    """Not shown to people; programs that fill in everything fill it in too."""
    opened = forms.CharField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = ContactRequest
        fields = ("purpose", "text", "name", "organisation", "country", "email", "language")
        widgets = {
            "text": LinesTextarea({"rows": 8, "maxlength": TEXT_LIMIT}),
            "name": forms.TextInput({"autocomplete": "name"}),
            "organisation": forms.TextInput({"autocomplete": "organization"}),
            "email": forms.EmailInput({"autocomplete": "email"}),
        }

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        self.initial = {**self.initial, "language": (get_language() or "")[:2], "opened": opened_now()}
        if user.is_authenticated:
            del self.fields["email"]
            self.initial = {**self.initial, "name": user.get_full_name(), "country": user.country}
        for field in self.fields.values():
            field.error_messages["required"] = NEEDED
        if "email" in self.fields:
            wrong = _("Enter an e-mail address, for example name@example.org.")
            self.fields["email"].error_messages["invalid"] = wrong
            self.fields["email"].help_text = _(
                "A link to confirm it comes there. Only the enterprise sees the address."
            )

    def clean(self) -> dict[str, Any] | None:
        """Tells people from programs."""
        cleaned = super().clean()
        if self.cleaned_data.get("homepage"):
            self.add_error(None, _("A field that people do not see was filled in. It is empty now: send again."))
        try:
            age = _age(self.cleaned_data.get("opened", ""))
        except signing.BadSignature:
            self._renew()
            self.add_error(None, _("The form was open for too long. Nothing is lost: send it once more."))
        else:
            if age < timedelta(seconds=LEAST_SECONDS):
                self.add_error(None, _("That was too quick for a person. Wait a few seconds and send again."))
        return cleaned

    def _renew(self) -> None:
        self.data = {**self.data.dict(), self.add_prefix("opened"): opened_now()}  # type: ignore[attr-defined]

    @property
    def letter_fields(self) -> list[forms.BoundField]:
        """The fields that are shown, in order."""
        return [field for field in self.visible_fields() if field.name != "homepage"]


def _age(opened: str) -> timedelta:
    """How long ago ``opened_now`` was called; raises ``BadSignature`` also when that is too long ago."""
    seconds = time.time() - signing.loads(opened, salt=_OPENED, max_age=timedelta(hours=LONGEST_HOURS))
    return timedelta(seconds=seconds)


class StepForm(forms.Form):
    """The answer of the enterprise, with what becomes of the request."""

    status = forms.ChoiceField(label=_("What next"), widget=forms.RadioSelect)
    reason = forms.ChoiceField(label=_("Reason"), required=False)
    day = forms.DateField(
        label=_("Date"),
        required=False,
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=_("Of the meeting, or of the contract."),
    )
    text = forms.CharField(
        label=_("Message to the asker"),
        required=False,
        max_length=TEXT_LIMIT,
        widget=LinesTextarea({"rows": 5}),
        help_text=_("It goes there by e-mail, in your words."),
    )
    shares_address = forms.BooleanField(required=False)

    ANSWER = "answer"
    STEP_NAMES = {
        ANSWER: _("write only"),
        Status.ACCEPTED: _("accept"),
        Status.DECLINED: _("decline"),
        Status.MEETING: _("a meeting is agreed"),
        Status.CONTRACT: _("a contract is signed"),
        Status.CLOSED: _("close"),
    }

    @staticmethod
    def moved_on(contact: ContactRequest) -> Any:
        """What is said when a step is not possible any more."""
        if contact.is_open:
            return _("A colleague has changed the state meanwhile: choose again.")
        return _("The enterprise has closed the request meanwhile.")

    def __init__(self, *args: Any, contact: ContactRequest, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        steps = [*STEPS.get(contact.status, ()), self.ANSWER]
        self.fields["status"].choices = [(step, self.STEP_NAMES[step]) for step in steps]  # type: ignore[attr-defined]
        self.fields["status"].error_messages |= {
            "required": _("Choose what happens next."),
            "invalid_choice": self.moved_on(contact),
        }
        self.fields["reason"].choices = [("", _("– choose –")), *DeclineReason.choices]  # type: ignore[attr-defined]
        self.fields["day"].error_messages["invalid"] = _("Enter a date, for example 24.12.2026.")
        self.fields["shares_address"].label = _("Let the asker write to me directly: %(email)s") % {"email": user.email}
        if Status.DECLINED not in steps:
            del self.fields["reason"]
        if not {Status.MEETING, Status.CONTRACT} & set(steps):
            del self.fields["day"]

    def clean(self) -> dict[str, Any] | None:
        """Each step asks for something else."""
        cleaned = super().clean() or {}
        status, text = cleaned.get("status"), cleaned.get("text", "").strip()
        if status == self.ANSWER and not text and "text" not in self.errors:
            self.add_error("text", NEEDED)
        if status == Status.DECLINED:
            if not cleaned.get("reason"):
                self.add_error("reason", _("Say why: the asker will be told."))
            elif cleaned["reason"] == DeclineReason.OTHER and not text:
                self.add_error("text", _("Say which reason."))
        if status in (Status.MEETING, Status.CONTRACT) and not cleaned.get("day") and "day" not in self.errors:
            self.add_error("day", _("Say when."))
        if status == Status.CONTRACT and (day := cleaned.get("day")) and day > _today():
            self.add_error("day", _("A contract is signed today or was signed before."))
        return cleaned


def _today() -> date:
    return timezone.localdate()


class NoteForm(forms.Form):
    """A note inside the enterprise, or what the asker writes further."""

    text = forms.CharField(max_length=TEXT_LIMIT, widget=LinesTextarea({"rows": 3}))

    def __init__(self, *args: Any, label: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = label
        self.fields["text"].error_messages["required"] = NEEDED
