"""Pages for readers whom nobody knows, beside a stock Wagtail site and beside nginx's static files.

``python -m benchmarks.public_pages --pages 1000 100000`` builds both sites as ``benchmarks.search`` does (with
``--keep`` it takes and leaves the same databases) and serves them by the same command. The stock site's article has a
menu, breadcrumbs and two pictures. No cache stands before either, and none is in the processes; what publishing and the
first visit have prepared in the database, ours uses. It is asked a second time with a query, which makes every page
anew. Then nginx stands before ours with a page cache, and the same page lies beside it as a file.

nginx and wrk have to be installed: ``apt-get install nginx wrk``.
"""

import argparse
import http.client
import json
import os
import shutil
import statistics
import tempfile
from contextlib import ExitStack
from pathlib import Path

import psycopg

from benchmarks import our_site, stock_full
from benchmarks.search import Sites
from benchmarks.serving import ask, served
from benchmarks.web_servers import nginx, wrk

TIMES_STOCK, SHARE_OF_STATIC = 4.0, 0.5
ARTICLES = 60
STOCK, ARTICLE, LIST, ARTICLE_ANEW, LIST_ANEW = "stock article", "article", "list", "article anew", "list anew"
CACHED, STATIC = "article cached by nginx", "file of nginx"


def _addresses(database: str) -> list[str]:
    """Some articles in Russian, spread over all."""
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT url_path FROM wagtailcore_page JOIN kb_entrypage ON page_ptr_id = id"
            " WHERE live AND url_path LIKE '/ru/%' ORDER BY id"
        ).fetchall()
    return [path for (path,) in rows[:: max(1, len(rows) // ARTICLES)]]


def _measure(sites: Sites, seconds: float, rounds: int, clients: int, stack: ExitStack) -> dict[str, float]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    # nginx's workers have a user of their own.
    folder.chmod(0o755)
    environment = sites.ours(stack)
    stock_folder, stock_environment = sites.stock(stack)
    stock_full.furnish(stock_folder, stock_environment)
    articles = _addresses(environment["DATABASE_URL"])
    lists = [f"/ru/{name}/" for name in ("technologies", "case-studies", "articles")]
    ours = stack.enter_context(served("kb.wsgi", folder=our_site.ROOT, environment=environment))
    stock = stack.enter_context(served("stock.wsgi", folder=stock_folder, environment=stock_environment))
    front = stack.enter_context(nginx(folder, ours))
    series = {
        STOCK: (stock, [f"/articles/page-{number}/" for number in range(0, sites.pages, max(1, sites.pages // 60))]),
        ARTICLE: (ours, articles),
        LIST: (ours, lists),
        ARTICLE_ANEW: (ours, [f"{path}?anew" for path in articles]),
        LIST_ANEW: (ours, [f"{path}?anew" for path in lists]),
        CACHED: (front, articles[:1]),
        STATIC: (front, ["/static-copy/page.html"]),
    }
    _copy_page(ours, articles[0], folder / "static-copy")
    for port, paths in series.values():
        for path in paths:
            ask(port, path)
    seen: dict[str, list[float]] = {name: [] for name in series}
    for _round in range(rounds):
        for name, (port, paths) in series.items():
            seen[name].append(wrk(port, paths, seconds=seconds, clients=clients, folder=folder))
    return {name: statistics.median(figures) for name, figures in seen.items()}


def _copy_page(port: int, path: str, folder: Path) -> None:
    """The page as a file, for nginx to serve."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "localhost"})
    folder.mkdir()
    (folder / "page.html").write_bytes(connection.getresponse().read())


def main() -> None:
    """Builds, measures, prints a table and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 100_000])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    parser.add_argument("--keep", action="store_true", help="take and leave the databases of benchmarks.search")
    options = parser.parse_args()
    for program in ("nginx", "wrk"):
        if not shutil.which(program):
            raise SystemExit(f"{program} is not installed: apt-get install nginx wrk")
    report: dict[str, object] = {"load_before": round(os.getloadavg()[0], 1)}
    kept = True
    for pages in options.pages:
        print(f"Both sites with {pages} pages ...", flush=True)
        with ExitStack() as stack:
            folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            sites = Sites(pages, folder, keep=options.keep)
            seen = _measure(sites, options.seconds, options.rounds, options.clients, stack)
        print(f"\n{pages} pages{'':<22}answers/s   to the stock article")
        for name, figure in seen.items():
            print(f"{name:<30}{figure:>10.0f}{figure / seen[STOCK]:>10.2f}")
        ratios = {
            "article to stock": seen[ARTICLE] / seen[STOCK],
            "list to stock": seen[LIST] / seen[STOCK],
            "cached to static": seen[CACHED] / seen[STATIC],
        }
        kept = kept and min(ratios["article to stock"], ratios["list to stock"]) >= TIMES_STOCK
        kept = kept and ratios["cached to static"] >= SHARE_OF_STATIC
        report[str(pages)] = {name: round(figure, 3) for name, figure in {**seen, **ratios}.items()}
    print(json.dumps(report | {"kept": kept}))


if __name__ == "__main__":
    main()
