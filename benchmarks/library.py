"""``python -m benchmarks.library``: this site with N made-up pages, in bulk, and what keeping its index costs.

    --fill N       pages in four languages, as ``benchmarks.texts`` makes them; rows of the search are made by the
                   production code, in two processes, and written by COPY; the tree, with all that an entry has, by
                   copying the rows of demonstration entries
    --costs        publishes and indexes some pages, rebuilds the index of one language; prints JSON

The index behind the admin's lists is not filled: no public page reads it.
"""

# ruff: noqa: S608 - statements are put together from the names of our own tables.

import argparse
import json
import os
import statistics
import time
from collections import Counter
from collections.abc import Iterator

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.db import connection, models, transaction  # noqa: E402
from django.db.backends.utils import CursorWrapper  # noqa: E402
from wagtail.models import Page  # noqa: E402
from wagtail.search.backends import get_search_backend  # noqa: E402

from benchmarks import generated, growth  # noqa: E402
from kb.fields import RichField  # noqa: E402
from kb.models import EntryPage  # noqa: E402
from search import counts, grams, index, lexicon, suggestion_rows, vocabulary  # noqa: E402
from search.models import SearchDocument  # noqa: E402

BATCH = 10_000
PUBLISHED = 15
REBUILT = "be"
OF_AN_ENTRY = {"EntryTag", "EntryPage_areas", "IndicatorRow"}
_OF_THE_PAGE = {
    **growth.NEW_VALUES,
    "title": "pair.title",
    "draft_title": "pair.title",
    "slug": "'page-' || pair.number",
    "url_path": "regexp_replace(p.url_path, '[^/]+/$', 'page-' || pair.number || '/')",
}
_OF_THE_ROW = {
    "page_id": "pair.copy",
    "translation_key": "(SELECT page.translation_key FROM wagtailcore_page page WHERE page.id = pair.copy)",
    "title": "pair.title",
    "summary": "pair.summary",
    "vector": "pair.literal::tsvector",
    "published_at": "p.published_at - pair.number * interval '1 minute'",
    **{name: f"pair.{name}" for name in ("body", "skeleton", "words", "offsets", "signature")},
}


def fill(pages: int) -> None:
    """Brings ``pages`` made-up pages into the database of this process."""
    patterns = _patterns()
    labels = {language: _labels(entries[0]) for language, entries in patterns.items()}
    generated.write(os.environ["DATABASE_URL"], pages, labels=labels)
    with connection.cursor() as cursor:
        with generated.without_gin(cursor, SearchDocument._meta.db_table), transaction.atomic():
            _copy_tree(cursor, patterns)
            counts.one_writer()
            counts.regroup()
            counts.recount()
            _count_words(cursor)
            suggestion_rows.rebuild()
        cursor.execute(f"DROP TABLE {generated.TABLE}")
        cursor.execute("VACUUM ANALYZE")
    vocabulary.refresh()
    grams.refresh()


def _patterns() -> dict[str, list[EntryPage]]:
    """Live entries by language; originals where there are any, for translations follow theirs."""
    live = EntryPage.objects.live().order_by("pk").select_related("locale", "enterprise")
    found = {code: list(live.filter(locale__language_code=code)) for code, _label in settings.LANGUAGES}
    return {code: [entry for entry in entries if entry.is_original] or entries for code, entries in found.items()}


def _labels(entry: EntryPage) -> str:
    areas = [area.name_in(entry.locale.language_code) for area in entry.areas.all()]
    return " ".join([*areas, *(entry.enterprise.names.values() if entry.enterprise else ())])


def _copy_tree(cursor: CursorWrapper, patterns: dict[str, list[EntryPage]]) -> None:
    places = list(_places(cursor, patterns))
    cursor.execute("CREATE TEMPORARY TABLE places (pattern int, path text, number int) ON COMMIT DROP")
    with cursor.copy("COPY places (pattern, path, number) FROM STDIN") as copy:
        for place in places:
            copy.write_row(place)
    cursor.execute(
        f"CREATE TEMPORARY TABLE {growth.PAIRS} ON COMMIT DROP AS"
        " SELECT place.pattern, place.path, g.*,"
        " nextval(pg_get_serial_sequence('wagtailcore_page', 'id'))::int AS copy"
        f" FROM places place JOIN {generated.TABLE} g USING (number)"
    )
    cursor.execute(f"ANALYZE {growth.PAIRS}")
    growth.copy_rows(cursor, Page, "id", _OF_THE_PAGE)
    growth.copy_rows(cursor, EntryPage, "page_ptr_id", {"page_ptr_id": "pair.copy", "summary": "pair.summary"})
    for model, column in growth.tables_of_an_entry():
        if issubclass(model, EntryPage):
            growth.copy_rows(cursor, model, column, {column: "pair.copy", **_texts_of(model)})
        elif model.__name__ in OF_AN_ENTRY:
            growth.copy_rows(cursor, model, column, {column: "pair.copy"})
    growth.copy_rows(cursor, SearchDocument, "page_id", _OF_THE_ROW)
    for parent, children in Counter(path[: -Page.steplen] for _pattern, path, _number in places).items():
        Page.objects.filter(path=parent).update(numchild=models.F("numchild") + children)


def _count_words(cursor: CursorWrapper) -> None:
    words = lexicon.Count(cursor)
    cursor.execute(f"SELECT max(number) FROM {generated.TABLE}")
    for first in range(0, cursor.fetchone()[0] + 1, BATCH):
        cursor.execute(
            f"SELECT vocabulary, language FROM {generated.TABLE} WHERE number BETWEEN %s AND %s",
            [first, first + BATCH - 1],
        )
        for vocabulary_of_page, language in cursor.fetchall():
            words.add(vocabulary_of_page, language)
    words.take_over("")
    words.drop()


def _places(cursor: CursorWrapper, patterns: dict[str, list[EntryPage]]) -> Iterator[tuple[int, str, int]]:
    """For each made-up page an entry to copy and a place in the tree."""
    free: dict[str, Iterator[str]] = {}
    cursor.execute(f"SELECT number, language FROM {generated.TABLE} ORDER BY number")
    for number, language in cursor.fetchall():
        pattern = patterns[language][number % len(patterns[language])]
        parent = pattern.path[: -Page.steplen]
        if parent not in free:
            free[parent] = growth.free_paths(parent, pattern.depth)
        yield pattern.pk, next(free[parent]), number


def _texts_of(model: type[models.Model]) -> dict[str, str]:
    """The paragraphs in turn in each of the texts that the type requires, nothing in the others."""
    texts = [field for field in model._meta.local_concrete_fields if isinstance(field, RichField)]
    required = [field.column for field in texts if not field.blank]
    values = dict.fromkeys((field.column for field in texts), "''")
    for place, column in enumerate(required):
        values[column] = (
            "(SELECT string_agg('<p>' || paragraph || '</p>', '') FROM unnest(pair.paragraphs)"
            f" WITH ORDINALITY t(paragraph, place) WHERE (place - 1) % {len(required)} = {place})"
        )
    return values


def costs() -> dict[str, float]:
    """Milliseconds of publishing and of indexing a page, and pages that a rebuild reads in a minute."""
    pages = list(EntryPage.objects.filter(slug__startswith="page-", locale__language_code="ru").specific()[:PUBLISHED])
    publish, indexed = [], []
    for page in pages:
        started = time.perf_counter()
        page.save_revision(clean=False).publish()
        publish.append(time.perf_counter() - started)
        page = type(page).objects.get(pk=page.pk)
        started = time.perf_counter()
        index.put(page)
        get_search_backend().add(page)
        indexed.append(time.perf_counter() - started)
    started = time.perf_counter()
    rebuilt = index.rebuild(REBUILT)
    minutes = (time.perf_counter() - started) / 60
    return {
        "publish_ms": statistics.median(publish) * 1000,
        "index_one_ms": statistics.median(indexed) * 1000,
        "rebuild_per_minute": rebuilt / minutes,
    }


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--fill", type=int)
    parser.add_argument("--costs", action="store_true")
    options = parser.parse_args()
    if options.fill:
        fill(options.fill)
    if options.costs:
        print(json.dumps(costs()))
