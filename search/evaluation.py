"""How good search is: a judged collection indexed and searched as production does it, in tables of its own."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from statistics import fmean, quantiles
from uuid import uuid4

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, models
from django.utils import timezone
from wagtail.models import Locale, Page

from kb.models import ArticlePage, Concept, EntryPage
from search import metrics
from search.analysis import clean, detect_language
from search.beir import Collection, Document
from search.dense import store
from search.filters import Filters
from search.interface import engine
from search.throwaway import throwaway_tables

DEPTH = 10
WARM_UP = 20
BATCH = 200


@dataclass(frozen=True)
class Figures:
    """The means over all queries, and how long a search took."""

    ndcg: float
    recall: float
    mrr: float
    success: float
    p50_ms: float
    p95_ms: float
    documents: int
    queries: int

    def as_json(self) -> dict[str, float | int]:
        """The figures under the names by which they are known."""
        return {
            "ndcg@10": round(self.ndcg, 4),
            "recall@10": round(self.recall, 4),
            "mrr@10": round(self.mrr, 4),
            "success@1": round(self.success, 4),
            "p50_ms": round(self.p50_ms, 2),
            "p95_ms": round(self.p95_ms, 2),
            "documents": self.documents,
            "queries": self.queries,
        }


def evaluate(
    collection: Collection, say: Callable[[str], None] = lambda text: None, *, by_meaning: bool = True
) -> Figures:
    """Publishes every document as a page, indexes the pages and sends every query to the engine.

    Without ``by_meaning`` nothing is embedded, and search goes by words alone.
    """
    with throwaway_tables():
        if not Concept.objects.exists():
            say("Loading the areas and the glossary that the site comes with")
            call_command("load_taxonomy", verbosity=0)
            call_command("load_glossary", verbosity=0)
        say(f"Publishing {len(collection.documents)} documents")
        names = _publish(collection.documents)
        indexed = engine().rebuild(progress=lambda done, total: say(f"Indexed {done} of {total}"))
        assert indexed == len(names), engine().status().detail
        if by_meaning:
            store.embed_missing(progress=lambda done: say(f"Embedded {done} of {len(names)}"))
        say(f"Sending {len(collection.queries)} queries")
        return _measure(collection, names)


def _measure(collection: Collection, names: dict[int, str]) -> Figures:
    for query in collection.queries[:WARM_UP]:
        engine().search(query.text, Filters(), language=query.language or "", page_size=DEPTH)
    scores, times = [], []
    for query in collection.queries:
        started = time.perf_counter()
        results = engine().search(query.text, Filters(), language=query.language or "", page_size=DEPTH)
        times.append((time.perf_counter() - started) * 1000)
        ranked = [names[hit.page_id] for hit in results.hits]
        judged = collection.judgements[query.id]
        scores.append(
            (
                metrics.ndcg(ranked, judged, DEPTH),
                metrics.recall(ranked, judged, DEPTH),
                metrics.reciprocal_rank(ranked, judged, DEPTH),
                metrics.success(ranked, judged, 1),
            )
        )
    ndcg, recall, mrr, success = (fmean(column) for column in zip(*scores, strict=True))
    percentiles = quantiles(times, n=100) if len(times) > 1 else times * 99
    return Figures(
        ndcg=ndcg,
        recall=recall,
        mrr=mrr,
        success=success,
        p50_ms=percentiles[49],
        p95_ms=percentiles[94],
        documents=len(names),
        queries=len(times),
    )


def _publish(documents: list[Document]) -> dict[int, str]:
    """Live pages with the texts; returns the document's id for each page. Their rows are written at once: it is
    search that is measured, not the writing of pages."""
    locales = {code: Locale.objects.create(language_code=code) for code, _name in settings.LANGUAGES}
    content_type = ContentType.objects.get_for_model(ArticlePage)
    now = timezone.now()
    names: dict[int, str] = {}
    pages = []
    for number, document in enumerate(documents, start=1):
        language = document.language or detect_language(document.text) or settings.LANGUAGE_CODE
        locale = locales.get(language, locales[settings.LANGUAGE_CODE])
        title = clean(document.title)[:255]
        page = ArticlePage(
            id=number,
            page_ptr_id=number,
            entrypage_ptr_id=number,
            content_type=content_type,
            path=Page._get_path("0001", 2, number),
            depth=2,
            slug=f"document-{number}",
            url_path=f"/document-{number}/",
            title=title,
            draft_title=title,
            translation_key=uuid4(),
            locale=locale,
            original_language=locale.language_code,
            live=True,
            first_published_at=now,
            last_published_at=now,
            context=escape(clean(document.text)),
        )
        pages.append(page)
        names[number] = document.id
    for start in range(0, len(pages), BATCH):
        for model in (Page, EntryPage, ArticlePage):
            _insert(model, pages[start : start + BATCH])
    return names


def _insert(model: type[models.Model], pages: list[ArticlePage]) -> None:
    """The rows of one table of the models that a page inherits from, without the signals of saving."""
    fields = model._meta.local_concrete_fields
    columns = ", ".join(str(field.column) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    rows = [[field.get_db_prep_save(field.pre_save(page, True), connection) for field in fields] for page in pages]
    with connection.cursor() as cursor:
        cursor.executemany(f"INSERT INTO {model._meta.db_table} ({columns}) VALUES ({values})", rows)  # noqa: S608
