"""How does all that reports measure of a wait stand in bytes of fixed width?

A report of two years looks at hundreds of thousands of waits. Handed over column by column they
take longer to arrive than to be counted, so the database keeps them written as bytes (on SQLite as
hexadecimal digits), joins those it chose, and `inbox.reports.gathering` reads that as arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    ColumnClause,
    ColumnElement,
    String,
    case,
    column,
    literal_column,
)
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql import visitors
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from connectors.words import Kind, Platform
from inbox.db import Identifier
from inbox.reckoning import Bytes, in_bytes, since_epoch, word_in_bytes

Layout = Mapping[str, int]
"""What stands there, in this order, and in how many bytes; nothing is 0."""

MEASURED: Layout = {
    "fate": 1,
    "started": 7,
    "until": 7,
    "staffed": 7,
    "target": 4,
    "resolved": 7,
}
"""What is measured of a wait by every report. Moments are microseconds since 1970.

`until` is when a wait ended; while it runs, when an answer is due. `staffed` is how much of an
ended wait was staffed, and one more, so that none can be told from no time at all; while it runs,
the hours by which it is measured. `target` is one more too.
"""

COUNTED_BY: Layout = {
    "received": 7,
    "seen": 7,
    "conversation": 5,
    "account": 4,
    "team": 4,
    "person": 4,
    "post": 5,
    "place": 1,
    "language": 8,
}
"""What waits are counted by, and when their words arrived and were seen: apart, as it is longer
than the rest, and only a table of a report reads it. `person` is whoever ended it.
"""

PLATFORMS: Mapping[str, int] = {Platform.FACEBOOK: 1, Platform.INSTAGRAM: 2, Platform.X: 3}
KINDS: Mapping[str, int] = {
    Kind.COMMENT: 1,
    Kind.MENTION: 2,
    Kind.DIRECT_MESSAGE: 3,
    Kind.LIVE_COMMENT: 4,
}
"""Where somebody waits, in the higher and the lower four bits of its place.

A new one gets a number here, and a migration that makes the column anew.
"""
A_PLATFORM = 16

ENDS = {"answered": 1, "no_reply_needed": 2, "withdrawn": 3, "merged": 4}
"""How a wait ended, in the lowest bits of its fate."""

END_BITS, IS_FIRST, BY_NOBODY_HERE, IN_TIME, LATE = 7, 8, 16, 32, 64
"""The bits of a fate: how it ended, the first of its cycle, not ended by a person on the desk,
promised and ended in time or running, ended after it was due."""


def written(layout: Layout) -> ColumnElement[bytes]:
    """Return the expression of all that stands in a layout."""
    first, *others = (_in_bytes(name, size) for name, size in layout.items())
    whole: ColumnElement[bytes] = first
    for one in others:
        whole = whole.concat(one)
    return whole


def _in_bytes(name: str, size: int) -> ColumnElement[bytes]:
    if name == "language":
        return word_in_bytes(column(name, String()), _whole(size))
    return in_bytes(_NUMBERS[name](), _whole(size))


class kept_apart(FunctionElement[bytes]):  # noqa: N801 - a function of SQL
    """An expression that PostgreSQL keeps as a function of its own, made by the migrations.

    It reads what a generated column is reckoned by anew for every statement, and reading ours takes
    it longer than writing the row.
    """

    inherit_cache = False
    type = Bytes

    def __init__(self, name: str, expression: ColumnElement[bytes]) -> None:
        self.name, self.in_place = name, expression
        super().__init__(*(column(one) for one in columns_of(expression)))


def columns_of(expression: ColumnElement[bytes]) -> list[str]:
    """Return the names of what an expression is reckoned from, in order."""
    parts = visitors.iterate(expression)
    named = (one for one in parts if isinstance(one, ColumnClause) and not one.is_literal)
    return sorted({one.name for one in named})


@compiles(kept_apart, "sqlite")
def _in_place(element: kept_apart, compiler: SQLCompiler, **given: Any) -> str:
    return compiler.process(element.in_place, **given)


@compiles(kept_apart, "postgresql")
def _called(element: kept_apart, compiler: SQLCompiler, **given: Any) -> str:
    return f"{element.name}({compiler.process(element.clauses, **given)})"


def _fate() -> ColumnElement[int]:
    nobody = column("ended_by_user_id", Identifier).is_(None)
    is_late = column("ended_at") > column("due_at")
    bits = (
        _numbered("end", ENDS),
        _if(column("is_first", Boolean()), IS_FIRST),
        _if(nobody | column("is_by_hand", Boolean()), BY_NOBODY_HERE),
        case(
            (column("due_at").is_(None), _whole(0)),
            (is_late, _whole(LATE)),
            else_=_whole(IN_TIME),
        ),
    )
    together: ColumnElement[int] = bits[0]
    for one in bits[1:]:
        together = together + one
    return together


def _numbered(name: str, numbers: Mapping[str, int]) -> ColumnElement[int]:
    told = column(name, String())
    known = [(told == _quoted(word), _whole(number)) for word, number in numbers.items()]
    return case(*known, else_=_whole(0))


def _if(condition: ColumnElement[bool], bit: int) -> ColumnElement[int]:
    return case((condition, _whole(bit)), else_=_whole(0))


def _whole(number: int) -> ColumnElement[int]:
    return literal_column(str(number), BigInteger())


def _quoted(word: str) -> ColumnElement[str]:
    return literal_column(f"'{word}'", String())


def _until() -> ColumnElement[int]:
    is_ended = column("ended_at").is_not(None)
    return since_epoch(case((is_ended, column("ended_at")), else_=column("due_at")))


def _staffed() -> ColumnElement[int]:
    is_ended = column("ended_at").is_not(None)
    staffed = column("staffed", BigInteger()) + _whole(1)
    return case((is_ended, staffed), else_=column("hours_id", Identifier))


def _place() -> ColumnElement[int]:
    return _numbered("platform", PLATFORMS) * _whole(A_PLATFORM) + _numbered("kind", KINDS)


def _moment(name: str) -> Callable[[], ColumnElement[int]]:
    return lambda: since_epoch(column(name))


def _number(name: str) -> Callable[[], ColumnElement[int]]:
    return lambda: column(name, Identifier)


_NUMBERS: Mapping[str, Callable[[], ColumnElement[int]]] = {
    "fate": _fate,
    "until": _until,
    "staffed": _staffed,
    "target": lambda: column("target", BigInteger()) + _whole(1),
    "place": _place,
    "person": _number("ended_by_user_id"),
    **{name: _moment(f"{name}_at") for name in ("started", "received", "seen", "resolved")},
    **{name: _number(f"{name}_id") for name in ("conversation", "account", "team", "post")},
}
