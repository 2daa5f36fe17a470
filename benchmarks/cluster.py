"""The site on several machines, all of them this one, and what people see when parts of it go.

``python -m benchmarks.cluster`` starts a primary database server and two replicas, two application servers, the
background worker, a bucket (moto), Redis, and nginx in front with its page cache, all on the loopback and as
``deploy/cluster.md`` describes it. It asks through nginx as people do (``benchmarks.load``) while replicas fall behind,
an application server is killed, one replica stops, the primary is lost and the other replica promoted. An editor
publishes a change in each part; every visitor has to get it at once. Needs Debian's nginx, its purge module and Redis.
"""

import argparse
import json
import os
import ssl
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote

import boto3
import psycopg

from benchmarks import our_site
from benchmarks.load import Site, measure, print_rates, public_pages, series
from benchmarks.people import MAKE_WRITER, Door, Writer
from development import cluster, nginx, postgres, replication
from development.cluster import Cluster
from development.console import ROOT
from development.services import Service, Services, answers, free_port, missing, production

BUCKET, REGION = "kb-media", "eu-north-1"
KEY = {"aws_access_key_id": "key", "aws_secret_access_key": "secret"}
EDITOR = """
import sys
import django
django.setup()
from django.utils import timezone
from kb.models import EntryPage
entry = EntryPage.objects.live().filter(locale__language_code="ru").order_by("pk").first().specific
entry.title = sys.argv[1]
entry.save_revision().publish()
print(entry.url_path, flush=True)
"""


@dataclass
class Machines:
    """The servers of the database, and everything else."""

    services: Services
    folder: Path
    environment: dict[str, str]
    primary: Cluster
    replicas: list[Cluster]
    https: int
    applications: list[int]
    published: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    def all_servers(self) -> list[Cluster]:
        """Those that run."""
        return [server for server in (self.primary, *self.replicas) if server.socket_folder()]

    def publish(self) -> None:
        """An editor changes the title of an entry; then every door has to show it, at once and later."""
        title = f"Заголовок номер {len(self.published) + 1}"
        done = subprocess.run(
            [sys.executable, "-c", EDITOR, title],
            cwd=ROOT,
            env=self.environment,
            check=False,
            capture_output=True,
            text=True,
        )
        if done.returncode:
            self.wrong.append(f"not published: {done.stderr.strip().splitlines()[-1]}")
            return
        path = done.stdout.split()[-1]
        self.published.append(title)
        for pause in (0.0, 4.0):
            time.sleep(pause)
            self.wrong += [f"{title}, {pause:.0f} s later, {seen}" for seen in self._doors_without(title, path)]

    def _doors_without(self, title: str, path: str) -> list[str]:
        without = []
        for door in self.doors():
            try:
                if title not in text(door, path):
                    without.append(f"old at {door.port}")
            except OSError as error:
                without.append(f"{type(error).__name__} at {door.port}")
        return without

    def doors(self) -> list[Door]:
        """nginx, and each application server that answers."""
        there = [Door(port) for port in self.applications if answers(port)]
        return [Door(self.https, trusting(self.folder)), *there]


def text(door: Door, path: str) -> str:
    """What a visitor gets."""
    connection = door.open()
    try:
        connection.request("GET", quote(path), headers=door.headers)
        return connection.getresponse().read().decode("utf-8", "replace")
    finally:
        connection.close()


def trusting(folder: Path) -> ssl.SSLContext:
    """Trusts the certificate of this nginx alone."""
    context = ssl.create_default_context(cafile=str(folder / "tls.pem"))
    context.check_hostname = False
    return context


def _start(folder: Path, services: Services) -> tuple[Machines, Site]:
    address = postgres.start(folder / "primary")
    print("Filling the site with the demonstration content ...", flush=True)
    (folder / "site").mkdir()
    our_site.make(folder / "site", address)
    filling = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "kb.settings.dev"}
    subprocess.run([sys.executable, "-c", MAKE_WRITER], cwd=ROOT, env=filling, check=True)

    print("Starting two replicas, a bucket, Redis, two application servers, the worker and nginx ...", flush=True)
    primary = cluster.at(folder / "primary")
    replicas = [cluster.at(folder / name) for name in ("replica-1", "replica-2")]
    # What was accepted is on two machines: the primary may be lost for good.
    replication.configure(primary, synchronous_standby_names="ANY 1 (*)")
    for replica in replicas:
        replication.follow(replica, primary)
    for replica in replicas:
        replication.follow_any(replica, [primary, *replicas])

    storage, redis, http, https, purge = (free_port() for _port in range(5))
    command = [str(Path(sys.executable).parent / "moto_server"), "-H", "127.0.0.1", "-p", str(storage)]
    services.start("bucket", command, lambda: answers(storage))
    _fill_bucket(f"http://127.0.0.1:{storage}", folder / "site" / "media")
    services.redis(redis)
    environment = production(
        replication.address(primary, *replicas, database="kb"),
        folder / "site",
        DATABASE_REPLICAS=replication.address(*replicas, database="kb"),
        CACHE_URL=f"redis://127.0.0.1:{redis}/0",
        MEDIA_BUCKET=BUCKET,
        MEDIA_S3_ENDPOINT=f"http://127.0.0.1:{storage}",
        MEDIA_S3_REGION=REGION,
        MEDIA_S3_KEY=KEY["aws_access_key_id"],
        MEDIA_S3_SECRET=KEY["aws_secret_access_key"],
        PAGE_CACHES=f"http://127.0.0.1:{purge}",
        BASE_URL=f"https://127.0.0.1:{https}",
        EMBEDDINGS="off",
        SSL_REDIRECT="False",
    )
    applications = [free_port() for _server in range(2)]
    for number, port in enumerate(applications, start=1):
        metrics = folder / f"metrics-{number}"
        own = {**environment, "PROMETHEUS_MULTIPROC_DIR": str(metrics)}
        services.gunicorn(port, own, f"web-{number}", workers=1, held=False)
    services.worker(environment)
    configuration = nginx.cluster(
        folder / "site",
        http=http,
        https=https,
        backends=applications,
        purge=purge,
        bucket=f"http://127.0.0.1:{storage}/{BUCKET}",
    )
    services.nginx(configuration, https)

    door = Door(https, trusting(folder / "site"))
    writer = Writer(door)
    writer.begin()
    machines = Machines(services, folder / "site", environment, primary, replicas, https, applications)
    return machines, Site(services, address, primary, door, public_pages(address), writer, folder / "site" / "media")


def _fill_bucket(address: str, media: Path) -> None:
    bucket = boto3.resource("s3", endpoint_url=address, region_name=REGION, **KEY).Bucket(BUCKET)
    bucket.create(CreateBucketConfiguration={"LocationConstraint": REGION})
    for file in media.rglob("*"):
        if file.is_file():
            bucket.upload_file(str(file), str(file.relative_to(media)))


def _faults(machines: Machines, site: Site) -> dict[str, Callable[[], None]]:
    def replay(verb: str) -> None:
        for replica in machines.replicas:
            with psycopg.connect(replication.address(replica), autocommit=True) as connection:
                connection.execute(f"SELECT pg_wal_replay_{verb}()")  # type: ignore[arg-type]

    def replicas_fall_behind() -> None:
        replay("pause")
        machines.publish()
        replay("resume")

    def goes(service: Service) -> Callable[[], None]:
        def fail() -> None:
            service.kill()
            machines.publish()
            service.start()

        return fail

    def one_replica_stops() -> None:
        machines.replicas[0].shut_down()
        machines.publish()

    def primary_is_lost() -> None:
        """Who watches notices after 3 s and promotes the replica that has most; the stopped one follows it."""
        lost = machines.primary
        lost.shut_down()
        time.sleep(3)
        machines.primary = max(
            (replica for replica in machines.replicas if replica.socket_folder()), key=replication.received
        )
        replication.promote(machines.primary)
        site.database = replication.address(machines.primary, database="kb")
        machines.replicas.remove(machines.primary)
        for replica in machines.replicas:
            replica.launch()
        machines.publish()

    def lost_one_comes_back() -> None:
        """As a replica, made anew: what it had and nobody confirmed must not come back."""
        again = cluster.at(machines.folder.parent / "replica-3")
        replication.follow(again, machines.primary, machines.replicas)
        replication.configure(machines.primary, synchronous_standby_names="ANY 1 (*)")
        machines.replicas.append(again)
        machines.publish()

    services = machines.services
    return {
        "nothing": machines.publish,
        "replicas stand still": replicas_fall_behind,
        "an application server killed": goes(services["web-1"]),
        "the bucket gone": goes(services["bucket"]),
        "Redis gone": goes(services["redis"]),
        "a replica stopped": one_replica_stops,
        "primary lost, the other replica promoted": primary_is_lost,
        "a new replica follows": lost_one_comes_back,
    }


def main() -> None:
    """Starts everything, measures, prints tables and, as the last line, one JSON object."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--rates", type=float, nargs="+", default=[5, 10, 20])
    parser.add_argument("--seconds", type=float, default=24)
    options = parser.parse_args()
    if lacking := missing("nginx", "redis-server"):
        raise SystemExit(f"Not installed: {', '.join(lacking)}")
    report: dict[str, object] = {"load_before": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory(dir="/var/tmp") as made:
        folder = Path(made)
        folder.chmod(0o755)
        try:
            with Services(folder / "logs") as services:
                machines, site = _start(folder, services)
                measure(site, options.rates[0], 5)
                seen = {rate: measure(site, rate, options.seconds) for rate in options.rates}
                print_rates(seen)
                report |= {f"{rate:g}/s p95": round(one.quantile(0.95), 1) for rate, one in seen.items()}
                faults = _faults(machines, site)
                report["faults"] = series(site, faults, options.rates[0], options.seconds)
                print(f"\n{len(machines.published)} changes published; not shown at once: {machines.wrong or 'none'}")
                report |= {"published": len(machines.published), "wrong": machines.wrong}
                report |= {"accepted": len(site.writer.accepted), "lost": site.lost()}
        finally:
            for name in ("primary", "replica-1", "replica-2", "replica-3"):
                if (folder / name).exists():
                    cluster.at(folder / name).remove()
    print(json.dumps(report, ensure_ascii=False))


if __name__ == "__main__":
    main()
