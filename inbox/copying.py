"""How does PostgreSQL take many rows at once?

By COPY, which plans nothing and answers once, where a statement is planned and answered for each
row. SQLite has no such thing and needs none: its rows do not travel.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Insert, Table, insert
from sqlalchemy.engine import ExecutionContext


def copied(table: Table) -> Insert:
    """Return the insert of many rows of plain values, which PostgreSQL takes by COPY.

    Each row names the same columns; none is left to a default that the database works out.
    """
    return insert(table).execution_options(hearback_copies=True)


def copy_rows(
    cursor: Any, _statement: str, rows: Sequence[dict[str, Any]], context: ExecutionContext
) -> bool:
    """Copy rows, as the dialect would hand them to an insert, if they are to be copied."""
    if not context.execution_options.get("hearback_copies"):
        return False
    with cursor.copy(_statement_for(context, rows[0])) as copy:
        for row in rows:
            copy.write_row(row.values())
    return True


def _statement_for(context: Any, row: dict[str, Any]) -> str:
    preparer = context.compiled.preparer
    table: Table = context.compiled.statement.table
    names = ", ".join(preparer.quote(name) for name in row)
    return f"COPY {preparer.format_table(table)} ({names}) FROM STDIN"
