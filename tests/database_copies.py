"""How does a test get a database that already has every table?

One template per kind and run is built by the migrations; each database is a
copy of it. A copy that is given back is emptied and lent again with its engine,
which knows by then how most statements are written, and on PostgreSQL with the
connections it has: opening one costs the server more than most tests do.
"""

from __future__ import annotations

import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, event, inspect, make_url, text

from inbox import migrating
from inbox.db import make_engine
from tests import postgres

# By template: the copies this process may lend again, and the tables that are empty in a new one.
_IDLE: dict[str, list[Database]] = {}
_EMPTY: dict[str, list[str]] = {}
# By address: the server's processes behind the connections of a copy's own engine.
_OURS: dict[str, set[int]] = {}

CUT_OFF = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid() "
    "AND NOT (state = 'idle' AND pid = ANY('{{{ours}}}'))"
)

RESTART_SEQUENCES = (
    "SELECT setval(format('%%I.%%I', schemaname, sequencename)::regclass, 1, false) "
    "FROM pg_sequences WHERE last_value IS NOT NULL"
)


@dataclass(frozen=True, slots=True)
class Database:
    """A migrated database: its address for other processes, an engine for this one."""

    url: str
    engine: Engine


def template(kind: str, folder: Path) -> str:
    """Return the address of the run's template of a kind, built if need be."""
    return {"sqlite": _sqlite_template, "postgresql": _postgres_template}[kind](folder)


@contextmanager
def copied(template: str) -> Iterator[Database]:
    """Lend a copy of a template."""
    idle = _IDLE.setdefault(template, [])
    database = idle.pop() if idle else _made(template)
    try:
        yield database
    finally:
        _make_new_again(template, database)
    idle.append(database)


@contextmanager
def without_tables(like: str, folder: Path) -> Iterator[str]:
    """Lend the address of a database of the same kind that has nothing in it."""
    if like.startswith("sqlite"):
        yield f"sqlite:///{folder / 'hearback.sqlite3'}"
        return
    name = f"{make_url(like).database}_empty"
    _say(like, f'CREATE DATABASE "{name}"')
    try:
        yield _at(like, name)
    finally:
        _say(like, f'DROP DATABASE "{name}" WITH (FORCE)')


def _made(template: str) -> Database:
    if template.startswith("sqlite"):
        url = _sqlite_made(template)
        return Database(url, make_engine(url))
    url = _postgres_made(template)
    engine, ours = make_engine(url), _OURS.setdefault(url, set())
    event.listen(engine, "connect", lambda opened, _: ours.add(opened.info.backend_pid))
    return Database(url, engine)


def _make_new_again(template: str, database: Database) -> None:
    if template.startswith("sqlite"):
        database.engine.dispose()
        _copy_over(template, database.url)
    else:
        _empty(database, _EMPTY[template])


def forget(folder: Path) -> None:
    """Drop what a run left on a server that was there before it."""
    given = os.environ.get("TEST_DATABASE_URL")
    for name in _names(given) if given else ():
        if name.startswith(_prefix(folder)):
            _say(str(given), f'DROP DATABASE "{name}" WITH (FORCE)')


def _sqlite_template(folder: Path) -> str:
    file = folder / "template.sqlite3"
    with postgres.locked(folder):
        if not file.exists():
            _migrate(f"sqlite:///{file}")
    return f"sqlite:///{file}"


def _postgres_template(folder: Path) -> str:
    server = postgres.address(folder)
    name = f"{_prefix(folder)}_template"
    with postgres.locked(folder):
        if name not in _names(server):
            _say(server, f'CREATE DATABASE "{name}"')
            _migrate(_at(server, name))
    return _at(server, name)


def _migrate(url: str) -> None:
    engine = make_engine(url)
    migrating.upgrade(engine)
    engine.dispose()


def _sqlite_made(template: str) -> str:
    url = f"{template.removesuffix('.sqlite3')}-{uuid.uuid4().hex[:12]}.sqlite3"
    _copy_over(template, url)
    return url


def _copy_over(template: str, url: str) -> None:
    source, copy = (one.removeprefix("sqlite:///") for one in (template, url))
    for beside in ("-wal", "-shm"):
        Path(copy + beside).unlink(missing_ok=True)
    shutil.copy(source, copy)


def _postgres_made(template: str) -> str:
    source = make_url(template).database
    name = f"{str(source).removesuffix('template')}{uuid.uuid4().hex[:12]}"
    _say(template, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    url = _at(template, name)
    if template not in _EMPTY:
        _EMPTY[template] = _empty_tables(url)
    return url


def _empty_tables(url: str) -> list[str]:
    """Return the tables of a new copy that the migrations left without rows."""
    with _connected(url) as connection:
        tables = inspect(connection).get_table_names()
        return [
            f'"{table}"'
            for table in tables
            if connection.exec_driver_sql(f'SELECT 1 FROM "{table}" LIMIT 1').first() is None  # noqa: S608 - our own names
        ]


def _empty(database: Database, tables: list[str]) -> None:
    """Cut off whoever still reads, and leave a copy as it was made."""
    ours = ",".join(map(str, _OURS[database.url]))
    with database.engine.connect() as connection:
        connection.exec_driver_sql(CUT_OFF.format(ours=ours))
        if connection.exec_driver_sql("SHOW is_superuser").scalar() == "on":
            # Ten times as quick on tables of a few rows, and past keys and triggers.
            deletions = [f"DELETE FROM {table}" for table in tables]  # noqa: S608 - our own names
            past_keys = "SET LOCAL session_replication_role = replica"
            connection.exec_driver_sql("; ".join((past_keys, *deletions, RESTART_SEQUENCES)))
        else:
            for table in tables:
                connection.exec_driver_sql(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            connection.exec_driver_sql(f"TRUNCATE {', '.join(tables)} RESTART IDENTITY")
            for table in tables:
                connection.exec_driver_sql(f"ALTER TABLE {table} ENABLE TRIGGER USER")
        connection.commit()


def _prefix(folder: Path) -> str:
    return folder.name.replace("-", "_").lower()


def _at(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    # Not inside a transaction: databases can't be made and dropped in one.
    engine = make_engine(url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _say(server: str, statement: str) -> None:
    with _connected(_at(server, "postgres")) as connection:
        connection.exec_driver_sql(statement)


def _names(server: str) -> set[str]:
    with _connected(_at(server, "postgres")) as connection:
        return set(connection.scalars(text("SELECT datname FROM pg_database")))
