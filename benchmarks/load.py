"""The site under a realistic load at rising rates, and what happens to readers and writers when a part of it fails.

``python -m benchmarks.load --rates 10 20 40`` starts a database server, two web processes with production settings, the
background worker and Redis, all of its own, and asks as people do: 70 % pages, 20 % searches, 5 % filtered lists, 5 %
somebody signed in, of which every other one saves a draft. ``--faults`` goes on with a series at the first rate: in
each of its parts something fails a third of the time in and comes back; the table says what readers and writers saw,
and whether every draft that the site said it had is there afterwards. Redis comes from Debian's redis-server.
"""

import argparse
import http.client
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote_plus

import psycopg

from benchmarks import our_site
from benchmarks.open_loop import Seen, ask
from benchmarks.people import MAKE_WRITER, Writer
from development import cluster, postgres
from development.services import Services, free_port, missing, production

WORDS = ("трактор", "двигатель", "экономия энергии", "сварка", "насос", "обогащение руды", "расход топлива", "станок",
         "энергия үнемдеу", "помпа", "pump", "зварка")  # fmt: skip
LISTS = (
    "/ru/technologies/?country=BY",
    "/ru/case-studies/?country=KZ",
    "/kk/articles/?page=1",
    "/ru/technologies/?page=2",
)
CLEAN = "the site's own 503"


@dataclass
class Site:
    """What runs, and how it is asked."""

    services: Services
    database: str
    server: cluster.Cluster
    port: int
    pages: list[str]
    writer: Writer

    def request(self, number: int) -> str:
        """One of the mix, the same for the same number: ``ok``, or what came instead."""
        chance = random.Random(number)  # noqa: S311 - a mix, not a secret
        share = chance.random()
        if share < 0.7:
            return self._get(chance.choice(self.pages))
        if share < 0.9:
            return self._get(f"/ru/search/?q={quote_plus(chance.choice(WORDS))}")
        if share < 0.95:
            return self._get(chance.choice(LISTS))
        status = self.writer.write() if number % 2 else self.writer.look()
        return "ok" if status == 200 else CLEAN if status == 503 else f"status {status}"

    def _get(self, path: str) -> str:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        try:
            connection.request("GET", path, headers={"Host": "localhost", "X-Forwarded-Proto": "https"})
            answer = connection.getresponse()
            body = answer.read()
        finally:
            connection.close()
        if answer.status == 200:
            return "ok" if body.rstrip().endswith(b"</html>") else "half a page"
        if b"Traceback" in body:
            return "a traceback"
        return CLEAN if answer.status == 503 else f"status {answer.status}"

    def lost(self) -> int:
        """Drafts that the site said it had and has not."""
        with psycopg.connect(self.database) as connection:
            kept = {title for (title,) in connection.execute("SELECT draft_title FROM wagtailcore_page").fetchall()}
        return len(set(self.writer.accepted) - kept)


def _measure(site: Site, rate: float, seconds: float, fault: Callable[[], None] | None = None) -> Seen:
    return ask(site.request, rate=rate, seconds=seconds, meanwhile=fault)


def _faults(site: Site) -> dict[str, Callable[[], None]]:
    def database_restarts() -> None:
        site.server.shut_down()
        time.sleep(2)
        site.server.launch()

    def comes_back(name: str, pause: float) -> Callable[[], None]:
        def fail() -> None:
            site.services[name].kill()
            time.sleep(pause)
            site.services[name].start()

        return fail

    return {
        "nothing": lambda: None,
        "database restarted": database_restarts,
        "web processes killed": comes_back("web", 1),
        "worker killed": comes_back("worker", 3),
        "cache gone for 3 s": comes_back("redis", 3),
    }


def _start(folder: Path, services: Services) -> Site:
    data = folder / "postgres"
    address = postgres.start(data)
    print("Filling the site with the demonstration content ...", flush=True)
    (folder / "site").mkdir()
    our_site.make(folder / "site", address)
    filling = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "kb.settings.dev"}
    subprocess.run([sys.executable, "-c", MAKE_WRITER], cwd=our_site.ROOT, env=filling, check=True)
    redis = free_port()
    services.redis(redis)
    environment = production(address, folder / "site", CACHE_URL=f"redis://127.0.0.1:{redis}/0", EMBEDDINGS="off")
    environment["SSL_REDIRECT"] = "False"
    port = free_port()
    services.gunicorn(port, environment)
    services.worker(environment)
    with psycopg.connect(address) as connection:
        rows = connection.execute(
            "SELECT url_path FROM wagtailcore_page JOIN kb_entrypage ON page_ptr_id = id WHERE live"
        ).fetchall()
    pages = [path for (path,) in rows] + ["/ru/", "/kk/", "/ru/technologies/", "/ru/areas/", "/ru/enterprises/"]
    writer = Writer(port)
    writer.begin()
    return Site(services, address, cluster.at(data), port, pages, writer)


def _print_rates(seen: dict[float, Seen]) -> None:
    print("\nasked/s   answers/s   p50 ms   p95 ms   p99 ms   p95 to the first   errors")
    first = next(iter(seen.values())).quantile(0.95)
    for rate, one in seen.items():
        p50, p95, p99 = (one.quantile(share) for share in (0.5, 0.95, 0.99))
        errors = dict(one.errors()) or "none"
        print(f"{rate:>7.0f}{one.per_second():>12.1f}{p50:>9.1f}{p95:>9.1f}{p99:>9.1f}{p95 / first:>19.2f}   {errors}")


def _series(site: Site, rate: float, seconds: float) -> dict[str, dict[str, object]]:
    report: dict[str, dict[str, object]] = {}
    print(f"\n{'fault':<24}{'answers':>9}{'p95 ms':>9}{'bad':>6}{'bad for s':>11}{'lost':>6}   what came instead")
    for name, fault in _faults(site).items():
        one = _measure(site, rate, seconds, fault)
        errors, lost = one.errors(), site.lost()
        print(
            f"{name:<24}{len(one.answers):>9}{one.quantile(0.95):>9.0f}{sum(errors.values()):>6}"
            f"{one.troubled_for():>11.1f}{lost:>6}   {dict(errors) or '-'}",
            flush=True,
        )
        report[name] = {"answers": len(one.answers), "bad": dict(errors), "bad_seconds": round(one.troubled_for(), 1),
                        "lost": lost}  # fmt: skip
        time.sleep(1)
    return report


def main() -> None:
    """Starts everything, measures, prints tables and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rates", type=float, nargs="+", default=[10, 20, 40, 80])
    parser.add_argument("--seconds", type=float, default=20)
    parser.add_argument("--faults", action="store_true", help="go on with the fault series")
    options = parser.parse_args()
    if missing("redis-server"):
        raise SystemExit("redis-server is not installed: apt-get install redis-server")
    report: dict[str, object] = {"load_before": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        folder.chmod(0o755)
        try:
            with Services(folder / "logs") as services:
                site = _start(folder, services)
                _measure(site, options.rates[0], 5)
                seen = {rate: _measure(site, rate, options.seconds) for rate in options.rates}
                _print_rates(seen)
                report |= {
                    f"{rate:g}/s": {"answers_per_second": round(one.per_second(), 1), "errors": dict(one.errors())}
                    | {f"p{share:.0%}"[:-1]: round(one.quantile(share), 1) for share in (0.5, 0.95, 0.99)}
                    for rate, one in seen.items()
                }
                if options.faults:
                    report["faults"] = _series(site, options.rates[0], options.seconds)
                report["accepted"], report["lost"] = len(site.writer.accepted), site.lost()
        finally:
            cluster.at(folder / "postgres").remove()
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
