"""The launcher, on real servers in temporary folders: as root it runs them as another account."""

import os
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from development import cluster, database, postgres
from development.console import StepFailed

# Some of these start servers; the machine may have no free cores to hurry.
RUSSIAN_WORD = "SELECT to_tsvector('russian', 'ТРАКТОРЫ') @@ to_tsquery('russian', 'тракторов')"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A stopped cluster. pytest's own folders are closed to others, as a person's home folder may be."""
    folder = tmp_path_factory.mktemp("shared") / "postgres"
    postgres.start(folder)
    yield folder
    cluster.at(folder).remove()


@pytest.fixture
def new_folder(tmp_path: Path) -> Iterator[Path]:
    """A folder without a cluster."""
    folder = tmp_path / "postgres"
    yield folder
    if folder.exists():
        cluster.at(folder).remove()


@pytest.fixture(autouse=True)
def stopped(request: pytest.FixtureRequest) -> Iterator[None]:
    """Each test starts the shared cluster itself."""
    yield
    if "folder" in request.fixturenames:
        postgres.stop(request.getfixturevalue("folder"))


def answer(address: str, query: str) -> object:
    with psycopg.connect(address) as connection:
        row = connection.execute(query).fetchone()
    return row and row[0]


def test_the_server_finds_inflected_russian_words_in_capitals(folder: Path) -> None:
    with postgres.used(folder) as address:
        assert answer(address, RUSSIAN_WORD) is True


def test_data_outlive_a_killed_server(folder: Path) -> None:
    address = postgres.start(folder)
    with psycopg.connect(address) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 'станок' AS word")
    pid_file = cluster.at(folder).data / "postmaster.pid"
    os.kill(int(pid_file.read_text().splitlines()[0]), signal.SIGKILL)

    assert answer(postgres.start(folder), "SELECT word FROM kept") == "станок"


def test_a_process_that_took_over_the_number_of_a_killed_server_is_no_server(folder: Path) -> None:
    postgres.start(folder)
    pid_file = cluster.at(folder).data / "postmaster.pid"
    left = pid_file.read_text()
    postgres.stop(folder)
    with subprocess.Popen(["sleep", "60"]) as other:
        try:
            pid_file.write_text(left.replace(left.splitlines()[0], str(other.pid), 1))
            cluster.at(folder).account.give(pid_file)

            assert answer(postgres.start(folder), "SELECT 1") == 1
        finally:
            other.kill()


def test_the_last_of_two_users_stops_the_server(folder: Path) -> None:
    with postgres.used(folder):
        reader = os.open(folder / "users", os.O_RDONLY)
        with postgres.used(folder):
            pass
        assert postgres.url(folder) is not None
        os.close(reader)
    assert postgres.url(folder) is None


def test_a_long_path_gets_a_short_folder_for_the_socket(tmp_path: Path) -> None:
    folder = tmp_path / ("long" * 30)
    try:
        address = postgres.start(folder)
        server = cluster.at(folder)
        if server.place != folder:
            pytest.skip("the data are outside this folder, whose path does not matter then")
        socket_folder = server.socket_folder()
        assert answer(address, "SELECT 1") == 1
        postgres.stop(folder)
        assert socket_folder is not None
        assert not socket_folder.exists()
    finally:
        cluster.at(folder).remove()


def test_a_path_with_spaces_and_quotes_works(tmp_path: Path) -> None:
    folder = tmp_path / "it's a “folder”, with %"
    with postgres.used(folder) as address:
        assert answer(address, "SELECT 1") == 1
    cluster.at(folder).remove()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root keeps data outside a private folder")
def test_data_of_a_private_checkout_are_where_the_server_may_enter(tmp_path: Path) -> None:
    private = tmp_path / "private"
    private.mkdir(mode=0o700)
    folder = private / "postgres"
    with postgres.used(folder) as address:
        server = cluster.at(folder)
        assert server.place.parent in cluster.OTHER_PLACES
        assert str(server.place) in postgres.where(folder)
        assert answer(address, RUSSIAN_WORD) is True
    assert private.stat().st_mode & 0o777 == 0o700
    server.remove()
    assert not server.place.exists()


def test_a_server_whose_locale_breaks_cyrillic_is_refused(new_folder: Path) -> None:
    cluster.at(new_folder).create(locales=("C",))
    with pytest.raises(StepFailed, match="does not know Cyrillic"):
        postgres.start(new_folder)
    assert postgres.url(new_folder) is None


def test_data_of_another_version_are_refused_with_their_place(folder: Path) -> None:
    version = cluster.at(folder).data / "PG_VERSION"
    ours = version.read_text()
    postgres.stop(folder)
    version.write_text("9\n")
    try:
        with pytest.raises(StepFailed, match="made by PostgreSQL 9"):
            postgres.start(folder)
    finally:
        version.write_text(ours)


def test_a_half_made_cluster_is_made_anew(new_folder: Path) -> None:
    new_folder.mkdir()
    (cluster.at(new_folder).place / "data-part").mkdir()
    assert answer(postgres.start(new_folder), "SELECT 1") == 1


def test_a_throw_away_server_leaves_nothing_and_clears_what_a_killed_one_left(tmp_path: Path) -> None:
    left = tmp_path / f"{postgres.TEMPORARY}1"
    postgres.start(left)
    with postgres.temporary(tmp_path):
        assert not left.exists()
    assert list(tmp_path.iterdir()) == []


def test_an_unreachable_server_is_named_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(StepFailed, match="does not answer") as caught:
        database.ensure(f"postgresql://kb@/kb?host={tmp_path}")
    assert "DATABASE_URL" in caught.value.advice


def test_pg_bin_names_the_programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PG_BIN", str(tmp_path))
    with pytest.raises(StepFailed, match="has no program"):
        cluster.at(tmp_path / "postgres")
