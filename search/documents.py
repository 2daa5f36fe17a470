"""The read side of indexing: what an entry's row is to hold, by the ``search_fields`` its model declares.

A new field of an entry becomes searchable by its declaration alone; nothing here names one that only some types have.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone
from wagtail.images.exceptions import InvalidFilterSpecError
from wagtail.images.models import SourceImageIOError
from wagtail.search.index import RelatedFields, SearchField

from kb.models import AnyRestriction, EntryPage, readiness_stage
from search.analysis import LANGUAGES, clean, detect_language
from search.vectors import Part, Vector, build

COVER = "fill-640x360|format-webp"
STRONG_BOOST = 2
"""From this boost on a field counts as much as the summary; without one it is text."""


MOST_ATTACHED = 100_000
"""Characters of a file that are indexed: some fifty pages; a handbook should not be found by everything."""
LANGUAGE_SHOWS = 2_000
FORM = 1
"""Raised when what is written of an entry changes: the daily job then has the rows of another form written anew."""
NO_COLUMN = MappingProxyType({"column": False})


@dataclass(frozen=True)
class Document:
    """A row of the index; the fields are its columns, but for ``vocabulary``: the words as they are written."""

    page_id: int
    language: str
    translation_key: UUID
    is_original: bool
    entry_type: str
    kind: str
    area_ids: list[int]
    tag_ids: list[int]
    enterprise_id: int | None
    country: str
    indicator_ids: list[int]
    gains: list[Decimal]
    trl: int | None
    stage: str
    year: int
    published_at: datetime
    standing: str
    access: str
    title: str
    summary: str
    headline_indicator_id: int | None
    headline_gain: Decimal | None
    cover_file: str
    cover_width: int
    cover_height: int
    vector: str
    body: str
    skeleton: str
    words: bytes = field(repr=False)
    offsets: bytes = field(repr=False)
    signature: bytes = field(repr=False)
    form: int
    vocabulary: frozenset[str] = field(repr=False, metadata=NO_COLUMN)


def entry_types() -> list[type[EntryPage]]:
    """The models whose pages are indexed."""
    return [model for model in EntryPage.__subclasses__() if not model._meta.abstract]


def with_everything(model: type[EntryPage]) -> QuerySet[EntryPage]:
    """The live pages of ``model`` with all that ``read`` looks at, in a number of queries that does not grow."""
    related = {field.field_name for field in model.search_fields if isinstance(field, RelatedFields)} - {"tags"}
    return (
        model.objects.live()
        .annotate(site_has_restrictions=AnyRestriction())
        .select_related("locale", "enterprise", "cover_image")
        .prefetch_related(
            "areas__alternative_labels",
            "areas__parent__alternative_labels",
            "cover_image__renditions",
            "attachments__document__attachment_text",
            *sorted(related | {"indicators__indicator", "entry_tags__tag"}),
        )
    )


def read(page: EntryPage) -> Document:
    """The row of the live ``page``, which must be of its own type (``page.specific``)."""
    language = page.locale.language_code
    areas = _with_ancestors(page.areas.all())
    vector = _vector(page, language, areas)
    # Figures stand in the part of a page that not everybody may read, and a filter would tell them too.
    is_open = page.access == page.Access.PUBLIC
    gains = _gains(page) if is_open else []
    indicator, headline_gain = gains[0] if gains else (None, None)
    greatest: dict[int, Decimal] = {}
    for key, gain in gains:
        greatest[key] = max(gain, greatest.get(key, gain))
    cover_file, width, height = _cover(page)
    trl = getattr(page, "trl", None) if is_open else None
    published_at = page.first_published_at or page.last_published_at or timezone.now()
    return Document(
        page_id=page.pk,
        language=language,
        translation_key=page.translation_key,
        is_original=page.is_original,
        entry_type=page.entry_type,
        kind=getattr(page, "kind", ""),
        area_ids=[area.pk for area in areas],
        tag_ids=sorted(tag.tag_id for tag in page.entry_tags.all()),
        enterprise_id=page.enterprise_id,
        country=page.enterprise.country if page.enterprise else "",
        indicator_ids=list(greatest),
        gains=list(greatest.values()),
        trl=trl,
        stage=readiness_stage(trl).value if trl else "",
        year=timezone.localtime(published_at).year,
        published_at=published_at,
        standing=page.standing,
        access=page.access,
        title=" ".join(clean(page.title).split()),
        summary=clean(page.summary),
        headline_indicator_id=indicator,
        headline_gain=headline_gain,
        cover_file=cover_file,
        cover_width=width,
        cover_height=height,
        vector=vector.literal,
        body=vector.body,
        skeleton=vector.skeleton,
        words=vector.words,
        offsets=vector.offsets,
        signature=vector.signature,
        form=FORM,
        vocabulary=vector.vocabulary,
    )


def _with_ancestors(areas: Iterable[Any]) -> list[Any]:
    found = {}
    for area in areas:
        while area is not None and area.pk not in found:
            found[area.pk] = area
            area = area.parent
    return [found[pk] for pk in sorted(found)]


def _vector(page: EntryPage, language: str, areas: list[Any]) -> Vector:
    parts = list(_declared(page))
    parts += [Part(text, "B") for area in areas for text in _labels(area, language)]
    for text in _attached(page):
        parts.append(Part(text, "D", detect_language(text[:LANGUAGE_SHOWS]) or ""))
    if page.enterprise:
        parts += [Part(name, "B", code) for code, name in page.enterprise.names.items()]
    return build(parts, language if language in LANGUAGES else "en")


def _attached(page: EntryPage) -> Iterator[str]:
    for row in page.attachments.all():
        if (read := getattr(row.document, "attachment_text", None)) is not None and read.text:
            yield read.text[:MOST_ATTACHED]


def _labels(area: Any, language: str) -> Iterator[str]:
    yield area.name_in(language)
    yield from (label.text for label in area.alternative_labels.all() if label.language == language)


def _declared(page: EntryPage) -> Iterator[Part]:
    """The page's own fields first: snippets read better from its text than from its rows."""
    fields = {declared.field_name: declared for declared in page.search_fields if isinstance(declared, SearchField)}
    for name, declared in fields.items():
        weight = "A" if name == "title" else _weight(declared)
        yield from (Part(text, weight) for text in _texts(declared.get_value(page)))
    for declared in page.search_fields:
        if isinstance(declared, RelatedFields):
            yield from _related(declared, page)


def _related(declared: RelatedFields, owner: Any) -> Iterator[Part]:
    value = owner.tags if declared.field_name == "tags" else getattr(owner, declared.field_name, None)
    if value is None:
        return
    if declared.field_name == "tags":
        rows: Iterable[Any] = [through.tag for through in owner.entry_tags.all()]
    else:
        rows = value.all() if hasattr(value, "all") else [value]
    for row in rows:
        for inner in declared.fields:
            if isinstance(inner, RelatedFields):
                yield from _related(inner, row)
            elif isinstance(inner, SearchField):
                yield from (Part(text, _weight(inner)) for text in _texts(inner.get_value(row)))


def _weight(declared: SearchField) -> str:
    return "B" if (declared.boost or 0) >= STRONG_BOOST else "C"


def _texts(value: Any) -> Iterator[str]:
    if value is None:
        return
    if isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
    elif text := " ".join(str(value).split()):
        yield text


def _gains(page: EntryPage) -> list[tuple[int, Decimal]]:
    """The indicators that changed by a percentage. The first is the headline: authors put first what matters most."""
    return [(row.indicator_id, gain) for row in page.indicators.all() if (gain := row.gain_percent) is not None]


def _cover(page: EntryPage) -> tuple[str, int, int]:
    if page.cover_image is None:
        return "", 0, 0
    try:
        rendition = page.cover_image.get_rendition(COVER)
    except (SourceImageIOError, InvalidFilterSpecError, OSError):
        return "", 0, 0
    return rendition.file.name, rendition.width, rendition.height
