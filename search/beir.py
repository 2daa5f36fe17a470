"""Reads test collections in the format of BEIR (Thakur et al. 2021): a folder with corpus.jsonl, queries.jsonl and
qrels/<split>.tsv. What is wrong with a file is said with the file's name and the line.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any


class BeirError(ValueError):
    """A collection that cannot be read; the message names the file, the line and what was expected."""


@dataclass(frozen=True, slots=True)
class Document:
    """One text of the corpus; `language` is None where the collection does not say."""

    id: str
    title: str
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Query:
    """One query; `language` is None where the collection does not say."""

    id: str
    text: str
    language: str | None


@dataclass(frozen=True, slots=True)
class Collection:
    """Documents, queries, and per query id the relevance of documents. Queries without judgements are left out."""

    documents: list[Document]
    queries: list[Query]
    judgements: dict[str, dict[str, int]]


def read_collection(folder: Path, split: str = "test") -> Collection:
    """The collection in a folder, with the judgements of one split; raises BeirError."""
    if not folder.is_dir():
        raise BeirError(f"{folder}: there is no such folder")
    documents = [
        Document(_text(row, "_id", at), _text(row, "title", at, default=""), _text(row, "text", at), _language(row, at))
        for at, row in _rows(folder / "corpus.jsonl")
    ]
    queries = [
        Query(_text(row, "_id", at), _text(row, "text", at), _language(row, at))
        for at, row in _rows(folder / "queries.jsonl")
    ]
    _refuse_repeated(folder / "corpus.jsonl", [document.id for document in documents])
    _refuse_repeated(folder / "queries.jsonl", [query.id for query in queries])
    judgements = _judgements(folder / "qrels" / f"{split}.tsv")
    judged = [query for query in queries if any(relevance > 0 for relevance in judgements.get(query.id, {}).values())]
    if not judged:
        raise BeirError(f"{folder}: no query has a relevant document in qrels/{split}.tsv")
    return Collection(documents, judged, {query.id: judgements[query.id] for query in judged})


def _lines(path: Path) -> Iterator[tuple[str, str]]:
    """The lines that are not blank, each with the place to name in a message."""
    try:
        with path.open(encoding="utf-8-sig") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield f"{path}, line {number}", line
    except FileNotFoundError as error:
        raise BeirError(f"{path}: the file is missing") from error
    except UnicodeDecodeError as error:
        raise BeirError(f"{path}: the file is not UTF-8 ({error.reason} at byte {error.start})") from error


def _rows(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    for at, line in _lines(path):
        try:
            row = json.loads(line)
        except json.JSONDecodeError as error:
            raise BeirError(f"{at}: not JSON ({error.msg} at column {error.colno})") from error
        if not isinstance(row, dict):
            raise BeirError(f"{at}: expected an object, found {type(row).__name__}")
        yield at, row


def _text(row: dict[str, Any], key: str, at: str, default: str | None = None) -> str:
    value = row.get(key, default)
    if value is None:
        value = default
    if not isinstance(value, str):
        raise BeirError(f"{at}: “{key}” must be a string")
    return value


def _language(row: dict[str, Any], at: str) -> str | None:
    metadata = row.get("metadata") or {}
    if not isinstance(metadata, dict):
        raise BeirError(f"{at}: “metadata” must be an object")
    return _text(metadata, "language", at, default="") or None


def _refuse_repeated(path: Path, ids: list[str]) -> None:
    seen: set[str] = set()
    for identifier in ids:
        if identifier in seen:
            raise BeirError(f"{path}: the id “{identifier}” occurs more than once")
        seen.add(identifier)


def _judgements(path: Path) -> dict[str, dict[str, int]]:
    judgements: dict[str, dict[str, int]] = {}
    for number, (at, line) in enumerate(_lines(path)):
        fields = line.rstrip("\r\n").split("\t")
        if len(fields) != 3:
            raise BeirError(
                f"{at}: expected query-id, corpus-id and score with tabs between, found {len(fields)} fields"
            )
        query, document, score = fields
        try:
            relevance = int(score)
        except ValueError as error:
            if number == 0:
                continue  # The header names the columns.
            raise BeirError(f"{at}: the score “{score}” is not a whole number") from error
        judgements.setdefault(query, {})[document] = relevance
    return judgements
