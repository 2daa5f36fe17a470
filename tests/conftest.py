"""The site as ``setup_site`` makes it, once per run, and the people and enterprises that tests are about.

Tests that roll back see it as it is. Tests in a browser empty the database behind them; the next one gets the
site back from a copy of its tables, which takes a fraction of the time of setting it up.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone, translation
from django_tasks_db.management.commands import db_worker
from wagtail.models import Locale, Page, Site

from accounts.models import User
from home.models import SectionPage
from kb.models import Enterprise, TechnologyArea
from prepared.models import Change
from search import pins, synonyms, vocabulary
from search.dense import embedders, nearness, state
from tests.factories import accounts as people
from tests.factories.kb import EnterpriseFactory
from tests.mail import RunningWorker, SmtpServer, make_worker

COPY = "site_as_set_up"


# Tests of programs beside this one (a browser, a proxy, servers that are cut off): they wait for others on a machine
# that may be busy. One that fails is tried once more, and the summary tells of it as "rerun".
WITH_OTHER_PROGRAMS = {"journeys", "deploy", "backup", "replicas", "test_lost_connections.py", "test_nginx.py"}


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Lets the tests of other programs fail once."""
    for item in items:
        if WITH_OTHER_PROGRAMS & set(item.path.relative_to(Path(__file__).parent).parts):
            item.add_marker(pytest.mark.flaky(reruns=1))


def _copy_site() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DROP SCHEMA IF EXISTS {COPY} CASCADE")
        cursor.execute(f"CREATE SCHEMA {COPY}")
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}")')
            if table != "django_migrations" and cursor.fetchone()[0]:
                cursor.execute(f'CREATE TABLE {COPY}."{table}" AS TABLE public."{table}"')


def _restore_site() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [COPY])
        tables = [name for (name,) in cursor.fetchall()]
        cursor.execute("TRUNCATE " + ", ".join(f'public."{table}"' for table in tables) + " CASCADE")
        for table in tables:
            cursor.execute(f'INSERT INTO public."{table}" SELECT * FROM {COPY}."{table}"')
    ContentType.objects.clear_cache()
    Site.clear_site_root_paths_cache()


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        if not Page.objects.filter(depth=1).exists():
            _restore_site()
        call_command("setup_site", verbosity=0)
        _copy_site()
    yield
    with django_db_blocker.unblock():
        # A test may have ended the connection that this thread holds.
        connection.close()
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        # Threads of the live server keep connections of the pool, and a database in use cannot be dropped.
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )


@pytest.fixture(autouse=True)
def site_in_place(request: pytest.FixtureRequest) -> None:
    """Brings the site back after a test that emptied the database."""
    wanted = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if not wanted and request.node.get_closest_marker("django_db") is None:
        return
    request.getfixturevalue("db")
    if not Page.objects.filter(depth=1).exists():
        _restore_site()


@pytest.fixture(autouse=True)
def own_files(settings: Any, tmp_path: Path) -> Iterator[None]:
    """No test sees the files of another one."""
    settings.MEDIA_ROOT = tmp_path / "media"
    yield


@pytest.fixture(autouse=True)
def own_language_and_time_zone() -> Iterator[None]:
    """No test sees those that a request of another one has left in this thread."""
    yield
    translation.deactivate()
    timezone.deactivate()


@pytest.fixture(autouse=True)
def own_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the search of one test has remembered is nothing to the next one, and what it looks at again every few
    seconds it does not within a test, however slow the machine: tests count statements."""
    for module, name in (
        (synonyms, "CHECKED_SECONDS"),
        (vocabulary, "COUNTS_KEPT_SECONDS"),
        (pins, "KEPT_SECONDS"),
        (state, "CHECKED_SECONDS"),
    ):
        monkeypatch.setattr(module, name, 3_600)
    for module in (synonyms, vocabulary, pins, state):
        module.forget()


@pytest.fixture
def by_meaning(db: None, settings: Any) -> None:
    """Search by meaning switched on; skips where this machine has no embedder, or the database no pgvector."""
    settings.EMBEDDINGS = embedders.PACKAGE
    if embedders.chosen() is None or not nearness.schema():
        pytest.skip("no embedder or no pgvector here")
    state.forget()


@pytest.fixture
def smtp_server(settings: Any) -> Iterator[SmtpServer]:
    """Letters go by SMTP to a server that keeps them: ``smtp_server.to("who@example.org")``."""
    with SmtpServer() as server:
        mailer = {**settings.SMTP_MAILER, "OPTIONS": {"host": "127.0.0.1", "port": server.port, "timeout": 10}}
        settings.MAILERS = {"default": mailer}
        yield server


@pytest.fixture
def queue(settings: Any) -> None:
    """Background work waits in the database, as in production, instead of being done at once."""
    settings.TASKS = {**settings.TASKS, "background": {"BACKEND": "django_tasks_db.DatabaseBackend"}}


@pytest.fixture
def work_off(queue: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """Background work waits until the test calls this: the real worker, in the test's own transaction."""
    # It would close the connection in which the transaction is open; Django's test client keeps it just so.
    monkeypatch.setattr(db_worker, "close_old_connections", lambda: None)
    return lambda: make_worker(batch=True).run()


@pytest.fixture
def background_worker(queue: None, transactional_db: None) -> Iterator[RunningWorker]:
    """The real worker beside the live server."""
    with RunningWorker() as worker:
        yield worker


@pytest.fixture
def transaction_over(db: None) -> Callable[[], None]:
    """To be called after changes, as though their transaction were over: what is made from now on holds.

    A test that rolls back is one transaction, and nothing that was begun within it holds after a change in it.
    """

    def forget_changes() -> None:
        Change.objects.all().delete()

    return forget_changes


@pytest.fixture
def locales(db: None) -> dict[str, Locale]:
    """Locales by language code."""
    return {locale.language_code: locale for locale in Locale.objects.all()}


@pytest.fixture
def sections(db: None) -> dict[tuple[str, str], SectionPage]:
    """Section pages by language and type of entries."""
    pages = SectionPage.objects.select_related("locale")
    return {(page.locale.language_code, page.entry_type): page for page in pages}


@pytest.fixture
def area(db: None) -> TechnologyArea:
    """Tractors, the area of entries from the factory."""
    return TechnologyArea.objects.get(code="01.1")


@pytest.fixture
def enterprise(db: None) -> Enterprise:
    """An enterprise in Minsk."""
    return EnterpriseFactory(name_ru="Минский завод", name_en="Minsk Plant", slug="minsk-plant")


@pytest.fixture
def other_enterprise(db: None) -> Enterprise:
    """An enterprise in Karaganda."""
    return EnterpriseFactory(name_ru="Карагандинский завод", slug="karaganda-plant", country="KZ")


@pytest.fixture
def contributor(enterprise: Enterprise) -> User:
    """Writes for the enterprise in Minsk."""
    return people.make_contributor(enterprise, email="contributor@example.org")


@pytest.fixture
def colleague(enterprise: Enterprise) -> User:
    """Writes for the same enterprise."""
    return people.make_contributor(enterprise, email="colleague@example.org")


@pytest.fixture
def stranger(other_enterprise: Enterprise) -> User:
    """Writes for the enterprise in Karaganda."""
    return people.make_contributor(other_enterprise, email="stranger@example.org")


@pytest.fixture
def expert(area: TechnologyArea) -> User:
    """Reviews entries about tractors."""
    return people.make_expert([area], email="expert@example.org", country="KZ")


@pytest.fixture
def other_expert(db: None) -> User:
    """Reviews entries of another area."""
    return people.make_expert(TechnologyArea.objects.filter(code="02"), email="other-expert@example.org", country="BY")


@pytest.fixture
def editor(db: None) -> User:
    """Moderates Belarus."""
    return people.make_editor("BY", email="editor@example.org")


@pytest.fixture
def other_editor(db: None) -> User:
    """Moderates Kazakhstan."""
    return people.make_editor("KZ", email="other-editor@example.org")


@pytest.fixture
def chief_editor(db: None) -> User:
    """Moderates both countries."""
    return people.make_chief_editor(email="chief@example.org")


@pytest.fixture
def administrator(db: None) -> User:
    """A superuser."""
    return people.make_administrator(email="administrator@example.org")
