"""The search of this site beside that of a stock Wagtail site: speed of answers, size and upkeep of the index.

``python -m benchmarks.search --pages 1000 10000`` builds both sites on the server of ``DATABASE_URL`` with the same
made-up pages of some 350 words (Russian 40, Belarusian 15, Kazakh 20, English 25 %; ``benchmarks.texts`` says how),
serves them with the same command, no cache on either side, and sends both the same 300 questions of one to six words,
once each: from one client, then from eight. The third site is the stock one with an index on ``title || body``,
which serves its queries and which Wagtail does not make. Where a site is so slow that its questions would take minutes
(``--longest``), it is asked the first of them only; the table says how many. Rare, common and mixed ones take turns.

Set the server up as ``deploy/postgresql/kb.conf`` says: with PostgreSQL's own 128 MB of memory a large library, this
site's or a stock one, waits for its disk, above all in publishing.

The answers differ in more than speed: ours counts facets, understands word forms of four languages, finds pages that
lack a word of the question and cuts snippets; the stock site requires every word and stems Russian and English. Ours is
asked twice: by words alone, and by meaning too, which embeds every question (``benchmarks.passages``).

Two processes make the texts and analyse them with the production code, COPY writes them, pages and rows of the index
are inserted in single statements, and GIN indexes are built afterwards. With ``--keep`` the databases stay, and the
next run takes those that are complete: a long run that breaks off goes on where it was. ``--build`` does no more than
that; ``--drop`` removes what was kept. ``rebuild`` and ``publish`` measure the production paths, page by page; a
rebuild of ours runs while a client asks on.
"""

import argparse
import json
import os
import statistics
import tempfile
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote_plus

import psycopg

from benchmarks import databases, our_site, stock_site
from benchmarks.serving import load_once, served, while_asked
from benchmarks.texts import Question, questions

QUESTIONS = 300
WARMING = 30
CLIENTS = (1, 8)
LONGEST_SECONDS = 90
MOST_PAGES_TO_REBUILD_IN_STOCK = 10_000
# What finds and weighs: vectors and signatures with the index, letters, the vocabulary; without what is shown of a hit.
LEXICAL = {
    "ours": """
        SELECT (SELECT sum(pg_column_size(vector) + pg_column_size(signature) + pg_column_size(skeleton))
                FROM search_searchdocument)
            + (SELECT sum(pg_total_relation_size(name::regclass))
               FROM unnest(
                   '{search_vector,search_sample_4,search_sample_16,search_sample_64}'::text[]
                   || '{search_gramcount,search_indexedword}'
               ) name)
    """,
    "stock": "SELECT pg_total_relation_size('wagtailsearch_indexentry')",
}
# All that is kept for searches, with the texts of snippets, facets and suggestions.
EVERYTHING = {
    "ours": """
        SELECT sum(pg_total_relation_size('search_' || name)) FROM unnest(
            '{searchdocument,facetcount,gramcount,indexedword,suggestion}'::text[]) name
    """,
    "stock": LEXICAL["stock"],
}
TEXT = "SELECT sum(octet_length(title) + octet_length(summary) + octet_length(body)) FROM search_searchdocument"
# As in a server that has been asked for a while: the operating system holds the files of the database.
READ_THROUGH = (
    "CREATE EXTENSION IF NOT EXISTS pg_prewarm",
    "SELECT sum(pg_prewarm(oid, 'read')) FROM pg_class WHERE relkind IN ('r', 'i', 't') AND relpersistence = 'p'",
)
COMBINED = "CREATE INDEX IF NOT EXISTS combined ON wagtailsearch_indexentry USING gin ((title || body))"
OURS, MEANING, STOCK, IMPROVED = "ours", "ours by meaning", "stock", "stock with index"
FIGURES = {
    "answers 1": "questions answered, one client",
    "p50_ms 1": "p50, one client, ms",
    "p95_ms 1": "p95, one client, ms",
    "per_second 1": "answers a second, one client",
    "answers 8": "questions answered, eight clients",
    "p50_ms 8": "p50, eight clients, ms",
    "p95_ms 8": "p95, eight clients, ms",
    "per_second 8": "answers a second, eight clients",
    "suggest_p50_ms": "suggestions while typing, p50, ms",
    "suggest_p95_ms": "suggestions while typing, p95, ms",
    "index_mb": "index, MB",
    "index_ratio": "index to text",
    "everything_ratio": "with texts, facets, suggestions",
    "publish_ms": "publishing one page, ms",
    "index_one_ms": "of which indexing it, ms",
    "rebuild_per_minute": "rebuild, pages a minute and core",
    "asked_meanwhile": "answers during the rebuild",
    "meanwhile_p95_ms": "p95 during the rebuild, ms",
}

Figures = dict[str, float]
Report = dict[str, dict[str, Figures]]


class Sites:
    """The databases of one number of pages: made anew, or taken as an earlier run left them."""

    def __init__(self, pages: int, folder: Path, *, keep: bool) -> None:
        self.pages, self.folder, self.keep = pages, folder, keep

    def ours(self, stack: ExitStack) -> dict[str, str]:
        """This site, ready to be served; returns its environment."""
        folder = self._folder(OURS)
        if address := self._kept(OURS):
            return our_site.ready(folder, address)
        address = self._made(OURS, stack)
        environment = our_site.make(folder, address)
        our_site.fill(address, folder, self.pages)
        self._fill_done(OURS)
        return environment

    def stock(self, stack: ExitStack) -> tuple[Path, dict[str, str]]:
        """The stock site; returns its folder and environment."""
        folder = self._folder(STOCK)
        if address := self._kept(STOCK):
            return folder, stock_site.ready(folder, address)
        environment = stock_site.make(folder, self._made(STOCK, stack), [("Page", "Summary", ["Text"])])
        stock_site.fill(folder, environment, self.pages)
        self._fill_done(STOCK)
        return folder, environment

    def name(self, site: str) -> str:
        """Of the database."""
        return f"benchmark_search_{site}_{self.pages}"

    def _folder(self, site: str) -> Path:
        folder = self.folder / f"{site}_{self.pages}"
        folder.mkdir()
        return folder

    def _kept(self, site: str) -> str:
        return databases.filled(self.name(site)) if self.keep else ""

    def _made(self, site: str, stack: ExitStack) -> str:
        if self.keep:
            return databases.create(self.name(site))
        return stack.enter_context(databases.throwaway_database(self.name(site)))

    def _fill_done(self, site: str) -> None:
        if self.keep:
            databases.mark_filled(self.name(site))


def _loads(port: int, paths: list[str], longest: float) -> Figures:
    load_once(port, paths[:: len(paths) // WARMING], clients=1, longest=longest / 3)
    seen: Figures = {}
    for clients in CLIENTS:
        load = load_once(port, paths, clients=clients, longest=longest)
        seen |= {f"{name} {clients}": value for name, value in vars(load).items()}
    return seen


def _suggestions(port: int, asked: list[Question], longest: float) -> Figures:
    """While the first word of each question is typed, as far as four letters."""
    begun = [f"/{question.language}/search/suggest/?q={quote_plus(question.text[:4])}" for question in asked]
    load = load_once(port, begun, clients=1, longest=longest)
    return {"suggest_p50_ms": load.p50_ms, "suggest_p95_ms": load.p95_ms}


def _ask(database: str, sql: str, *values: object) -> float:
    with psycopg.connect(database, autocommit=True) as connection:
        row = connection.execute(sql, values).fetchone()
    return float(row[0]) if row else 0.0


def _do(database: str, *statements: str) -> None:
    with psycopg.connect(database, autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


def _sizes(database: str, site: str) -> Figures:
    kept = OURS if site == OURS else STOCK
    return {"index_mb": _ask(database, LEXICAL[kept]) / 1e6, "everything_mb": _ask(database, EVERYTHING[kept]) / 1e6}


def _measure(sites: Sites, longest: float, stack: ExitStack) -> dict[str, Figures]:
    asked = questions(QUESTIONS, sites.pages)
    ours = [f"/{question.language}/search/?q={quote_plus(question.text)}" for question in asked]
    environment = sites.ours(stack)
    database = environment["DATABASE_URL"]
    sizes, text = _sizes(database, OURS), _ask(database, TEXT) / 1e6
    _do(database, *READ_THROUGH)
    with served("kb.wsgi", folder=our_site.ROOT, environment=environment | {"EMBEDDINGS": "off"}) as port:
        figures = {OURS: _loads(port, ours, longest) | _suggestions(port, asked, longest) | sizes}
        costs, meanwhile = while_asked(
            port, ours, lambda: our_site.costs(database, Path(environment["MEDIA_ROOT"]).parent)
        )
        figures[OURS] |= costs | {"asked_meanwhile": len(meanwhile)}
        figures[OURS]["meanwhile_p95_ms"] = statistics.quantiles(meanwhile, n=20)[-1] if len(meanwhile) > 1 else 0.0
    our_site.embed(database, Path(environment["MEDIA_ROOT"]).parent)
    with served("kb.wsgi", folder=our_site.ROOT, environment=environment | {"EMBEDDINGS": "package"}) as port:
        figures[MEANING] = _loads(port, ours, longest) | _sizes(database, OURS)
    _do(database, "TRUNCATE search_passage")

    paths = [f"/search/?query={quote_plus(question.text)}" for question in asked]
    folder, environment = sites.stock(stack)
    database = environment["DATABASE_URL"]
    rebuild = sites.pages <= MOST_PAGES_TO_REBUILD_IN_STOCK
    with served("stock.wsgi", folder=folder, environment=environment) as port:
        # Without the index first, for a vacuum of one with it would take long.
        for site, statement in ((STOCK, "DROP INDEX IF EXISTS combined"), (IMPROVED, COMBINED)):
            _do(database, statement, "ANALYZE wagtailsearch_indexentry", *READ_THROUGH)
            figures[site] = _sizes(database, site) | _loads(port, paths, longest)
            figures[site] |= stock_site.costs(folder, environment, rebuild=rebuild)
    _do(database, "DROP INDEX combined")
    for seen in figures.values():
        seen |= {f"{name}_ratio": seen[f"{name}_mb"] / text for name in ("index", "everything")}
    return figures


def _print(pages: str, figures: dict[str, Figures]) -> None:
    print(f"\n{f'{pages} pages':<36}" + "".join(f"{site:>18}" for site in figures))
    for name, label in FIGURES.items():
        values = (f"{seen[name]:.1f}" if name in seen else "-" for seen in figures.values())
        print(f"{label:<36}" + "".join(f"{value:>18}" for value in values), flush=True)


def _promises(report: Report) -> dict[str, tuple[float, str]]:
    """What the search promises of a large library, as ratios within this run, each with its bound."""
    sizes = sorted(report, key=int)
    few, many = report[sizes[0]], report[sizes[-1]]

    def ratio(name: str, over: Figures, *, site: str = OURS) -> float:
        return many[site][name] / over[name]

    return {
        "p95 to that of stock with few pages": (ratio("p95_ms 1", few[STOCK]), "at most 1"),
        "p95 to our own with few pages": (ratio("p95_ms 1", few[OURS]), "at most 3"),
        "p95 to that of improved stock": (ratio("p95_ms 1", many[IMPROVED]), "at most 0.33"),
        "answers a second of eight clients to stock's": (ratio("per_second 8", many[STOCK]), "at least 100"),
        "answers a second of eight clients to improved stock's": (ratio("per_second 8", many[IMPROVED]), "at least 5"),
        "p95 by meaning too to that by words": (ratio("p95_ms 1", many[OURS], site=MEANING), "at most 2"),
        "publishing to our own with few pages": (ratio("publish_ms", few[OURS]), "at most 1.3"),
        "stock's publishing to its own with few pages": (ratio("publish_ms", few[STOCK], site=STOCK), "for comparison"),
        "index to text": (many[OURS]["index_ratio"], "under 3"),
        "suggestions' p95 to that of a search": (
            many[OURS]["suggest_p95_ms"] / many[OURS]["p95_ms 1"],
            "under 1",
        ),
        "rebuild, pages a minute and core, while serving": (many[OURS]["rebuild_per_minute"], "at least 1000"),
    }


def _run(options: argparse.Namespace, each: Callable[[Sites, ExitStack], None]) -> None:
    for pages in options.pages:
        print(f"Both sites with {pages} pages ...", flush=True)
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            each(Sites(pages, folder, keep=options.keep or options.build), stack)


def main() -> None:
    """Builds, measures, prints tables and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--longest", type=float, default=LONGEST_SECONDS, help="seconds that one series may take")
    parser.add_argument("--keep", action="store_true", help="leave the databases for the next run with --keep")
    parser.add_argument("--build", action="store_true", help="only build what a run with --keep measures")
    parser.add_argument("--drop", action="store_true", help="only drop what was kept")
    options = parser.parse_args()
    report: Report = {}

    def build(sites: Sites, stack: ExitStack) -> None:
        sites.ours(stack)
        sites.stock(stack)

    def drop(sites: Sites, stack: ExitStack) -> None:
        for site in (OURS, STOCK):
            databases.drop(sites.name(site))

    def measure(sites: Sites, stack: ExitStack) -> None:
        report[str(sites.pages)] = _measure(sites, options.longest, stack)
        _print(str(sites.pages), report[str(sites.pages)])

    load_before = round(os.getloadavg()[0], 1)
    _run(options, drop if options.drop else build if options.build else measure)
    if not report:
        return
    promises = _promises(report)
    print()
    for name, (figure, bound) in promises.items():
        print(f"{name:<58}{figure:>12.2f}   {bound}")
    rounded = {
        pages: {site: {name: round(value, 2) for name, value in seen.items()} for site, seen in figures.items()}
        for pages, figures in report.items()
    }
    print(
        json.dumps(
            {"questions": QUESTIONS, "load_before": load_before, **rounded}
            | {"promises": {name: round(figure, 3) for name, (figure, _bound) in promises.items()}}
        )
    )


if __name__ == "__main__":
    main()
