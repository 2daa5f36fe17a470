"""What the other tests rest on: entries from the factories are complete."""

import pytest

from tests.factories.kb import PAGE_MODELS, make_entry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_entry_from_the_factory_may_be_submitted(kind):
    draft = make_entry(kind, published=False).get_latest_revision_as_object()
    assert draft.submission_errors() == {}


@pytest.mark.parametrize("kind", PAGE_MODELS)
def test_entry_from_the_factory_is_published(kind):
    assert make_entry(kind).live


def test_draft_from_the_factory_is_not_published():
    assert not make_entry(published=False).live


def test_rows_of_a_published_entry_are_stored():
    entry = make_entry("case_study")
    assert type(entry).objects.get(pk=entry.pk).indicators.count() == 1
