"""What is done once a day."""

from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kb.management.commands import run_daily
from notifications.models import MailPreferences


def test_each_job_says_what_it_did(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("run_daily")
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [name for name, _job in run_daily.JOBS]


def test_one_that_fails_does_not_stop_the_next(
    contributor: Any, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def half_done() -> str:
        MailPreferences.objects.create(user=contributor)
        raise RuntimeError

    monkeypatch.setattr(run_daily, "JOBS", [("broken", half_done), ("sound", lambda: "done")])
    with pytest.raises(CommandError, match="broken"):
        call_command("run_daily")
    assert "sound: done" in capsys.readouterr().out
    assert not MailPreferences.objects.exists()
