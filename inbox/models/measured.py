"""How does all that reports measure of a wait stand in texts of fixed width?

A report of two years looks at hundreds of thousands of waits. Handed over column by column they
take longer to arrive than to be counted, so the database keeps them written as hexadecimal digits,
joins those it chose to one text, and `inbox.reports.gathering` reads that as arrays.
"""

from __future__ import annotations

from collections.abc import Mapping
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

from inbox.db import Identifier
from inbox.reckoning import hexadecimal, since_epoch

Layout = Mapping[str, int]
"""What stands in a text, in this order, and in how many bytes; nothing is 0."""

MEASURED: Layout = {"fate": 1, "started": 7, "until": 7, "staffed": 7, "target": 4}
"""What is counted. Moments are microseconds since 1970.

`until` is when a wait ended; while it runs, when an answer is due. `staffed` is how much of an
ended wait was staffed, and one more, so that none can be told from no time at all; while it runs,
the hours by which it is measured. `target` is one more too.
"""

REACHED: Layout = {"received": 8, "seen": 8, "resolved": 8}
"""What happened to it at which moments besides."""

ENDS = {"answered": 1, "no_reply_needed": 2, "withdrawn": 3, "merged": 4}
"""How a wait ended, in the lowest bits of its fate."""

END_BITS, IS_FIRST, BY_NOBODY_HERE, IN_TIME, LATE = 7, 8, 16, 32, 64
"""The bits of a fate: how it ended, the first of its cycle, not ended by a person on the desk,
promised and ended in time or running, ended after it was due."""


def measured() -> ColumnElement[str]:
    """Return the expression of what is counted."""
    is_ended, staffed, target = (
        column("ended_at").is_not(None),
        column("staffed", BigInteger()),
        column("target", BigInteger()),
    )
    numbers = {
        "fate": _fate(),
        "started": since_epoch(column("started_at")),
        "until": since_epoch(case((is_ended, column("ended_at")), else_=column("due_at"))),
        "staffed": case((is_ended, staffed + _whole(1)), else_=column("hours_id", Identifier)),
        "target": target + _whole(1),
    }
    return _written(MEASURED, numbers)


def reached() -> ColumnElement[str]:
    """Return the expression of the moments besides."""
    return _written(REACHED, {name: since_epoch(column(f"{name}_at")) for name in REACHED})


class kept_apart(FunctionElement[str]):  # noqa: N801 - a function of SQL
    """An expression that PostgreSQL keeps as a function of its own, made by the migrations.

    It reads what a generated column is reckoned by anew for every statement, and reading ours takes
    it longer than writing the row.
    """

    inherit_cache = False
    type = String()

    def __init__(self, name: str, expression: ColumnElement[str]) -> None:
        self.name, self.in_place = name, expression
        super().__init__(*(column(one) for one in columns_of(expression)))


def columns_of(expression: ColumnElement[str]) -> list[str]:
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


def _written(layout: Layout, numbers: Mapping[str, ColumnElement[int]]) -> ColumnElement[str]:
    first, *others = (hexadecimal(numbers[name], _whole(2 * size)) for name, size in layout.items())
    whole: ColumnElement[str] = first
    for one in others:
        whole = whole.concat(one)
    return whole


def _fate() -> ColumnElement[int]:
    end, nobody = column("end", String()), column("ended_by_user_id", Identifier).is_(None)
    ends = [(end == _quoted(name), _whole(number)) for name, number in ENDS.items()]
    is_late = column("ended_at") > column("due_at")
    bits = (
        case(*ends, else_=_whole(0)),
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


def _if(condition: ColumnElement[bool], bit: int) -> ColumnElement[int]:
    return case((condition, _whole(bit)), else_=_whole(0))


def _whole(number: int) -> ColumnElement[int]:
    return literal_column(str(number), BigInteger())


def _quoted(word: str) -> ColumnElement[str]:
    return literal_column(f"'{word}'", String())
