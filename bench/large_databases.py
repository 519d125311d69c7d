"""Where does a large desk come from: is it built, or kept from an earlier run?

Building a million messages takes minutes. In a folder that is named they are kept, for each
state of the tables; what measures gets a copy of its own.
"""

from __future__ import annotations

import fcntl
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, make_url, text

from bench import databases, large_desk
from inbox import migrating
from inbox.db import make_engine
from tests import postgres
from tests.database_copies import Database

_COPY = "measured"
# As a server has it that runs for a while, or was started anew as `compose.yaml` starts it.
_IN_MEMORY = (
    "CREATE EXTENSION IF NOT EXISTS pg_prewarm",
    "SELECT pg_prewarm(relid) FROM pg_stat_user_tables",
    "SELECT pg_prewarm(indexrelid) FROM pg_stat_user_indexes",
)


@dataclass(frozen=True, slots=True)
class Filling:
    """What a desk is filled with: its name, what its size counts, and who writes so many."""

    name: str
    counted: str
    write: Callable[[Engine, int], object]


MESSAGES = Filling("desk", "messages", large_desk.fill)


@contextmanager
def of(
    kind: str, sizes: list[int], kept: Path | None, filling: Filling = MESSAGES
) -> Iterator[list[Database]]:
    """Give a desk of each size on one server, gone afterwards but for what is `kept`."""
    if kept is None:
        with databases.empty(kind, len(sizes)) as empty:
            for database, size in zip(empty, sizes, strict=True):
                _fill(database.url, size, filling)
            yield empty
        return
    kept.mkdir(parents=True, exist_ok=True)
    with _server(kind, kept) as place, ExitStack() as stack:
        yield [stack.enter_context(_copied(place, size, filling)) for size in sizes]


def _fill(url: str, size: int, filling: Filling) -> None:
    began, engine = time.perf_counter(), make_engine(url)
    filling.write(engine, size)
    engine.dispose()
    took = time.perf_counter() - began
    print(f"{size:,} {filling.counted} built in {took:.0f} s", flush=True)


@contextmanager
def _server(kind: str, kept: Path) -> Iterator[str]:
    """Give the address under which databases of a kind are kept."""
    if kind == "sqlite":
        yield f"sqlite:///{kept}"
        return
    postgres.SETTINGS.update(databases.MEASURED)
    kept.chmod(0o711)
    with tempfile.TemporaryDirectory(prefix="hearback-bench-", ignore_cleanup_errors=True) as name:
        folder, cluster = Path(name), kept.resolve() / "postgresql"
        cluster.mkdir(exist_ok=True)
        (folder / "cluster").symlink_to(cluster)
        with (folder / "run").open("w") as run:
            fcntl.flock(run, fcntl.LOCK_EX)
            yield postgres.address(folder)


@contextmanager
def _copied(place: str, size: int, filling: Filling) -> Iterator[Database]:
    name = f"{filling.name}_{migrating.newest()}_{size}"
    sqlite = place.startswith("sqlite")
    with (_sqlite_copy if sqlite else _postgres_copy)(place, name, size, filling) as url:
        engine = make_engine(url)
        yield Database(url, engine)
        engine.dispose()


@contextmanager
def _sqlite_copy(place: str, name: str, size: int, filling: Filling) -> Iterator[str]:
    folder = Path(place.removeprefix("sqlite:///"))
    whole = folder / f"{name}.sqlite3"
    if not whole.exists():
        begun = folder / f"{name}-begun.sqlite3"
        begun.unlink(missing_ok=True)
        _made(f"sqlite:///{begun}", size, filling)
        begun.rename(whole)
    with tempfile.TemporaryDirectory(dir=folder) as beside:
        copy = Path(beside) / "desk.sqlite3"
        shutil.copy(whole, copy)
        yield f"sqlite:///{copy}"


@contextmanager
def _postgres_copy(place: str, name: str, size: int, filling: Filling) -> Iterator[str]:
    copy = f"{_COPY}_{size}"
    if not _asked(place, "SELECT 1 FROM pg_database WHERE datname = :name", name=name):
        begun = f"{name}_begun"
        _say(place, f'DROP DATABASE IF EXISTS "{begun}"', f'CREATE DATABASE "{begun}"')
        _made(_at(place, begun), size, filling)
        _say(place, f'ALTER DATABASE "{begun}" RENAME TO "{name}"')
    fresh = f'CREATE DATABASE "{copy}" TEMPLATE "{name}" STRATEGY file_copy'
    _say(place, f'DROP DATABASE IF EXISTS "{copy}"', fresh, "CHECKPOINT")
    _say(_at(place, copy), *_IN_MEMORY)
    yield _at(place, copy)
    _say(place, f'DROP DATABASE "{copy}" WITH (FORCE)')


def _made(url: str, size: int, filling: Filling) -> None:
    engine = make_engine(url)
    migrating.upgrade(engine)
    engine.dispose()
    _fill(url, size, filling)


def _at(server: str, name: str) -> str:
    return make_url(server).set(database=name).render_as_string(hide_password=False)


def _say(server: str, *statements: str) -> None:
    engine = make_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for one in statements:
            connection.exec_driver_sql(one)
    engine.dispose()


def _asked(server: str, question: str, **values: str) -> bool:
    engine = make_engine(server)
    with engine.connect() as connection:
        found = connection.scalar(text(question), values)
    engine.dispose()
    return found is not None
