"""The database that benchmarks run on: more entries, each with what belongs to it."""

import pytest

from accounts.models import User
from benchmarks.growth import grow
from kb import workflow
from kb.models import Enterprise, EntryPage
from tests.factories.kb import make_entry, make_indicator_row

pytestmark = pytest.mark.django_db


def test_copies_have_rows_of_their_own_and_no_review(enterprise: Enterprise, contributor: User) -> None:
    entry = make_entry("case_study", enterprise=enterprise, supplier=enterprise, indicators=[make_indicator_row()])
    entry.owner = contributor
    entry.save(update_fields=["owner"])
    workflow.submit(entry, user=contributor)
    grow(3)
    copies = [copy.specific for copy in EntryPage.objects.live().exclude(pk=entry.pk)]
    assert [(copy.indicators.count(), copy.review_states.count()) for copy in copies] == [(1, 0)] * 2
