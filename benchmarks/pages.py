"""Requests a second of an anonymous article, list and search page, beside a stock Wagtail site.

``python -m benchmarks.pages`` builds both sites on the server of ``DATABASE_URL``, with the same texts, serves
them with the same command, no cache on either side, and asks them in turn. The promise: each of our pages
reaches at least 0.7 of the stock article page, with 30 entries and with 3,000 alike.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks import our_site, stock_site
from benchmarks.databases import throwaway_database
from benchmarks.serving import Load, ask, load, served

PROMISE = 0.7
WORDS = ("трактор", "двигатель", "экономия энергии", "сварка", "насос", "обогащение руды", "расход топлива", "станок")

TEXTS = """
import json, sys, django
django.setup()
from django.utils.html import strip_tags
from kb.models import EntryPage
entries = EntryPage.objects.live().filter(locale__language_code="ru").order_by("pk").specific()
texts = []
for entry in entries.iterator():
    body = [strip_tags(getattr(entry, f.name)) for f in entry._meta.fields if type(f).__name__ == "RichField"]
    texts.append((entry.title, entry.summary, [text for text in body if text]))
print(json.dumps({"texts": texts, "urls": [entry.url_path for entry in entries]}))
"""


def _content(environment: dict[str, str]) -> dict[str, list]:  # type: ignore[type-arg]
    output = subprocess.run(
        [sys.executable, "-c", TEXTS],
        cwd=our_site.ROOT,
        env={**os.environ, **environment},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return dict(json.loads(output.splitlines()[-1]))


def _measure(entries: int, seconds: float, rounds: int, clients: int, stack: ExitStack) -> dict[str, Load]:
    folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
    ours = stack.enter_context(throwaway_database("benchmark_pages_ours"))
    stock = stack.enter_context(throwaway_database("benchmark_pages_stock"))
    (folder / "ours").mkdir()
    print(f"Building both sites with {entries} entries ...", flush=True)
    environment = our_site.make(folder / "ours", ours)
    our_site.grow(ours, folder / "ours", entries)
    content = _content({**environment, "DJANGO_SETTINGS_MODULE": "kb.settings.dev"})
    (folder / "stock").mkdir()
    stock_environment = stock_site.make(folder / "stock", stock, content["texts"])

    our_port = stack.enter_context(served("kb.wsgi", folder=our_site.ROOT, environment=environment))
    stock_port = stack.enter_context(served("stock.wsgi", folder=folder / "stock", environment=stock_environment))
    step = max(1, len(content["urls"]) // 60)
    pages = {
        "stock article": (stock_port, [f"/articles/article-{n}/" for n in range(0, len(content["urls"]), step)]),
        "stock list": (stock_port, ["/articles/"]),
        "stock search": (stock_port, [f"/search/?query={quote_plus(word)}" for word in WORDS]),
        "article": (our_port, content["urls"][::step]),
        "list": (our_port, [f"/ru/{name}/" for name in ("technologies", "case-studies", "articles")]),
        "search": (our_port, [f"/ru/search/?q={quote_plus(word)}" for word in WORDS]),
    }
    for port, paths in pages.values():
        for path in paths:
            ask(port, path)
    seen: dict[str, list[Load]] = {name: [] for name in pages}
    for _round in range(rounds):
        for name, (port, paths) in pages.items():
            seen[name].append(load(port, paths, seconds=seconds, clients=clients))
    return {name: _median(loads) for name, loads in seen.items()}


def _median(loads: list[Load]) -> Load:
    return Load(
        per_second=statistics.median(each.per_second for each in loads),
        p50_ms=statistics.median(each.p50_ms for each in loads),
        p95_ms=statistics.median(each.p95_ms for each in loads),
        answers=sum(each.answers for each in loads),
    )


def main() -> None:
    """Builds, measures, prints a table and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs="+", default=[30, 3000])
    parser.add_argument("--seconds", type=float, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--clients", type=int, default=8)
    options = parser.parse_args()
    report: dict[str, object] = {"promise": PROMISE}
    kept = True
    for entries in options.entries:
        with ExitStack() as stack:
            loads = _measure(entries, options.seconds, options.rounds, options.clients, stack)
        base = loads["stock article"].per_second
        print(f"\n{entries} entries      requests/s   p50 ms   p95 ms   ratio to the stock article")
        for name, seen in loads.items():
            ratio = seen.per_second / base
            print(f"{name:<16}{seen.per_second:>12.1f}{seen.p50_ms:>9.1f}{seen.p95_ms:>9.1f}{ratio:>12.2f}")
            report[f"{name} {entries}"] = round(ratio, 3)
            if not name.startswith("stock") and ratio < PROMISE:
                kept = False
    report["kept"] = kept
    print(json.dumps(report))


if __name__ == "__main__":
    main()
