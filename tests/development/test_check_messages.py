"""The check of the translations, on catalogues made for the test."""

from pathlib import Path

import polib
import pytest

from development import check_messages, messages

CODE = """\
from django.utils.translation import gettext_lazy as _, ngettext_lazy

greeting = _("Welcome, %(name)s")
count = ngettext_lazy("%(count)s case", "%(count)s cases", 1)
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A small project with complete catalogues."""
    (tmp_path / "kb").mkdir()
    (tmp_path / "kb" / "texts.py").write_text(CODE)
    messages.extract(tmp_path)
    for _language, file in messages.catalogues(tmp_path):
        catalogue = polib.pofile(str(file))
        forms = range(check_messages.plural_forms(catalogue))
        for entry in catalogue:
            entry.msgstr = "" if entry.msgid_plural else "Сардэчна, %(name)s"
            entry.msgstr_plural = dict.fromkeys(forms if entry.msgid_plural else (), "%(count)s прыклад")
        catalogue.save()
    return tmp_path


def found(checkout: Path) -> list[str]:
    return list(check_messages.problems(checkout))


def change(checkout: Path, language: str, msgid: str, **values: object) -> None:
    file = dict(messages.catalogues(checkout))[language]
    catalogue = polib.pofile(str(file))
    entry = catalogue.find(msgid)
    for name, value in values.items():
        setattr(entry, name, value)
    catalogue.save()


def test_complete_catalogues_have_no_problems(checkout: Path) -> None:
    assert found(checkout) == []


def test_a_text_that_is_new_in_the_code_is_missing_in_each_language(checkout: Path) -> None:
    (checkout / "kb" / "texts.py").write_text(CODE + 'farewell = _("Good-bye")\n')
    assert [problem[:2] for problem in found(checkout) if "“Good-bye” is not in the catalogue" in problem] == [
        "ru",
        "be",
        "kk",
        "en",
    ]


def test_a_text_that_left_the_code_is_reported(checkout: Path) -> None:
    (checkout / "kb" / "texts.py").write_text(CODE.replace("greeting", "# greeting"))
    assert any("“Welcome, %(name)s” is no longer used" in problem for problem in found(checkout))


@pytest.mark.parametrize("language", ["ru", "be", "kk"])
def test_an_empty_translation_is_a_problem(checkout: Path, language: str) -> None:
    change(checkout, language, "Welcome, %(name)s", msgstr="")
    assert found(checkout) == [f"{language}: “Welcome, %(name)s” is not translated"]


def test_english_needs_no_translation(checkout: Path) -> None:
    change(checkout, "en", "Welcome, %(name)s", msgstr="")
    assert found(checkout) == []


def test_a_lost_placeholder_is_a_problem(checkout: Path) -> None:
    change(checkout, "kk", "Welcome, %(name)s", msgstr="Қош келдіңіз")
    assert len(found(checkout)) == 1


def test_a_translation_marked_fuzzy_is_a_problem(checkout: Path) -> None:
    change(checkout, "ru", "Welcome, %(name)s", flags=["fuzzy"])
    assert found(checkout) == ["ru: “Welcome, %(name)s” is marked fuzzy"]


def test_compiled_catalogues_follow_their_sources(checkout: Path) -> None:
    assert messages.compile_changed(checkout) == len(messages.LANGUAGES)
    assert messages.compile_changed(checkout) == 0


def test_collecting_again_changes_nothing(checkout: Path) -> None:
    files = [file for _language, file in messages.catalogues(checkout)]
    before = [polib.pofile(str(file)) for file in files]
    messages.extract(checkout)
    assert [polib.pofile(str(file)) for file in files] == before
