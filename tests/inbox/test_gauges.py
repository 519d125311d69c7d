"""Does it cost the same to watch a house, however much it has done?"""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.orm import Session

from inbox import gauges

TABLES = ("delivery", "moderation", "webhook", "mail", "dispatch")


def test_what_is_open_is_counted_by_its_index_alone(session: Session) -> None:
    bind = session.get_bind()
    if bind.dialect.name != "sqlite":
        pytest.skip("PostgreSQL plans by how many rows there are, and here are none.")
    asked: list[tuple[str, Any]] = []

    def note(*told: Any) -> None:
        asked.append((told[2], told[3]))

    event.listen(bind, "before_cursor_execute", note)
    gauges.backlogs(session)
    event.remove(bind, "before_cursor_execute", note)

    plans = {
        statement: " ".join(str(row[3]) for row in _plan(session, statement, given))
        for statement, given in asked
        if statement.startswith("SELECT")
    }
    assert all(any(f"FROM {table}" in one for one in plans) for table in TABLES)
    assert [plan for plan in plans.values() if "INDEX ix_" not in plan] == []


def _plan(session: Session, statement: str, given: Any) -> list[Any]:
    connection = session.connection()
    return list(connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given).all())
