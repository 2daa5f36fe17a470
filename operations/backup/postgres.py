"""PostgreSQL's own programs: pg_dump writes the database, pg_restore and psql put it back in one transaction."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from psycopg import sql

from operations.backup import BackupError

DEBIAN = Path("/usr/lib/postgresql")
DONE = "--- all statements so far are done ---"
# Whoever still uses the site must not keep this waiting for ever; the files, which are put in place between the dump
# and the last word, may take long.
# An extension that an administrator created (pgvector is not for everybody) must stay, because the site's role may not
# create it anew: so what belongs to the role goes instead of the schema, which may not be the role's own then.
BEGIN = rb"""\o /dev/null
SET client_min_messages = error;
SET lock_timeout = '60s';
SET idle_in_transaction_session_timeout = 0;
BEGIN;
SELECT EXISTS (
    SELECT FROM pg_extension WHERE extname <> 'plpgsql' AND NOT pg_has_role(extowner, 'USAGE')
) AS has_extensions_of_others \gset
\if :has_extensions_of_others
ALTER SCHEMA public OWNER TO pg_database_owner;
DROP OWNED BY CURRENT_USER CASCADE;
\else
DROP SCHEMA public CASCADE;
CREATE SCHEMA public;
\endif
"""
# libpq's variables; https://www.postgresql.org/docs/current/libpq-envars.html
VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
    "sslcert": "PGSSLCERT",
    "sslkey": "PGSSLKEY",
}


def server_version() -> int:
    """The major version of the server."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('server_version_num')::int / 10000")
        return int(cursor.fetchone()[0])


def program(name: str) -> str:
    """A program that understands this server: in ``POSTGRES_PROGRAMS``, on the path, or where Debian keeps them.

    Raises ``BackupError`` when there is none or only older ones.
    """
    if named := settings.POSTGRES_PROGRAMS:
        candidates = [Path(named) / name]
    else:
        found = shutil.which(name)
        debian = sorted(DEBIAN.glob(f"*/bin/{name}"), key=lambda path: float(path.parts[-3]), reverse=True)
        candidates = [*debian, *([Path(found)] if found else [])]
    wanted = server_version()
    seen = []
    for candidate in candidates:
        if candidate.is_file():
            said = subprocess.run([candidate, "--version"], capture_output=True, text=True, check=False).stdout
            version = re.search(r"\) (\d+)", said)
            if version and int(version[1]) >= wanted:
                return str(candidate)
            seen.append(f"{candidate} {version[1] if version else '?'}")
    raise BackupError(
        f"There is no {name} for PostgreSQL {wanted}" + (f", only {', '.join(seen)}" if seen else "") + ". Install "
        f"postgresql-client-{wanted}, or name its folder in POSTGRES_PROGRAMS."
    )


def environment() -> dict[str, str]:
    """How libpq's programs find the database that Django uses."""
    parameters: Mapping[str, Any] = connection.get_connection_params()
    return os.environ | {
        variable: str(parameters[name]) for name, variable in VARIABLES.items() if parameters.get(name)
    }


@contextmanager
def dumped(target: Path) -> Iterator[dict[str, int]]:
    """Writes the database to ``target`` in pg_dump's custom form; the block gets the rows of each table.

    Both are of one moment: the block runs in the transaction whose snapshot pg_dump used.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        # It waits for pg_dump.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        command = [program("pg_dump"), "--format=custom", "--no-owner", "--no-privileges", "--schema=public"]
        command += ["--extension=*", f"--snapshot={snapshot}", f"--file={target}"]
        _run(command)
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        yield {name: _count(cursor, name) for (name,) in cursor.fetchall()}


def _count(cursor: Any, table: str) -> int:
    cursor.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table)))
    return int(cursor.fetchone()[0])


def is_empty() -> bool:
    """Whether the database holds no table."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT NOT EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public')")
        return bool(cursor.fetchone()[0])


@contextmanager
def restored(dump: Path, counts: Mapping[str, int]) -> Iterator[None]:
    """Puts the dump in the place of all that is in the database, visible to nobody; the end of the block makes it last.

    Raises ``BackupError``, and changes nothing, when a statement fails or a table has another number of rows.
    """
    listed = _wanted(dump, dump.parent)
    reading = [program("pg_restore"), "--no-owner", "--no-privileges", "--file=-", f"--use-list={listed}", str(dump)]
    writing = [program("psql"), "--no-psqlrc", "--quiet", "--no-align", "--tuples-only", "--set=ON_ERROR_STOP=1"]
    connection.close()
    with subprocess.Popen(
        writing,
        env=environment(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as psql:
        assert psql.stdin is not None and psql.stdout is not None
        try:
            psql.stdin.write(BEGIN)
            with subprocess.Popen(reading, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as pg_restore:
                assert pg_restore.stdout is not None and pg_restore.stderr is not None
                shutil.copyfileobj(pg_restore.stdout, psql.stdin)
                complaint = pg_restore.stderr.read().decode(errors="replace")
            if pg_restore.returncode:
                raise BackupError(f"pg_restore cannot read the dump: {complaint.strip()}")
            found = _rows(psql, counts)
            if different := {name for name in counts if found.get(name) != counts[name]}:
                raise BackupError(f"After restoring, the number of rows differs in {', '.join(sorted(different))}.")
            yield
            psql.stdin.write(b"COMMIT;\n")
            psql.stdin.close()
        except BaseException as error:
            # Without the last word nothing has happened.
            complaint = _complaint(psql) if isinstance(error, BrokenPipeError) else ""
            psql.kill()
            with suppress(BrokenPipeError):
                psql.stdin.close()
            if isinstance(error, BrokenPipeError):
                raise BackupError(f"The database did not take the dump: {complaint}") from error
            raise
        complaint = _complaint(psql)
        if psql.wait():
            raise BackupError(f"The database did not take the dump: {complaint}")


def _wanted(dump: Path, folder: Path) -> Path:
    """pg_restore's list of what is in the dump, without what is in an empty database already.

    Nor what only the owner of an extension may say: its comment, which comes with it anyway.
    """
    done = subprocess.run([program("pg_restore"), "--list", dump], capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"pg_restore cannot read the dump: {done.stderr.strip()}")
    listed = folder / f"{dump.name}.list"
    there = re.compile(r" (SCHEMA - public|EXTENSION - plpgsql|COMMENT - EXTENSION \S+|COMMENT - SCHEMA public)\b")
    listed.write_text("\n".join(line for line in done.stdout.splitlines() if not there.search(line)) + "\n")
    return listed


def _rows(psql: subprocess.Popen[bytes], tables: Mapping[str, int]) -> dict[str, int]:
    assert psql.stdin is not None and psql.stdout is not None
    psql.stdin.write(b"\\o\n")
    for name in tables:
        counting = sql.SQL("SELECT {}, count(*) FROM {};\n").format(name, sql.Identifier("public", name))
        psql.stdin.write(counting.as_string().encode())
    psql.stdin.write(f"\\echo {DONE!r}\n".encode())
    psql.stdin.flush()
    rows: dict[str, int] = {}
    for line in psql.stdout:
        text = line.decode().rstrip("\n")
        if text == DONE:
            return rows
        name, _bar, count = text.rpartition("|")
        rows[name] = int(count)
    raise BackupError(f"The database did not take the dump: {_complaint(psql)}")


def _complaint(psql: subprocess.Popen[bytes]) -> str:
    assert psql.stderr is not None
    return psql.stderr.read().decode(errors="replace").strip()


def _run(command: list[str]) -> None:
    done = subprocess.run(command, env=environment(), capture_output=True, text=True, check=False)
    if done.returncode:
        raise BackupError(f"{Path(command[0]).name}: {done.stderr.strip()}")
