"""An index that an earlier version of the site wrote is built anew by itself."""

import pytest

from search import documents, index, tasks
from search.models import SearchDocument

pytestmark = pytest.mark.django_db


@pytest.fixture
def outdated(publish):
    """An entry whose row is as an earlier version wrote it."""
    page = publish(title="Насос")
    SearchDocument.objects.update(form=documents.FORM - 1, body="")
    return page


def test_the_daily_job_has_an_outdated_index_built_anew(outdated):
    assert tasks.renew() == "is being built anew"
    row = SearchDocument.objects.get(page=outdated)
    assert (row.form, bool(row.body), index.is_outdated()) == (documents.FORM, True, False)


def test_the_daily_job_leaves_alone_what_is_up_to_date(publish):
    publish(title="Насос")
    SearchDocument.objects.update(body="")
    assert tasks.renew() == "up to date"
    assert not SearchDocument.objects.get().body


def test_a_rebuild_that_waited_until_another_was_done_does_nothing(outdated):
    index.rebuild()
    assert tasks.rebuild_outdated.func() == 0
