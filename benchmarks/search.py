"""The search of this site beside that of a stock Wagtail site: speed of answers, size and upkeep of the index.

``python -m benchmarks.search --pages 1000 10000`` builds both sites on the server of ``DATABASE_URL`` with the same
made-up pages of some 350 words (Russian 40, Belarusian 15, Kazakh 20, English 25 %; ``benchmarks.texts`` says how),
serves them with the same command, no cache on either side, and sends both the same questions of one to six words,
once each: from one client, then from eight. The third site is the stock one with an index on ``title || body``,
which serves its queries and which Wagtail does not make.

The answers differ in more than speed: ours counts facets, understands word forms of four languages, finds pages that
lack a word of the question and cuts snippets; the stock site requires every word and stems Russian and English.

100,000 pages are built within a quarter of an hour on two cores: two processes make the texts and analyse them with
the production code, COPY writes them, pages and rows of the index are inserted in single statements, and GIN indexes
are built afterwards. ``rebuild`` and ``publish`` then measure the production paths, page by page.
"""

import argparse
import json
import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote_plus

import psycopg

from benchmarks import our_site, stock_site
from benchmarks.databases import throwaway_database
from benchmarks.serving import Load, load_once, served
from benchmarks.texts import questions

QUESTIONS = 300
WARMING = 30
CLIENTS = (1, 8)
# The rows that searches read, with the text for snippets; all that is kept for them.
TABLES = {
    "ours": ("searchdocument", "facetcount", "gramcount", "indexedword", "suggestion"),
    "stock": ("indexentry",),
}
SIZE = "SELECT sum(pg_total_relation_size(name::regclass))::float FROM unnest(%s::text[]) name"
TEXT = "SELECT sum(octet_length(title) + octet_length(summary) + octet_length(body))::float FROM search_searchdocument"
COMBINED = "CREATE INDEX combined ON wagtailsearch_indexentry USING gin ((title || body))"
FIGURES = {
    "p50_ms 1": "p50, one client, ms",
    "p95_ms 1": "p95, one client, ms",
    "per_second 1": "answers a second, one client",
    "p50_ms 8": "p50, eight clients, ms",
    "p95_ms 8": "p95, eight clients, ms",
    "per_second 8": "answers a second, eight clients",
    "index_mb": "index, MB",
    "index_ratio": "index to text",
    "publish_ms": "publishing one page, ms",
    "index_one_ms": "of which indexing it, ms",
    "rebuild_per_minute": "rebuild, pages a minute and core",
}

Figures = dict[str, float]


def _loads(port: int, paths: list[str]) -> Figures:
    load_once(port, paths[:: len(paths) // WARMING], clients=1)
    seen: Figures = {}
    for clients in CLIENTS:
        load: Load = load_once(port, paths, clients=clients)
        seen |= {f"{name} {clients}": value for name, value in vars(load).items()}
    return seen


def _ask(database: str, sql: str, *values: object) -> float:
    with psycopg.connect(database, autocommit=True) as connection:
        row = connection.execute(sql, values).fetchone()
    return float(row[0]) if row else 0.0


def _size(database: str, site: str) -> float:
    prefix = "search" if site == "ours" else "wagtailsearch"
    return _ask(database, SIZE, [f"{prefix}_{name}" for name in TABLES[site]])


def _measure(pages: int, stack: ExitStack) -> dict[str, Figures]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    databases = [stack.enter_context(throwaway_database(f"benchmark_search_{name}")) for name in ("ours", "stock")]
    asked = questions(QUESTIONS, pages)
    ours = [f"/{question.language}/search/?q={quote_plus(question.text)}" for question in asked]
    stock = [f"/search/?query={quote_plus(question.text)}" for question in asked]

    (folder / "ours").mkdir()
    environment = our_site.make(folder / "ours", databases[0])
    our_site.fill(databases[0], folder / "ours", pages)
    sizes, text = {"ours": _size(databases[0], "ours")}, _ask(databases[0], TEXT)
    with served("kb.wsgi", folder=our_site.ROOT, environment=environment) as port:
        figures = {"ours": _loads(port, ours)}
    figures["ours"] |= our_site.costs(databases[0], folder / "ours")

    (folder / "stock").mkdir()
    stock_environment = stock_site.make(folder / "stock", databases[1], [("Page", "Summary", ["Text"])])
    stock_site.fill(folder / "stock", stock_environment, pages)
    sizes["stock"] = _size(databases[1], "stock")
    with served("stock.wsgi", folder=folder / "stock", environment=stock_environment) as port:
        figures["stock"] = _loads(port, stock)
        with psycopg.connect(databases[1], autocommit=True) as connection:
            connection.execute(COMBINED)
            connection.execute("ANALYZE wagtailsearch_indexentry")
        sizes["stock with index"] = _size(databases[1], "stock")
        figures["stock with index"] = _loads(port, stock)
    figures["stock with index"] |= stock_site.costs(folder / "stock", stock_environment)
    with psycopg.connect(databases[1], autocommit=True) as connection:
        connection.execute("DROP INDEX combined")
    figures["stock"] |= stock_site.costs(folder / "stock", stock_environment)
    for site, seen in figures.items():
        seen |= {"index_mb": sizes[site] / 1e6, "index_ratio": sizes[site] / text}
    return figures


def _print(pages: int, figures: dict[str, Figures]) -> None:
    print(f"\n{f'{pages} pages':<36}" + "".join(f"{site:>18}" for site in figures))
    for name, label in FIGURES.items():
        print(f"{label:<36}" + "".join(f"{seen[name]:>18.1f}" for seen in figures.values()))


def main() -> None:
    """Builds, measures, prints tables and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 10_000])
    options = parser.parse_args()
    report: dict[str, object] = {"questions": QUESTIONS, "load_before": round(os.getloadavg()[0], 1)}
    for pages in options.pages:
        print(f"Building both sites with {pages} pages ...", flush=True)
        with ExitStack() as stack:
            figures = _measure(pages, stack)
        _print(pages, figures)
        report[str(pages)] = {site: {name: round(seen[name], 2) for name in FIGURES} for site, seen in figures.items()}
    report["load_after"] = round(os.getloadavg()[0], 1)
    print(json.dumps(report))


if __name__ == "__main__":
    main()
