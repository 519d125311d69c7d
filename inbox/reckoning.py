"""How does a database reckon with moments to the microsecond?"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, String
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

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


class hexadecimal(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """A whole number in so many hexadecimal digits; none, and less than nothing, as 0."""

    inherit_cache = True
    type = String()
    name = "hexadecimal"


@compiles(hexadecimal, "sqlite")
def _printed(element: hexadecimal, compiler: SQLCompiler, **given: Any) -> str:
    number, digits = (compiler.process(one, **given) for one in element.clauses)
    return f"printf('%0{digits}x', max(coalesce({number}, 0), 0))"


@compiles(hexadecimal, "postgresql")
def _padded(element: hexadecimal, compiler: SQLCompiler, **given: Any) -> str:
    number, digits = (compiler.process(one, **given) for one in element.clauses)
    return f"lpad(to_hex(CAST(greatest({number}, 0) AS BIGINT)), {digits}, '0')"


def reckoned(moment: datetime) -> int:
    """Return a moment as the database reckons with it."""
    return (moment - _EPOCH) // MICROSECOND


def moment(reckoned_at: int) -> datetime:
    """Return the moment that a database reckons with so."""
    return _EPOCH + reckoned_at * MICROSECOND
