"""How does a database reckon with moments to the microsecond?"""

from __future__ import annotations

from binascii import unhexlify
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, LargeBinary, String
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement
from sqlalchemy.types import TypeDecorator

from inbox.db import Reading

MICROSECOND = timedelta(microseconds=1)
_SECOND = 1_000_000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class since_epoch(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """A moment as whole microseconds since 1970, exact on both databases."""

    inherit_cache = True
    type = BigInteger()
    name = "since_epoch"


# A moment is text there, and SQLite's own functions round it to milliseconds.
@compiles(since_epoch, "sqlite")
def _of_text(element: since_epoch, compiler: SQLCompiler, **given: Any) -> str:
    moment = compiler.process(element.clauses, **given)
    return (
        f"(CAST(strftime('%s', substr({moment}, 1, 19)) AS INTEGER) * {_SECOND}"
        f" + CAST(substr({moment}, 21, 6) AS INTEGER))"
    )


# In UTC, so that it depends on no setting and may be kept in a column.
@compiles(since_epoch, "postgresql")
def _of_instant(element: since_epoch, compiler: SQLCompiler, **given: Any) -> str:
    moment = compiler.process(element.clauses, **given)
    return f"CAST(EXTRACT(EPOCH FROM {moment} AT TIME ZONE 'UTC') * {_SECOND} AS BIGINT)"


# SQLite before 3.41 makes no bytes of anything.
Bytes = LargeBinary().with_variant(String(), "sqlite")
"""Bytes on PostgreSQL; on SQLite their hexadecimal digits."""


class in_bytes(FunctionElement[bytes]):  # noqa: N801 - a function of SQL
    """A whole number in so many bytes, the highest first; none, and less than nothing, as 0."""

    inherit_cache = True
    type = Bytes
    name = "in_bytes"


@compiles(in_bytes, "sqlite")
def _printed(element: in_bytes, compiler: SQLCompiler, **given: Any) -> str:
    number, size = (compiler.process(one, **given) for one in element.clauses)
    return f"printf('%0{2 * int(size)}x', max(coalesce({number}, 0), 0))"


@compiles(in_bytes, "postgresql")
def _sent(element: in_bytes, compiler: SQLCompiler, **given: Any) -> str:
    number, size = (compiler.process(one, **given) for one in element.clauses)
    return f"substring(int8send(CAST(greatest({number}, 0) AS BIGINT)) FROM {9 - int(size)})"


class word_in_bytes(FunctionElement[bytes]):  # noqa: N801 - a function of SQL
    """What a word begins with, in so many bytes, followed by zeros."""

    inherit_cache = True
    type = Bytes
    name = "word_in_bytes"


@compiles(word_in_bytes, "sqlite")
def _digits_of_word(element: word_in_bytes, compiler: SQLCompiler, **given: Any) -> str:
    word, size = (compiler.process(one, **given) for one in element.clauses)
    digits = 2 * int(size)
    return f"substr(hex(coalesce({word}, '')) || '{digits * '0'}', 1, {digits})"


@compiles(word_in_bytes, "postgresql")
def _bytes_of_word(element: word_in_bytes, compiler: SQLCompiler, **given: Any) -> str:
    word, size = (compiler.process(one, **given) for one in element.clauses)
    zeros = f"decode('{2 * int(size) * '0'}', 'hex')"
    return f"substring(convert_to(coalesce({word}, ''), 'UTF8') || {zeros} FROM 1 FOR {size})"


class part_of_bytes(FunctionElement[bytes]):  # noqa: N801 - a function of SQL
    """So many of some bytes, behind so many others."""

    inherit_cache = True
    type = Bytes
    name = "part_of_bytes"


@compiles(part_of_bytes, "sqlite")
def _part_of_digits(element: part_of_bytes, compiler: SQLCompiler, **given: Any) -> str:
    whole, behind, size = (compiler.process(one, **given) for one in element.clauses)
    return f"substr({whole}, {2 * int(behind) + 1}, {2 * int(size)})"


@compiles(part_of_bytes, "postgresql")
def _part_of_bytes(element: part_of_bytes, compiler: SQLCompiler, **given: Any) -> str:
    whole, behind, size = (compiler.process(one, **given) for one in element.clauses)
    return f"substring({whole} FROM {int(behind) + 1} FOR {size})"


class Joined(TypeDecorator[bytes]):
    """Bytes of many rows, which SQLite gives as digits and in bytes, since text takes it longer."""

    impl = LargeBinary
    cache_ok = True

    def result_processor(self, dialect: Dialect, coltype: object) -> Reading | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Return what makes bytes of digits."""
        return None if dialect.name == "postgresql" else _of_digits


def _of_digits(digits: bytes | None) -> bytes | None:
    return None if digits is None else unhexlify(digits)


class joined(FunctionElement[bytes]):  # noqa: N801 - a function of SQL
    """The bytes of all rows behind each other."""

    inherit_cache = True
    type = Joined()
    name = "joined"


@compiles(joined, "sqlite")
def _concatenated(element: joined, compiler: SQLCompiler, **given: Any) -> str:
    return f"CAST(group_concat({compiler.process(element.clauses, **given)}, '') AS BLOB)"


@compiles(joined, "postgresql")
def _aggregated(element: joined, compiler: SQLCompiler, **given: Any) -> str:
    return f"string_agg({compiler.process(element.clauses, **given)}, CAST('' AS BYTEA))"


class not_sought_by(FunctionElement[int]):  # noqa: N801 - a function of SQL
    """A number as it is, by whose index SQLite does not look anything up; PostgreSQL knows best."""

    inherit_cache = True
    type = BigInteger()
    name = "not_sought_by"


@compiles(not_sought_by, "sqlite")
def _signed(element: not_sought_by, compiler: SQLCompiler, **given: Any) -> str:
    return f"+{compiler.process(element.clauses, **given)}"


@compiles(not_sought_by, "postgresql")
def _as_it_is(element: not_sought_by, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.clauses, **given)


def reckoned(moment: datetime) -> int:
    """Return a moment as the database reckons with it."""
    return (moment - _EPOCH) // MICROSECOND


def moment(reckoned_at: int) -> datetime:
    """Return the moment that a database reckons with so."""
    return _EPOCH + reckoned_at * MICROSECOND
