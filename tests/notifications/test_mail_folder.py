"""Letters during development."""

import email
import email.policy
from pathlib import Path
from typing import Any

import pytest
from django.core.mail import send_mail

from tests.mail import text_of


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    path = tmp_path / "mail"
    backend = {"BACKEND": "notifications.mail_folder.EmailBackend", "OPTIONS": {"path": path}}
    settings.MAILERS = {"default": backend}
    return path


def test_a_letter_is_a_readable_file_that_the_terminal_names(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    send_mail("Новая страница", "Қайырлы күн! " * 20, None, ["anna@example.org"])
    (file,) = folder.iterdir()
    assert str(file) in capsys.readouterr().err
    assert "Қайырлы күн!" in file.read_text(encoding="utf-8")
    assert "Subject: Новая страница" in file.read_text(encoding="utf-8")


def test_mail_programs_can_open_it(folder: Path) -> None:
    send_mail("Новая страница", "Қайырлы күн!", None, ["anna@example.org"], html_message="<p>Қайырлы күн!</p>")
    (file,) = folder.iterdir()
    letter = email.message_from_bytes(file.read_bytes(), policy=email.policy.default)
    assert letter["Subject"] == "Новая страница"
    assert text_of(letter).strip() == "Қайырлы күн!"
