"""How does Hearback speak to SQLite and to PostgreSQL?"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from typing import Any, TypeAlias, TypeVar, TypeVarTuple, cast

from sqlalchemy import (
    BigInteger,
    BindParameter,
    Connection,
    DateTime,
    Engine,
    Executable,
    Integer,
    MetaData,
    Table,
    Text,
    bindparam,
    create_engine,
    event,
)
from sqlalchemy.engine import Dialect, ExecutionContext
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.types import TypeDecorator

from connectors.phrases import Phrase
from inbox import copying
from inbox.cursors import LazilyDescribed

Columns = TypeVarTuple("Columns")
Statement = TypeVar("Statement", bound=Executable)
Reading: TypeAlias = Callable[[Any], Any]

SQLITE_BUSY_MILLISECONDS = 10_000

# SQLite numbers rows by itself only when the key is a plain INTEGER.
Identifier = BigInteger().with_variant(Integer(), "sqlite")


class Instant(TypeDecorator[datetime]):
    """A moment in UTC with microseconds, aware on both databases."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store UTC. Raises ValueError for a moment without a zone."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(Phrase("An instant needs a time zone."))
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def result_processor(self, dialect: Dialect, coltype: object) -> Reading | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what makes a moment of UTC of what a database gives, where anything need be done.

        One call for each value, where SQLAlchemy's own way takes three: a page reads hundreds.
        """
        return None if dialect.name == "postgresql" else _in_utc


def _in_utc(value: str | None) -> datetime | None:
    if value is None:
        return None
    # What was written past our types says its zone, as Python's own way of writing moments does.
    moment = datetime.fromisoformat(value)
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


# Neither database holds NUL and lone surrogates in text (PostgreSQL refuses
# both, sqlite3 the second), and what a resident wrote is kept as it came.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff\ufffe]")
_ESCAPED = re.compile("\ufffe([0-9a-f]{4})")


class Words(TypeDecorator[str]):
    """Text of any origin, returned exactly as it was given."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Write what the database cannot hold as U+FFFE and four hexadecimal digits."""
        if value is None:
            return None
        return _UNSTORABLE.sub(lambda found: f"\ufffe{ord(found[0]):04x}", value)

    def result_processor(self, dialect: Dialect, coltype: object) -> Reading:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what undoes what binding did, in one call as `Instant` does."""
        return _restored


def _restored(value: str | None) -> str | None:
    if value is None or "\ufffe" not in value:
        return value
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value)


class Base(DeclarativeBase):
    """The ground of every table."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


def table_of(model: type[Base]) -> Table:
    """Return the table of a model, for statements that need no mapped objects."""
    return cast("Table", model.__table__)


def make_engine(url: str, **options: Any) -> Engine:
    """Open a database by its address, with the manners each kind needs.

    What a failed statement was given is somebody's words, and no log's.
    """
    if not url.startswith("sqlite"):
        usual = {"pool_pre_ping": True, "connect_args": {"cursor_factory": LazilyDescribed}}
        engine = create_engine(
            _with_driver(url), hide_parameters=True, json_deserializer=_json, **{**usual, **options}
        )
        event.listen(engine, "connect", _prepare_postgres)
        event.listen(engine, "do_execute", _execute_as_told)
        event.listen(engine, "do_executemany", copying.copy_rows)
        return engine
    engine = create_engine(url, hide_parameters=True, json_deserializer=_json, **options)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def for_writing(engine: Engine) -> Engine:
    """Return the same engine, its transactions begun as writers.

    On SQLite a transaction that reads and then writes fails at once with
    "locked" when another writer came between; BEGIN IMMEDIATE waits instead.
    """
    return engine.execution_options(hearback_writes=True)


def planned_afresh(statement: Statement) -> Statement:
    """Return the same statement, planned by PostgreSQL each time it runs.

    A statement that repeats is prepared by psycopg, and PostgreSQL keeps its
    plan: one made while a table was nearly empty reads the whole of it for
    minutes after it has filled. Looking for a page's keys wants the index.
    """
    return statement.execution_options(hearback_plans_afresh=True)


def answered_in_bytes(statement: Statement) -> Statement:
    """Return the same statement, its answer sent by PostgreSQL as it is kept, not as text."""
    return statement.execution_options(hearback_answers_in_bytes=True)


def written_out(numbers: Collection[int]) -> BindParameter[int]:
    """Write numbers into a statement, which takes hundreds of values longer to send than run."""
    return bindparam(None, numbers, expanding=True, literal_execute=True)


def _execute_as_told(
    cursor: Any, statement: str, parameters: Any, context: ExecutionContext
) -> bool:
    told = context.execution_options
    afresh, binary = (
        told.get(f"hearback_{one}", False) for one in ("plans_afresh", "answers_in_bytes")
    )
    if not (afresh or binary):
        return False
    cursor.execute(statement, parameters, prepare=False if afresh else None, binary=binary)
    return True


def _with_driver(url: str) -> str:
    return re.sub(r"^postgres(ql)?://", "postgresql+psycopg://", url)


def _prepare_postgres(connection: Any, _record: object) -> None:
    # Compiling a statement takes it ten times as long as running one of ours.
    connection.execute("SET jit = off")
    # Helpers take longer to start than nearly all of ours take to run.
    connection.execute("SET max_parallel_workers_per_gather = 0")
    # `Instant` takes moments as they come.
    connection.execute("SET timezone = 'UTC'")
    connection.commit()


# Most hold nothing, on a page dozens of them.
def _json(text: str | bytes) -> Any:
    return [] if text in ("[]", b"[]") else json.loads(text)


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode = WAL",
        "synchronous = NORMAL",
        "foreign_keys = ON",
        f"busy_timeout = {SQLITE_BUSY_MILLISECONDS}",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get("hearback_writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")
