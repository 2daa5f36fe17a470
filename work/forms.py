"""Giving a review to somebody."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from kb.models import ReviewState
from kb.models.reviewers import eligible_reviewers
from work.load import reviewers_by_load


class AssignForm(forms.Form):
    """Who reviews, and until when; only people who may review the entry are offered."""

    reviewer = forms.TypedChoiceField(label=gettext_lazy("Reviewer"), coerce=int, widget=forms.RadioSelect)
    due_on = forms.DateField(
        label=gettext_lazy("To be done by"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )

    def __init__(self, data: Any, *, review: ReviewState) -> None:
        super().__init__(data, initial={"reviewer": review.reviewer_id, "due_on": review.due_on})
        stage = review.task.specific.stage
        self.people = {
            person.pk: person
            for person in eligible_reviewers(review.entry, stage, review.workflow_state.requested_by_id)
        }
        loads = {person.pk: person.open_count for person in reviewers_by_load().filter(pk__in=self.people)}
        choices: Any = self.fields["reviewer"]
        choices.choices = [(pk, _described(person, loads.get(pk, 0))) for pk, person in self.people.items()]

    def clean_due_on(self) -> Any:
        """A day that is still to come."""
        day = self.cleaned_data["due_on"]
        if day < timezone.localdate() and day != self.initial["due_on"]:
            raise forms.ValidationError(_("Choose today or a later day."))
        return day


def _described(person: Any, load: int) -> str:
    country = person.get_country_display()
    has = ngettext("%(count)d open review", "%(count)d open reviews", load) % {"count": load}
    return ", ".join(part for part in (str(person), country, has) if part)
