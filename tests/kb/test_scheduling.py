"""Pages that were to appear or to end at an hour."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from kb.models import EntryPage
from kb.scheduling import carry_out_then
from tests.factories.kb import make_entry

pytestmark = pytest.mark.django_db

SOON = timedelta(hours=3)


@pytest.fixture
def live(enterprise):
    return make_entry(enterprise=enterprise)


def publish(entry, **times):
    page = EntryPage.objects.get(pk=entry.pk).specific
    for name, moment in times.items():
        setattr(page, name, moment)
    page.save_revision().publish()
    return page


def waiting():
    return DBTaskResult.objects.filter(task_path=carry_out_then.module_path, status="READY")


def pass_by(monkeypatch):
    later = timezone.now() + 2 * SOON
    monkeypatch.setattr(timezone, "now", lambda: later)


def test_the_worker_is_told_the_hour_of_a_publication(queue, live):
    hour = timezone.now() + SOON
    publish(live, go_live_at=hour)
    assert [round((task.run_after - hour).total_seconds()) for task in waiting()] == [1]


def test_the_worker_is_told_the_hour_of_an_end(queue, live):
    hour = timezone.now() + SOON
    publish(live, expire_at=hour)
    assert [round((task.run_after - hour).total_seconds()) for task in waiting()] == [1]


def test_a_page_without_an_hour_tells_the_worker_nothing(queue, live):
    publish(live)
    assert not waiting().exists()


def test_a_page_ends_at_its_hour(live, monkeypatch):
    publish(live, expire_at=timezone.now() + SOON)
    pass_by(monkeypatch)
    carry_out_then.call()
    assert not EntryPage.objects.get(pk=live.pk).live


def test_the_daily_job_publishes_what_the_worker_has_missed(live, monkeypatch):
    publish(live, title="Новое название", go_live_at=timezone.now() + SOON)
    assert EntryPage.objects.get(pk=live.pk).title != "Новое название"
    pass_by(monkeypatch)
    call_command("run_daily", verbosity=0)
    assert EntryPage.objects.get(pk=live.pk).title == "Новое название"
