"""Reading judged questions about a site's pages, measuring them, and what is said about broken ones."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from search.judged import JudgedError, measure, read_questions

QUESTIONS = """
[words]
"насосами" = { pump = 3 }
"насос зерно" = { pump = 2, dryer = 1 }
[designations]
"МТЗ-82" = { tractor = 3 }
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "ru.toml").write_text(QUESTIONS)
    return tmp_path


@pytest.fixture
def pages(publish: Callable[..., Any]) -> None:
    publish(title="Насос", slug="pump")
    publish(title="Сушка зерна", slug="dryer")
    publish(title="Плуг", slug="tractor")


def test_a_question_knows_its_language_and_group(folder: Path) -> None:
    first, _second, third = read_questions(folder)
    assert (first.text, first.language, first.group, first.pages) == ("насосами", "ru", "words", {"pump": 3})
    assert third.group == "designations"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[words]\n"а" = { pump = 4 }', "“а”"),
        ('[words]\n"а" = {}', "“а”"),
        ('[words]\n"а" = "pump"', "“а”"),
        ("words = 1", "“words”"),
        ("[words", "ru.toml"),
        ("", "no file such as ru.toml"),
    ],
)
def test_what_is_wrong_is_said_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / "ru.toml").write_text(text)
    with pytest.raises(JudgedError, match=said):
        read_questions(tmp_path)


@pytest.mark.django_db
def test_each_group_has_its_own_figures(folder: Path, pages: None) -> None:
    words, designations = measure(read_questions(folder))
    assert (words.group, words.questions, words.ndcg, words.success) == ("words", 2, 1, 1)
    assert (designations.group, designations.questions, designations.ndcg) == ("designations", 1, 0)


@pytest.mark.django_db
def test_a_page_that_is_not_published_is_named(folder: Path, publish: Callable[..., Any]) -> None:
    publish(title="Насос", slug="pump")
    with pytest.raises(JudgedError, match="dryer"):
        measure(read_questions(folder))


@pytest.mark.django_db
def test_the_command_prints_a_line_per_group(folder: Path, pages: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("evaluate_search", str(folder))
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[:3] for line in lines[1:]] == [["ru", "words", "2"], ["ru", "designations", "1"]]


@pytest.mark.django_db
def test_the_command_refuses_what_is_broken(tmp_path: Path) -> None:
    (tmp_path / "ru.toml").write_text("[words")
    with pytest.raises(CommandError, match=r"ru\.toml"):
        call_command("evaluate_search", str(tmp_path))
