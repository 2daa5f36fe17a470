"""Reads the files of ``kb/data/demo`` and refuses what has the wrong shape; what values mean is not known here."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent.parent / "data" / "demo"

TYPES = ("technology", "case_study", "article")
LANGUAGES = ("ru", "be", "kk", "en")
MAY_DIFFER = {"tags"}
PUBLISHED_STATES = ("published", "needs_confirmation", "archived")
STATES = ("draft", "technical_review", "editorial_review", "returned", *PUBLISHED_STATES)


class DataError(Exception):
    """Something in a file is wrong; the message says where: file, row, field."""

    def __init__(self, file: str, *where: object, problem: str) -> None:
        super().__init__(f"{', '.join([file, *map(str, where)])}: {problem}")


@dataclass(frozen=True)
class EntryFile:
    """One entry with all its language versions, as written."""

    key: str
    type: str
    original: str
    enterprise: str
    areas: list[str]
    published: date
    state: str
    versions: dict[str, dict[str, Any]]
    reason: str = ""
    related: list[str] = field(default_factory=list)
    cover: str = ""
    common: dict[str, Any] = field(default_factory=dict)
    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    attachments: list[dict[str, Any]] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The file's name in messages."""
        return f"entries/{self.key}.toml"

    @property
    def is_published(self) -> bool:
        """Whether visitors see it."""
        return self.state in PUBLISHED_STATES

    @property
    def translations(self) -> list[str]:
        """Languages besides the original's."""
        return [language for language in self.versions if language != self.original]


_REQUIRED: dict[str, type] = {
    "type": str,
    "original": str,
    "enterprise": str,
    "areas": list,
    "published": date,
    "state": str,
}
_OPTIONAL: dict[str, type] = {
    "reason": str,
    "related": list,
    "cover": str,
    "common": dict,
    "rows": dict,
    "attachments": list,
}


def read_toml(path: Path, name: str) -> dict[str, Any]:
    """The contents of a TOML file, with exact decimals; raises ``DataError`` when it is not TOML."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file, parse_float=Decimal)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise DataError(name, problem=str(error)) from error


def read_entries(folder: Path) -> dict[str, EntryFile]:
    """All entries of ``folder``/entries by key, checked against each other."""
    entries = {path.stem: _read_entry(path) for path in sorted((folder / "entries").glob("*.toml"))}
    for entry in entries.values():
        for key in entry.related:
            if key not in entries:
                raise DataError(entry.name, "related", problem=f"there is no entry {key!r}.")
            if not entries[key].is_published:
                raise DataError(entry.name, "related", problem=f"{key!r} is not published.")
    return entries


def _read_entry(path: Path) -> EntryFile:
    name = f"entries/{path.name}"
    data = read_toml(path, name)
    if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", path.stem):
        raise DataError(name, problem="name the file with lower-case Latin letters, digits and hyphens.")
    versions = {language: data.pop(language) for language in LANGUAGES if language in data}
    for key, kind in _REQUIRED.items():
        if not data.get(key):
            raise DataError(name, key, problem="it is missing.")
        _of_kind(name, key, data[key], kind)
    for key in data:
        if key not in _REQUIRED | _OPTIONAL:
            raise DataError(name, key, problem="there is no such key.")
        _of_kind(name, key, data[key], (_REQUIRED | _OPTIONAL)[key])
    _one_of(name, "type", data["type"], TYPES)
    _one_of(name, "original", data["original"], LANGUAGES)
    _one_of(name, "state", data["state"], STATES)
    entry = EntryFile(key=path.stem, versions=versions, **data)
    _check_versions(entry)
    _check_rows(entry)
    return entry


def _check_versions(entry: EntryFile) -> None:
    original = entry.versions.get(entry.original)
    if original is None:
        raise DataError(entry.name, entry.original, problem="the table of the original language is missing.")
    if entry.translations and not entry.is_published:
        raise DataError(entry.name, "state", problem="a page that is not published has no translations.")
    if entry.state == "returned" and not entry.reason:
        raise DataError(entry.name, "reason", problem="write why the reviewer returned it.")
    for language in entry.translations:
        for name in sorted((set(original) ^ set(entry.versions[language])) - MAY_DIFFER):
            missing = language if name in original else entry.original
            raise DataError(entry.name, missing, name, problem="this language lacks it, another one has it.")


def _check_rows(entry: EntryFile) -> None:
    for relation, rows in entry.rows.items():
        _of_kind(entry.name, f"rows.{relation}", rows, list)
        for number, row in enumerate(rows, start=1):
            for name, value in row.items():
                if isinstance(value, dict):
                    _check_languages(entry, (f"rows.{relation}", f"row {number}", name), value)


def _check_languages(entry: EntryFile, where: Iterable[str], texts: Mapping[str, object]) -> None:
    for language in entry.versions:
        if language not in texts:
            raise DataError(entry.name, *where, language, problem="the text in this language is missing.")
    for language in texts:
        if language not in entry.versions:
            raise DataError(entry.name, *where, language, problem="the entry has no version in this language.")


def _of_kind(name: str, key: str, value: object, kind: type) -> None:
    if not isinstance(value, kind):
        wanted = {str: "a text", list: "a list", date: "a date", dict: "a table"}[kind]
        raise DataError(name, key, problem=f"{wanted} is wanted.")


def _one_of(name: str, key: str, value: str, allowed: Iterable[str]) -> None:
    if value not in allowed:
        raise DataError(name, key, problem=f"{value!r} is none of {', '.join(allowed)}.")
