"""The translation catalogues: `make messages` brings them up to date with the texts in the code.

Catalogues are kept free of line numbers and dates, so that they change only when a text does.
"""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import chdir
from pathlib import Path

import polib
from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.commands.makemessages import Command as MakeMessages

from .console import ROOT, StepFailed, detail, run_command, say

LANGUAGES = ("ru", "be", "kk", "en")
# English is the language of the messages themselves: its catalogue only holds plurals and exceptions.
SOURCE_LANGUAGE = "en"
EXTENSIONS = ["py", "html", "txt"]
WITHOUT_TEXTS = (
    "benchmarks",
    "development",
    "docs",
    "locale",
    "media",
    "requirements",
    "static",
    "tests",
    "var",
)


class StableMakeMessages(MakeMessages):
    """Django's command without guesses: a similar text's translation is often wrong and passes unseen."""

    msgmerge_options = [*MakeMessages.msgmerge_options, "--no-fuzzy-matching"]


def catalogues(root: Path = ROOT) -> Iterator[tuple[str, Path]]:
    """The languages and their catalogues."""
    for language in LANGUAGES:
        yield language, root / "locale" / language / "LC_MESSAGES" / "django.po"


def compile_changed(root: Path = ROOT) -> int:
    """Make the .mo files that Django reads; needs no gettext. How many were out of date."""
    compiled = 0
    for _language, source in catalogues(root):
        target = source.with_suffix(".mo")
        if not source.exists() or (target.exists() and target.stat().st_mtime >= source.stat().st_mtime):
            continue
        part = target.with_suffix(".part")
        polib.pofile(str(source)).save_as_mofile(str(part))
        part.replace(target)
        compiled += 1
    return compiled


def extract(root: Path) -> None:
    """Bring the catalogues of a checkout, or of a copy of one, up to date."""
    if not (shutil.which("xgettext") and shutil.which("msgmerge")):
        raise StepFailed(
            "GNU gettext is not installed.",
            "Install it (Debian: apt-get install gettext; macOS: brew install gettext), then run this again.",
        )
    (root / "locale").mkdir(exist_ok=True)
    # With settings, Django would write into the checkout's catalogues even for a copy.
    chosen = os.environ.pop("DJANGO_SETTINGS_MODULE", None)
    try:
        with chdir(root):
            call_command(
                StableMakeMessages(),
                locale=list(LANGUAGES),
                extensions=EXTENSIONS,
                ignore_patterns=[
                    f"{entry.name}/*" for entry in root.iterdir() if entry.is_dir() and not has_texts(entry)
                ],
                no_location=True,
                no_wrap=True,
                no_obsolete=True,
                verbosity=0,
            )
    except CommandError as error:
        raise StepFailed(f"The texts could not be collected: {error}") from error
    finally:
        if chosen is not None:
            os.environ["DJANGO_SETTINGS_MODULE"] = chosen
    for _language, file in catalogues(root):
        lines = file.read_text(encoding="utf-8").splitlines(keepends=True)
        kept = [line for line in lines if not line.startswith('"POT-Creation-Date:')]
        file.write_text("".join(kept), encoding="utf-8")


def has_texts(folder: Path) -> bool:
    """Whether a top-level folder belongs to the site, whose texts are translated."""
    return folder.is_dir() and not folder.name.startswith(".") and folder.name not in WITHOUT_TEXTS


def main() -> int:
    """The command line: collect the texts and say what is left to translate; with `compile`, only compile them."""
    if sys.argv[1:] == ["compile"]:
        say("Compiling the translations")
        detail(f"{compile_changed()} of {len(LANGUAGES)} languages had changed")
        return 0
    say("Collecting the texts of the site into locale/")
    extract(ROOT)
    for language, file in catalogues():
        catalogue = polib.pofile(str(file))
        left = 0 if language == SOURCE_LANGUAGE else len(catalogue.untranslated_entries())
        detail(f"{language}: {len(catalogue)} texts, {left} to translate")
    compile_changed()
    return 0


if __name__ == "__main__":
    run_command(main)
