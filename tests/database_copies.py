"""How does a test get a database that already has every table?

One template per kind and run is built by the migrations; each database is a
copy of it, which takes milliseconds.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Engine, make_url, text

from inbox import migrating
from inbox.db import make_engine
from tests import postgres


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
    """Give a copy of a template, removed at the end."""
    copy = _sqlite_copy if template.startswith("sqlite") else _postgres_copy
    with copy(template) as url:
        engine = make_engine(url)
        try:
            yield Database(url, engine)
        finally:
            engine.dispose()


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


@contextmanager
def _sqlite_copy(template: str) -> Iterator[str]:
    source = Path(template.removeprefix("sqlite:///"))
    with tempfile.TemporaryDirectory(dir=source.parent) as folder:
        shutil.copy(source, folder)
        yield f"sqlite:///{folder}/{source.name}"


@contextmanager
def _postgres_copy(template: str) -> Iterator[str]:
    source = make_url(template).database
    name = f"{str(source).removesuffix('template')}{uuid.uuid4().hex[:12]}"
    _say(template, f'CREATE DATABASE "{name}" TEMPLATE "{source}"')
    try:
        yield _at(template, name)
    finally:
        _say(template, f'DROP DATABASE "{name}" WITH (FORCE)')


def _prefix(folder: Path) -> str:
    return folder.name.replace("-", "_").lower()


def _at(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


@contextmanager
def _maintenance(server: str) -> Iterator[Connection]:
    # Not inside a transaction, and not inside the database that is made or dropped.
    engine = make_engine(_at(server, "postgres"), isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            yield connection
    finally:
        engine.dispose()


def _say(server: str, statement: str) -> None:
    with _maintenance(server) as connection:
        connection.exec_driver_sql(statement)


def _names(server: str) -> set[str]:
    with _maintenance(server) as connection:
        return set(connection.scalars(text("SELECT datname FROM pg_database")))
