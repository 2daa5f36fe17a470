"""Fails when a text of the site is missing, untranslated or wrongly translated in one of the four languages.

English is the exception: the texts in the code are English, so an empty translation is right there.
"""

import re
import shutil
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import polib

from .console import ROOT, StepFailed, detail, run_command
from .messages import SOURCE_LANGUAGE, catalogues, extract, has_texts

NAMED = re.compile(r"%\((\w+)\)[sdif]|\{(\w*)\}|(%[sd])")
MOST_SHOWN = 15
Key = tuple[str | None, str, str]


def problems(root: Path = ROOT) -> Iterator[str]:
    """Everything that is wrong with the catalogues, one sentence each."""
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name)
        for entry in root.iterdir():
            if has_texts(entry) or entry.name == "locale":
                shutil.copytree(entry, fresh / entry.name, ignore=shutil.ignore_patterns("__pycache__", "*.mo"))
        extract(fresh)
        for (language, committed), (_same, collected) in zip(catalogues(root), catalogues(fresh), strict=True):
            if not committed.exists():
                yield f"{language}: there is no {committed.relative_to(root)}"
                continue
            old, new = polib.pofile(str(committed)), polib.pofile(str(collected))
            yield from differences(language, old, new)
            yield from faults(language, old)


def differences(language: str, old: polib.POFile, new: polib.POFile) -> Iterator[str]:
    """Texts that only the catalogue or only the code has."""
    before, now = _keys(old), _keys(new)
    for key in now - before:
        yield f"{language}: the text “{key[1]}” is not in the catalogue"
    for key in before - now:
        yield f"{language}: the text “{key[1]}” is no longer used"


def faults(language: str, catalogue: polib.POFile) -> Iterator[str]:
    """Entries of one catalogue that would show wrongly."""
    forms = plural_forms(catalogue)
    for entry in catalogue:
        if entry.obsolete:
            continue
        translations = list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]
        if entry.fuzzy:
            yield f"{language}: “{entry.msgid}” is marked fuzzy"
        elif not all(translations):
            if language != SOURCE_LANGUAGE:
                yield f"{language}: “{entry.msgid}” is not translated"
        elif entry.msgid_plural and len(translations) != forms:
            yield f"{language}: “{entry.msgid}” has {len(translations)} plural forms instead of {forms}"
        else:
            yield from _misplaced(language, entry, translations)


def plural_forms(catalogue: polib.POFile) -> int:
    """How many plural forms the language of a catalogue has; two if it does not say."""
    stated = re.search(r"nplurals\s*=\s*(\d)", catalogue.metadata.get("Plural-Forms", ""))
    return int(stated.group(1)) if stated else 2


def _misplaced(language: str, entry: polib.POEntry, translations: Iterable[str]) -> Iterator[str]:
    allowed = [_placeholders(entry.msgid)]
    if entry.msgid_plural:
        allowed.append(_placeholders(entry.msgid_plural))
    for translation in translations:
        if _placeholders(translation) not in allowed:
            yield f"{language}: “{entry.msgid}” and “{translation}” have different placeholders"


def _placeholders(text: str) -> list[str]:
    return sorted(match.group(0) for match in NAMED.finditer(text.replace("%%", "")))


def _keys(catalogue: polib.POFile) -> set[Key]:
    return {(entry.msgctxt, entry.msgid, entry.msgid_plural) for entry in catalogue if not entry.obsolete}


def main() -> int:
    """The command line."""
    found = sorted(problems())
    for problem in found[:MOST_SHOWN]:
        detail(problem)
    if len(found) > MOST_SHOWN:
        detail(f"… and {len(found) - MOST_SHOWN} more")
    if found:
        raise StepFailed(
            f"{len(found)} problems in the translations.",
            "Run “make messages” and fill in locale/*/LC_MESSAGES/django.po.",
        )
    return 0


if __name__ == "__main__":
    run_command(main)
