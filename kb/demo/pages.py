"""From an entry's file to an unsaved page, one per language version."""

import uuid
from datetime import date, timedelta
from typing import Any

from django.core.exceptions import FieldDoesNotExist, ValidationError
from django.db import models

from kb.demo.attachments import documents_of
from kb.demo.files import DataError, EntryFile
from kb.demo.pictures import cover_of
from kb.demo.stored_files import StoredFiles
from kb.models import (
    ArticlePage,
    CaseStudyPage,
    Enterprise,
    EntryAttachment,
    EntryPage,
    Indicator,
    KbDocument,
    Row,
    TechnologyArea,
    TechnologyPage,
)
from kb.sections import field_names, row_places

TYPES: dict[str, type[EntryPage]] = {model.entry_type: model for model in (TechnologyPage, CaseStudyPage, ArticlePage)}
FROM_TOP_LEVEL = {"enterprise", "original_language", "areas", "tags", "cover_image", "clearance_document"}
OWN_KEYS = {"attachments", "related_entries"}
ROW_KEYS = uuid.UUID("6d0c9f0e-52c5-4f5e-9d0e-0a6f4ad3b0d5")
YEAR = timedelta(days=365)


class Builder:
    """Builds pages; what entries refer to by code is read once."""

    def __init__(self, enterprises: dict[str, Enterprise], stored: StoredFiles) -> None:
        self.enterprises = enterprises
        self.stored = stored
        self.areas = {area.code: area for area in TechnologyArea.objects.all()}
        self.indicators = {indicator.code: indicator for indicator in Indicator.objects.all()}
        self._documents: dict[tuple[str, int, str], KbDocument] = {}

    def build(self, entry: EntryFile, language: str) -> EntryPage:
        """The unsaved page of ``entry`` in ``language``, without links to related entries."""
        model = TYPES[entry.type]
        enterprise = self._enterprise(entry)
        page = model(slug=entry.key, original_language=entry.original, enterprise=enterprise)
        for name, value in self._plain_values(entry, language, model).items():
            setattr(page, name, value)
        page.areas = [self._area(entry, code) for code in entry.areas]
        documents = documents_of(entry, language, enterprise, self.stored, self._documents)
        for relation, rows in entry.rows.items():
            getattr(page, relation).set(self._rows(entry, language, model, relation, rows, documents))
        page.attachments = [
            EntryAttachment(
                row_key=_row_key(entry, "attachments", number),
                document=document,
                kind=source.get("kind", EntryAttachment.Kind.OTHER),
                licence=document.licence,
            )
            for number, (source, document) in enumerate(zip(entry.attachments, documents, strict=True))
        ]
        page.tags.set(entry.versions[language].get("tags", []))
        if language == entry.original and entry.cover:
            page.cover_image = cover_of(entry, enterprise, self.stored)
        return page

    def _enterprise(self, entry: EntryFile) -> Enterprise:
        if entry.enterprise not in self.enterprises:
            raise DataError(entry.name, "enterprise", problem=f"there is no enterprise {entry.enterprise!r}.")
        return self.enterprises[entry.enterprise]

    def _area(self, entry: EntryFile, code: str) -> TechnologyArea:
        if code not in self.areas:
            raise DataError(entry.name, "areas", problem=f"there is no area {code!r}.")
        return self.areas[code]

    def _plain_values(self, entry: EntryFile, language: str, model: type[EntryPage]) -> dict[str, Any]:
        allowed = set(field_names(model.sections)) - FROM_TOP_LEVEL
        texts = {name: value for name, value in entry.versions[language].items() if name != "tags"}
        for name in texts:
            if name in model.language_independent:
                raise DataError(entry.name, language, name, problem="it is the same in all languages: see [common].")
        values = self._defaults(entry, allowed)
        for where, written in (("common", entry.common), (language, texts)):
            for name, raw in written.items():
                if name not in allowed:
                    raise DataError(entry.name, where, name, problem="there is no such field.")
                values[name] = self._value(entry, model, name, raw, (where,))
        return values

    def _defaults(self, entry: EntryFile, allowed: set[str]) -> dict[str, Any]:
        enterprise = self._enterprise(entry)
        defaults = {
            "contact_email": enterprise.contact_email,
            "contact_phone": enterprise.contact_phone,
            "contact_consent": True,
            "clearance": True,
            "verified_on": entry.published,
            "review_due": _year_after(entry.published),
            "valid_until": _year_after(entry.published),
        }
        return {name: value for name, value in defaults.items() if name in allowed}

    def _rows(
        self,
        entry: EntryFile,
        language: str,
        model: type[EntryPage],
        relation: str,
        rows: list[dict[str, Any]],
        documents: list[KbDocument],
    ) -> list[Row]:
        if relation not in {place.relation for place in row_places(model.sections)} - OWN_KEYS:
            raise DataError(entry.name, f"rows.{relation}", problem="the type has no such rows.")
        row_model: type[Row] = getattr(model, relation).rel.related_model
        built = []
        for number, written in enumerate(rows):
            row = row_model(row_key=_row_key(entry, relation, number), sort_order=number)
            for name, raw in written.items():
                where = (f"rows.{relation}", f"row {number + 1}")
                if name not in row_model.contributor_fields:
                    raise DataError(entry.name, *where, name, problem="there is no such field.")
                if name == "evidence":
                    row.evidence = self._evidence(entry, raw, documents, where)
                    continue
                if isinstance(raw, dict) and name in row_model.translated_fields:
                    raw = raw[language]
                setattr(row, name, self._value(entry, row_model, name, raw, where))
            built.append(row)
        return built

    def _evidence(self, entry: EntryFile, raw: Any, documents: list[KbDocument], where: tuple[str, ...]) -> KbDocument:
        if not isinstance(raw, int) or not 1 <= raw <= len(documents):
            raise DataError(entry.name, *where, "evidence", problem="write the number of one of the attachments.")
        return documents[raw - 1]

    def _value(self, entry: EntryFile, model: type[models.Model], name: str, raw: Any, where: tuple[str, ...]) -> Any:
        """What a field of ``model`` takes for ``raw``, checked by the field itself."""
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist as error:
            raise DataError(entry.name, *where, name, problem="there is no such field.") from error
        if isinstance(field, models.ForeignKey):
            known: dict[str, Any] = self.indicators if field.related_model is Indicator else self.enterprises
            if raw not in known:
                raise DataError(entry.name, *where, name, problem=f"there is no {raw!r}.")
            return known[raw]
        try:
            assert isinstance(field, models.Field)
            return field.clean(raw, None)
        except ValidationError as error:
            raise DataError(entry.name, *where, name, problem=" ".join(error.messages)) from error


def _row_key(entry: EntryFile, relation: str, number: int) -> uuid.UUID:
    """The same in all language versions: by it a translation finds the row of its original."""
    return uuid.uuid5(ROW_KEYS, f"{entry.key}/{relation}/{number}")


def _year_after(day: date) -> date:
    return day + YEAR
