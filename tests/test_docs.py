"""The documentation says what the code does."""

import re
from pathlib import Path

import pytest

from development.guide_pictures import PICTURES

ROOT = Path(__file__).resolve().parent.parent
READ_VARIABLE = re.compile(r"""(?:\benv(?:\.\w+)?|\brequired)\(\s*"([A-Z][A-Z_]+)\"""")
IMAGE = re.compile(r"!\[([^\]]*)\]\(([^)]+)\)")
LINK = re.compile(r"\]\((?!https?://|mailto:|#)([^)#]+)")


def variables_read_by_settings() -> set[str]:
    sources = (ROOT / "kb" / "settings").glob("*.py")
    return {name for source in sources for name in READ_VARIABLE.findall(source.read_text())}


def test_every_environment_variable_of_the_settings_is_documented() -> None:
    documented = (ROOT / "docs" / "settings.md").read_text()
    assert {name for name in variables_read_by_settings() if f"`{name}`" not in documented} == set()


def test_the_settings_do_read_variables() -> None:
    assert {"DATABASE_URL", "SECRET_KEY", "BASE_URL"} <= variables_read_by_settings()


DOCUMENTS = [*sorted(ROOT.glob("docs/**/*.md")), ROOT / "README.md"]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    broken = [target for target in LINK.findall(document.read_text()) if not (document.parent / target).exists()]
    assert broken == []


def images() -> list[tuple[str, Path]]:
    """The text and the file of every picture that a document shows."""
    return [
        (text, (document.parent / target).resolve())
        for document in DOCUMENTS
        for text, target in IMAGE.findall(document.read_text())
    ]


def test_the_script_takes_every_picture_that_the_documents_show_and_no_other() -> None:
    taken = {ROOT / "docs" / "images" / f"{picture.name}.png" for picture in PICTURES}
    assert {file for _text, file in images()} == taken == set((ROOT / "docs" / "images").iterdir())


def test_every_picture_says_in_words_what_it_shows_and_is_quick_to_load() -> None:
    assert [file.name for text, file in images() if len(text.split()) < 5] == []
    assert [file.name for _text, file in images() if file.stat().st_size > 150_000] == []


def test_the_commands_of_the_readme_are_in_the_makefile() -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), flags=re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z]+)", (ROOT / "README.md").read_text()))
    assert {"run", "test"} <= named <= targets


def test_every_management_command_is_documented() -> None:
    commands = {path.stem for path in ROOT.glob("*/management/commands/[a-z]*.py")}
    written = "\n".join(path.read_text() for path in [*ROOT.glob("docs/**/*.md"), ROOT / "README.md"])
    assert {name for name in commands if f"manage.py {name}" not in written} == set()


def test_tests_named_in_the_threat_model_exist():
    text = (ROOT / "docs" / "security.md").read_text()
    named = set(re.findall(r"`(tests/[^`]+)`", text))
    assert len(named) > 20
    assert {name for name in named if not (ROOT / name).exists()} == set()
