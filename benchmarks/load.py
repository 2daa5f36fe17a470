"""The site under a realistic load at rising rates, and what happens to readers and writers when a part of it fails.

``python -m benchmarks.load --rates 10 20 40`` starts a database server, two web processes with production settings, the
background worker and Redis, all of its own, and asks as people do: 70 % pages, 20 % searches, 5 % filtered lists, 5 %
somebody signed in, of which every other one saves a draft. ``--faults`` goes on with a series at the first rate: in
each of its parts something fails a third of the time in and comes back; the table says what readers and writers saw,
and whether every draft that the site said it had is there afterwards. Redis comes from Debian's redis-server.
"""

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote_plus

import psycopg

from benchmarks import our_site
from benchmarks.open_loop import Seen, ask
from benchmarks.people import MAKE_WRITER, MISSING, Door, Writer
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
CLOCK_JUMPS = "clock 2 h ahead, 2 h behind, right"
FAKE_TIME = sorted(Path("/usr/lib").glob("*/faketime/libfaketimeMT.so.1"))


@dataclass
class Site:
    """What runs, and how it is asked."""

    services: Services
    database: str
    server: cluster.Cluster
    door: Door
    pages: list[str]
    writer: Writer
    media: Path
    notes: list[str] = field(default_factory=list)

    @property
    def clock(self) -> Path:
        """How far the clock of processes started by ``with_own_clock`` is from the right one, at any moment."""
        return self.media.parent / "clock"

    def with_own_clock(self) -> None:
        """Starts the web processes and the worker anew, with a clock that ``clock`` sets."""
        self.clock.write_text("+0h")
        for name in ("web", "worker"):
            service = self.services[name]
            service.environment = {
                **service.environment,
                "LD_PRELOAD": str(FAKE_TIME[0]),
                "FAKETIME_TIMESTAMP_FILE": str(self.clock),
                "FAKETIME_CACHE_DURATION": "1",
            }
            service.restart()

    def note(self, what: str, seen: object, wanted: object) -> None:
        """Remembers what should have been otherwise."""
        if seen != wanted:
            self.notes.append(f"{what}: {seen}, not {wanted}")

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
        return {200: "ok", 503: CLEAN, MISSING: "own draft missing"}.get(status, f"status {status}")

    def _get(self, path: str) -> str:
        connection = self.door.open()
        try:
            connection.request("GET", path, headers=self.door.headers)
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


def measure(site: Site, rate: float, seconds: float, fault: Callable[[], None] | None = None) -> Seen:
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

    def no_room_for_files() -> None:
        """Files are refused, everything else goes on; with room again they are taken."""
        filler = site.media / "filler"
        with suppress(OSError), filler.open("wb", buffering=0) as file:
            while True:
                file.write(bytes(1024 * 1024))
        try:
            site.note("a file without room", site.writer.write_with_file(100_000), (422, True))
        finally:
            filler.unlink()
        site.note("a file with room", site.writer.write_with_file(100_000)[0], 302)

    def clock_jumps() -> None:
        """While they run, the clock of the web processes and the worker goes two hours ahead, two behind, and right."""
        for hours in (2, -2, 0):
            site.clock.write_text(f"{hours:+}h")
            time.sleep(3)

    faults = {
        "nothing": lambda: None,
        "database restarted": database_restarts,
        "web processes killed": comes_back("web", 1),
        "worker killed": comes_back("worker", 3),
        "cache gone for 3 s": comes_back("redis", 3),
    }
    if os.path.ismount(site.media):
        faults["no room for files"] = no_room_for_files
    else:
        print("Left out: a full disk. Only root can make a small one.")
    if FAKE_TIME:
        faults[CLOCK_JUMPS] = clock_jumps
    else:
        print("Left out: a jump of the clock. It needs libfaketime: apt-get install faketime")
    return faults


def public_pages(database: str) -> list[str]:
    """The addresses of all entries and of some lists."""
    with psycopg.connect(database) as connection:
        rows = connection.execute(
            "SELECT url_path FROM wagtailcore_page JOIN kb_entrypage ON page_ptr_id = id WHERE live"
        ).fetchall()
    return [path for (path,) in rows] + ["/ru/", "/kk/", "/ru/technologies/", "/ru/areas/", "/ru/enterprises/"]


def _start(folder: Path, services: Services) -> Site:
    data = folder / "postgres"
    address = postgres.start(data)
    print("Filling the site with the demonstration content ...", flush=True)
    media = folder / "site" / "media"
    media.mkdir(parents=True)
    if os.geteuid() == 0:
        subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64m", "tmpfs", str(media)], check=False)
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
    pages = public_pages(address)
    door = Door(port)
    writer = Writer(door)
    writer.begin()
    return Site(services, address, cluster.at(data), door, pages, writer, media)


def print_rates(seen: dict[float, Seen]) -> None:
    print("\nasked/s   answers/s   p50 ms   p95 ms   p99 ms   p95 to the first   errors")
    first = next(iter(seen.values())).quantile(0.95)
    for rate, one in seen.items():
        p50, p95, p99 = (one.quantile(share) for share in (0.5, 0.95, 0.99))
        errors = dict(one.errors()) or "none"
        print(f"{rate:>7.0f}{one.per_second():>12.1f}{p50:>9.1f}{p95:>9.1f}{p99:>9.1f}{p95 / first:>19.2f}   {errors}")


def series(
    site: Site,
    faults: Mapping[str, Callable[[], None]],
    rate: float,
    seconds: float,
    before: Mapping[str, Callable[[], None]] | None = None,
) -> dict[str, dict[str, object]]:
    """Asks while each of the faults happens; prints a table of what readers and writers saw.

    ``before`` has by the name of a fault what is done before its part begins.
    """
    report: dict[str, dict[str, object]] = {}
    print(f"\n{'fault':<36}{'answers':>9}{'p95 ms':>9}{'bad':>6}{'bad for s':>11}{'lost':>6}   what came instead")
    for name, fault in faults.items():
        if before and name in before:
            before[name]()
        one = measure(site, rate, seconds, fault)
        errors, lost = one.errors(), site.lost()
        print(
            f"{name:<36}{len(one.answers):>9}{one.quantile(0.95):>9.0f}{sum(errors.values()):>6}"
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
                measure(site, options.rates[0], 5)
                seen = {rate: measure(site, rate, options.seconds) for rate in options.rates}
                print_rates(seen)
                report |= {
                    f"{rate:g}/s": {"answers_per_second": round(one.per_second(), 1), "errors": dict(one.errors())}
                    | {f"p{share:.0%}"[:-1]: round(one.quantile(share), 1) for share in (0.5, 0.95, 0.99)}
                    for rate, one in seen.items()
                }
                if options.faults:
                    report["faults"] = series(
                        site, _faults(site), options.rates[0], options.seconds, {CLOCK_JUMPS: site.with_own_clock}
                    )
                    print(f"Otherwise than it should be: {'; '.join(site.notes) or 'nothing'}")
                    report["otherwise"] = site.notes
                report["accepted"], report["lost"] = len(site.writer.accepted), site.lost()
        finally:
            if os.path.ismount(folder / "site" / "media"):
                subprocess.run(["umount", str(folder / "site" / "media")], check=False)
            cluster.at(folder / "postgres").remove()
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
