"""How many SQL queries each public address takes, with few entries and with many.

``python -m benchmarks.queries`` counts them in a database of its own, with 30 and with 3,000 entries, in four
languages. The promise: at most 25, and the same number for both.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from urllib.parse import quote_plus

from benchmarks import our_site
from benchmarks.databases import throwaway_database

MOST = 25


def addresses() -> list[tuple[str, str]]:
    """One address of every public kind, in each language; needs Django."""
    from django.conf import settings

    from kb.models import EntryPage

    # The same ones whatever the number of entries.
    first = EntryPage.objects.live().order_by("pk")
    area = first.filter(areas__isnull=False)[0].areas.order_by("pk")[0]
    tag = first.filter(tags__isnull=False)[0].tags.order_by("pk")[0]
    enterprise = first.filter(enterprise__isnull=False)[0].enterprise
    found = []
    for language, _label in settings.LANGUAGES:
        paths = {
            "home": "",
            "technologies": "technologies/",
            "case studies": "case-studies/",
            "articles": "articles/",
            "list with filters": "technologies/?country=BY&stage=market",
            "list by readiness, second page": "technologies/?sort=readiness&page=2",
            "search, one word": f"search/?q={quote_plus('трактор')}",
            "search, five words": f"search/?q={quote_plus('экономия энергии на насосных станциях')}",
            "search without words": "search/",
            "areas": "areas/",
            "area": f"areas/{area.slug}/",
            "tag": f"tags/{tag.slug}/",
            "enterprises": "enterprises/",
            "enterprise": f"enterprises/{enterprise.slug}/",
        }
        found += [
            (f"{language} {name}", f"/{language}/{path}") for name, path in paths.items() if path or name == "home"
        ]
        for model in EntryPage.__subclasses__():
            entry = model.objects.live().filter(locale__language_code=language).order_by("pk").first()
            if entry is not None:
                found.append((f"{language} {model.entry_type}", entry.url_path))
    return found


def count_here() -> dict[str, int]:
    """Queries of each address in this process's database, at the second visit: the first one prepares."""
    import django

    django.setup()
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    counts = {}
    for name, address in addresses():
        client = Client(headers={"host": "localhost"})
        for _visit in range(2):
            with CaptureQueriesContext(connection) as seen:
                answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}.")
        counts[name] = len(seen)
    return counts


def _count(environment: dict[str, str]) -> dict[str, int]:
    output = subprocess.run(
        [sys.executable, "-m", "benchmarks.queries", "--here"],
        cwd=our_site.ROOT,
        env={**os.environ, **environment, "DJANGO_SETTINGS_MODULE": "kb.settings.dev", "DEBUG": "False"},
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    ).stdout
    return dict(json.loads(output.splitlines()[-1]))


def main() -> None:
    """Counts, prints a table and, as the last line, one JSON object; status 1 when the promise is broken."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, nargs=2, default=[30, 3000])
    parser.add_argument("--here", action="store_true", help="count in the database of DATABASE_URL as it is")
    options = parser.parse_args()
    if options.here:
        print(json.dumps(count_here()))
        return
    few, many = options.entries
    with tempfile.TemporaryDirectory() as name, throwaway_database("benchmark_queries") as database:
        folder = Path(name)
        environment = our_site.make(folder, database)
        our_site.grow(database, folder, few)
        before = _count(environment)
        our_site.grow(database, folder, many)
        after = _count(environment)
    print(f"{'queries with':<40}{few:>8}{many:>8}")
    broken = []
    for address, count in before.items():
        ok = count == after[address] <= MOST
        print(f"{address:<40}{count:>8}{after[address]:>8}{'' if ok else '   differs or exceeds the limit'}")
        if not ok:
            broken.append(address)
    print(json.dumps({"most": max(after.values()), "limit": MOST, "addresses": len(after), "broken": broken}))
    raise SystemExit(1 if broken else 0)


if __name__ == "__main__":
    main()
