"""Many rows at once stand in the database just as one by one they would."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from connectors.words import Audience, Direction
from inbox.copying import copied
from inbox.db import table_of
from inbox.models import Event, Message
from inbox.runtime import Runtime
from tests.factories.making import Make

_MESSAGE, _EVENT = table_of(Message), table_of(Event)
AT = datetime(2026, 3, 8, 9, 30, 15, 250_001, tzinfo=UTC)
HOSTILE = ["tab\there", "\\ and \\N \\.", "two\r\nlines", "NUL\0 \ud800", "", "\N{POLICE CAR}"]


def test_rows_copied_equal_rows_inserted_whatever_they_say(make: Make, runtime: Runtime) -> None:
    conversation = make.conversation()
    rows = [
        {
            "account_id": conversation.account_id,
            "conversation_id": conversation.id,
            "direction": Direction.IN,
            "audience": Audience.PUBLIC,
            "text": text,
            "sent_at": AT,
            "received_at": AT,
            "permalink": "",
            "is_summons": number % 2 == 0,
            "likes": number or None,
            "reactions": {"7": {"emoji": text, "as_of": "now"}} if "\0" not in text else None,
        }
        for number, text in enumerate(HOSTILE)
    ]

    with runtime.writing() as session:
        session.execute(copied(_MESSAGE), _named("copied", rows))
        session.execute(insert(_MESSAGE).returning(_MESSAGE.c.id), _named("inserted", rows))
        stored_so = {way: _stored(session, way) for way in ("copied", "inserted")}

    assert stored_so["copied"] == stored_so["inserted"]
    assert [row["text"] for row in stored_so["copied"]] == HOSTILE


def test_digests_and_data_of_copied_events_come_back_as_they_were(
    make: Make, runtime: Runtime
) -> None:
    conversation = make.conversation()
    rows = [
        {
            "name": "message.received",
            "conversation_id": conversation.id,
            "account_id": conversation.account_id,
            "occurred_at": AT,
            "data": {"message_id": number, "words": "\\N\t\N{POLICE CAR}"},
            "previous": bytes(range(32)),
            "digest": bytes([92, 0, 9, 10, *range(28)]),
        }
        for number in range(3)
    ]

    with runtime.writing() as session:
        session.execute(copied(_EVENT), rows)
        names = ("occurred_at", "data", "previous", "digest")
        chosen = select(*(_EVENT.c[name] for name in names)).where(_EVENT.c.occurred_at == AT)
        found = [dict(row) for row in session.execute(chosen.order_by(_EVENT.c.id)).mappings()]

    assert found == [{name: row[name] for name in names} for row in rows]


def _named(way: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**row, "external_id": f"{way} {number}"} for number, row in enumerate(rows)]


def _stored(session: Session, way: str) -> list[dict[str, Any]]:
    columns = [column for column in _MESSAGE.c if column.name not in {"id", "external_id"}]
    asked = select(*columns).where(_MESSAGE.c.external_id.startswith(f"{way} "))
    return [dict(row) for row in session.execute(asked.order_by(_MESSAGE.c.id)).mappings()]
