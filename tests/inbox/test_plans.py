"""PostgreSQL plans a look-up of keys anew, however often it has run."""

from __future__ import annotations

import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from inbox.db import planned_afresh
from inbox.models import Message

# psycopg prepares a statement that has run this often.
REPEATS = 7


def test_a_repeated_statement_is_prepared_unless_it_is_planned_afresh(session: Session) -> None:
    if session.get_bind().dialect.name != "postgresql":
        pytest.skip("Only PostgreSQL keeps plans.")
    plain = select(Message.id).where(Message.external_id.in_(["1"]))
    afresh = planned_afresh(select(Message.text).where(Message.external_id.in_(["1"])))
    for _ in range(REPEATS):
        session.execute(plain)
        session.execute(afresh)
    prepared = session.scalars(text("SELECT statement FROM pg_prepared_statements")).all()
    assert any("SELECT message.id" in statement for statement in prepared)
    assert not any("SELECT message.text" in statement for statement in prepared)
